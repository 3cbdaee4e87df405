"""The grammar of a number with its unit, common to counts, sums of money, areas and ages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from filings.fields.numerals import CHARACTERS, UNITS, chinese_number, colloquial_number, digit_run

_ARABIC = r"\d{1,3}(?:[,' ]\d{3})+(?![\d.,])|\d{1,3}(?:,\d{3})+\.\d+|\d+(?:\.\d+)?|\.\d+"
_NUMBER = (
    rf"(?P<arabic>{_ARABIC})[ ]*(?P<scale>[十百千万拾佰仟kw]?)(?P<rest>(?<=万)\d(?:千|(?![\d.])))?"
    rf"|(?P<chinese>[{CHARACTERS}]+)"
)
NUMBER = re.compile(_NUMBER, re.I)
_SCALES = {"": 1, **UNITS, "万": 10_000, "w": 10_000, "k": 1000}
# Longer numbers and numerals are no amounts.
_LONGEST = 20


@dataclass(frozen=True)
class Amount:
    """A number in a text. `doubt` says what only a person can know of it; `value` is None where it
    is not one number."""

    value: Decimal | None
    start: int
    end: int
    doubt: str = ""
    scale: str = ""


def pattern(before: str, unit: str, after: str) -> re.Pattern:
    """A number with nothing beside it but its unit and words that change nothing. Groups: those of
    NUMBER, and `unit`."""
    return re.compile(
        rf"(?:{before})*[ :]*(?:{_NUMBER})[ ]*(?P<unit>{unit})?[ ]*(?:{after})*", re.I
    )


def amount(match: re.Match) -> Amount:
    """The number of a match of NUMBER or of a `pattern`."""
    if match["chinese"]:
        return _chinese(match["chinese"], *match.span("chinese"))
    start, end = match.start("arabic"), match.end("rest" if match["rest"] else "scale")
    digits, scale = re.sub(r"[,' ]", "", match["arabic"]), match["scale"].lower()
    if len(digits) > _LONGEST:
        return Amount(None, start, end, "太长，不像一个数")
    value = Decimal(digits) * _SCALES[scale]
    doubt = ""
    if rest := match["rest"]:
        value += int(rest[0]) * 1000
        doubt = "" if rest.endswith("千") else "是口语写法"
    elif scale == "k":
        doubt = "中的 K 是“千”吗"
    elif re.fullmatch(r"[1-9]\d{0,2}\.000", digits) and not scale:
        doubt = "中的小数点可能是千位分隔符"
    return Amount(value, start, end, doubt, scale)


def _chinese(run: str, start: int, end: int) -> Amount:
    scale = "万" if "万" in run else ""
    if len(run) > _LONGEST:
        return Amount(None, start, end, "太长，不像一个数")
    if (number := chinese_number(run)) is not None:
        return Amount(Decimal(number), start, end, scale=scale)
    if (number := colloquial_number(run)) is not None:
        return Amount(Decimal(number), start, end, "是口语写法", scale)
    digits = digit_run(run)
    if digits and not _is_range(digits):
        return Amount(Decimal(digits), start, end, "是逐位写的数字", scale)
    return Amount(None, start, end, "不是一个确定的数", scale)


def _is_range(digits: str) -> bool:
    """三四人: three or four."""
    return len(digits) == 2 and int(digits[1]) - int(digits[0]) in (1, 2)


def amounts(text: str) -> Iterator[Amount]:
    """All numbers of a text, in order."""
    return (amount(match) for match in NUMBER.finditer(text))
