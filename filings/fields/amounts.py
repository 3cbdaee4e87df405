"""The grammar of a number with its unit, and the field that reads one: common to counts, sums of
money, areas and ages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from filings.fields import columns, normalize
from filings.fields.base import CONFIRMED, CellContext, CellField, Choice, Reading, ask, ok
from filings.fields.normalize import shown
from filings.fields.numerals import (
    CHARACTERS,
    UNITS,
    chinese_number,
    colloquial_number,
    digit_run,
    plain,
)
from societies.codes import simplify

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


_EVEN = str.maketrans(
    dict.fromkeys(normalize.DASHES + normalize.WAVES, "-") | {"圆": "元", "×": "*", "✕": "*"}
)
_ABOUT = re.compile(r"^[~～〜≈]")
_LEADING = " '\"“”\n"
_TRAILING = " 。.,;:、!\n'\"“”"
_NEGATIVE = re.compile(r"¥?\s*(负|-)\s*¥?\s*[\d.]")
_HEDGE = re.compile(
    r"^(大约|大概|约计|约|将近|接近|近|估计|预计|差不多|应该?有?|可能有?|平均|年均|大致)|"
    r"(左右|上下|大概|许|[??]+)(?=$|/)|\((大?约|左右|估计?)\)$"
)
_OPEN = re.compile(
    r"(?<=[\d十百千万])[余多来](?!功能)|^[余多]|多[人个名位元]|好几|几|很多|许多|多少|以[上下内]|之[上下内]|不[足到满超够]|未满|至[少多]|起码|"
    r"最[少多高低]|超过|逾|[大小少高低多]于|若干|数[十百千万人个名]|上[百千万]|不等|[<>≤≥]|一些|全[部体]|半数|大部分"
)
_UNKNOWN = re.compile(r"不详|不清|不明|未知|待[定统填补]|未统计|无法|保密")
_BETWEEN = re.compile(r"[^\d(),;、+]{0,3}(-+|至|到)[ ]*")
_PLUS = re.compile(r"[^\d(),;、]{0,4}[+加]\s*")
_REMARK = re.compile(r"([^()]+)\(([^()]*)\)?")
_PARTS = re.compile(r"[,;、。\n]|和|及|另")
_LETTERS = str.maketrans({"I": "1", "l": "1", "|": "1", "O": "0", "o": "0"})
_SOFT_ZERO = re.compile(
    r"(暂时?|尚|还|目前)?(无|没有?|未)(安排|设立?|列支|单列|有|人|配备|固定|专门)?(经费|场所|人员|预算|专项)?|暂缺"
)


class NumberField(CellField):
    """A number of the field's own unit: impossible beyond its `limits`, asked if `unlikely`."""

    blank_marks = False
    input_mode = "decimal"
    whole = False
    unit_name = ""
    foreign: re.Pattern
    simple: re.Pattern
    zero: re.Pattern = re.compile(r"无|没有|零")

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.empty_value = None

    def to_value(self, canonical: str):
        return int(canonical) if self.whole else Decimal(canonical)

    def canonical(self, value) -> str:
        return "" if value is None else plain(Decimal(value))

    def understand(self, text: str, context: CellContext) -> Reading:
        even = self.even(text)
        return (
            self._nothing(text, even)
            or self._refused(text, even)
            or self.special(text, even, context)
            or self._one(text, even, context)
            or self._with_remark(text, even, context)
            or self._hedged(text, even, context)
            or self._several(text, even, context)
            or self.refuse(text, columns.misplaced(text, self.what) or "中没有明确的数字")
        )

    def even(self, text: str) -> str:
        """Half-width, simplified, one kind of dash."""
        even = _ABOUT.sub("约", simplify(normalize.half(text)))
        return even.translate(_EVEN).replace("\n", " ").rstrip(_TRAILING).lstrip(_LEADING)

    def special(self, text: str, even: str, context: CellContext) -> Reading | None:
        """What only this kind of number shows."""
        return None

    def limits(self, value: Decimal) -> str:
        """Why a value is impossible; empty when it is possible."""
        return ""

    def unlikely(self, value: Decimal, *, bare: bool) -> tuple[str, tuple[Decimal, ...]]:
        """What to ask about a possible value, and what it may mean; `bare` without its unit."""
        return "", ()

    def choice_of(self, value: Decimal) -> Choice:
        text = plain(value) + self.unit_name
        odd = self.unlikely(value, bare=not self.unit_name)[0]
        return Choice(plain(value), text + CONFIRMED if odd else text, text)

    def asked(self, message: str, *values: Decimal | None, propose=True) -> Reading:
        possible = [value for value in values if value is not None and not self._impossible(value)]
        choices = [self.choice_of(value) for value in dict.fromkeys(possible)]
        return ask(message, choices, propose=propose)

    def _impossible(self, value: Decimal) -> str:
        if self.whole and value != int(value):
            return "不是整数"
        return self.limits(value)

    def _judged(self, text: str, value: Decimal, *, bare: bool) -> Reading:
        if why := self._impossible(value):
            return self.refuse(text, why)
        why, meant = self.unlikely(value, bare=bare)
        if why:
            return self.asked(f"“{shown(text)}”{why}", *meant, propose=len(meant) == 1)
        return ok(plain(value))

    def _nothing(self, text: str, even: str) -> Reading | None:
        if self.zero.fullmatch(even):
            return self._judged(text, Decimal(0), bare=False)
        if not even or normalize.is_blank_mark(text) or _SOFT_ZERO.fullmatch(even):
            if self.limits(Decimal(0)):
                return self.refuse(text)
            mark = not even or normalize.is_mark(text)
            return self.asked(f"“{shown(text)}”是 0，还是不清楚？", Decimal(0), propose=not mark)
        return None

    def _refused(self, text: str, even: str) -> Reading | None:
        if _NEGATIVE.match(even):
            return self.refuse(text, "是负数")
        if _UNKNOWN.search(even):
            return self.refuse(text)
        if _OPEN.search(even):
            return self.refuse(text, "不是确定的数")
        found = list(amounts(even))
        for one, other in zip(found, found[1:], strict=False):
            if _BETWEEN.fullmatch(even[one.end : other.start]):
                return self.refuse(text, "是一个范围")
        if re.search(r"\dE[+]?\d", even, re.I):
            return self.refuse(text, "是表格软件的科学计数法，数字可能不全")
        return None

    def _one(self, text: str, even: str, context: CellContext) -> Reading | None:
        """A number with its unit and nothing else that matters."""
        match = self.simple.fullmatch(even)
        if not match:
            return None
        number = amount(match)
        if number.value is None:
            return self.refuse(text, number.doubt)
        if number.doubt:
            values = [number.value]
            if "千位" in number.doubt:
                values = [number.value * 1000, number.value]
            return self.asked(f"“{shown(text)}”{number.doubt}，是这个数吗？", *values)
        return self._judged(text, number.value, bare=not match["unit"] and not number.scale)

    def _with_remark(self, text: str, even: str, context: CellContext) -> Reading | None:
        """A number with a remark in brackets: idle if it repeats the number or names the unit."""
        match = _REMARK.fullmatch(even)
        main = match and self.simple.fullmatch(match[1].strip(_TRAILING))
        if not main:
            return None
        value, remark = amount(main).value, match[2].strip()
        if value is None or self._impossible(value):
            return None
        repeated = self.simple.fullmatch(remark)
        if not remark or (repeated and amount(repeated).value == value):
            return self._judged(text, value, bare=not main["unit"])
        # 5000（元）, 0.5（万元）: the remark is the unit.
        with_unit = None if remark[0].isdigit() else self.simple.fullmatch(match[1] + remark)
        if with_unit and amount(with_unit).value == value:
            return self._judged(text, value, bare=not with_unit["unit"])
        meant = amount(with_unit).value if with_unit else value
        return self.asked(f"“{shown(text)}”中括号里还有“{shown(remark)}”，填这个数吗？", meant)

    def _hedged(self, text: str, even: str, context: CellContext) -> Reading | None:
        """An estimate, or letters typed for digits."""
        sure = _HEDGE.sub("", _HEDGE.sub("", even).strip()).strip()
        for meant in (sure, even.translate(_LETTERS)):
            match = self.simple.fullmatch(meant) if meant != even else None
            if match and (number := amount(match)).value is not None:
                if why := self._impossible(number.value):
                    return self.refuse(text, why)
                bare = not match["unit"] and not number.scale
                return self._asked_about(text, "是准确的数吗？", number.value, bare=bare)
        return None

    def _asked_about(self, text: str, question: str, value: Decimal, *, bare: bool) -> Reading:
        """A question about a number that may itself mean several values."""
        meant = self.unlikely(value, bare=bare)[1] or (value,)
        return self.asked(f"“{shown(text)}”{question}", *meant, propose=len(meant) == 1)

    def _several(self, text: str, even: str, context: CellContext) -> Reading | None:
        """One number among words; numbers added up; numbers each with a label."""
        found = list(amounts(even))
        if not found or any(one.value is None for one in found):
            return None
        if len(found) > 1 and all(
            _PLUS.fullmatch(even[a.end : b.start]) for a, b in zip(found, found[1:], strict=False)
        ):
            return self.asked(f"“{shown(text)}”合计是这个数吗？", sum(one.value for one in found))
        parts = [part for part in _PARTS.split(even) if part.strip()]
        if len(parts) > 1 and len(found) > 1 and (reading := self._labelled(text, parts)):
            return reading
        own = [one for one in found if self._follows(even, one, self.unit)]
        if len(found) == 1 and self._follows(even, found[0], self.foreign):
            return self.refuse(text, "的单位不对")
        if len(own) == 1 or len(found) == 1:
            number = (own or found)[0]
            # 张三 holds a numeral, not a number.
            digits = even[number.start : number.end]
            if self._impossible(number.value) or not (own or digits[0].isdigit()):
                return None
            bare = not own and not number.scale
            question = "中还有别的内容，填这个数吗？"
            return self._asked_about(text, question, number.value, bare=bare)
        return None

    def _labelled(self, text: str, parts: list[str]) -> Reading | None:
        """专职2人，兼职3人 → their sum; 共5人，其中专职2人 → the total; without words → refused."""
        total = self.simple.fullmatch(parts[0].strip())
        if total and any("其中" in part or "含" in part for part in parts[1:]):
            return self.asked(f"“{shown(text)}”中有几个数，填总数吗？", amount(total).value)
        values = []
        for part in parts:
            found = list(amounts(part))
            if len(found) != 1 or found[0].value is None or not part[: found[0].start].strip():
                return None
            values.append(found[0].value)
        return self.asked(f"“{shown(text)}”中有 {len(values)} 个数，填它们的合计吗？", sum(values))

    @staticmethod
    def _follows(even: str, number: Amount, unit: re.Pattern) -> bool:
        return bool(unit.match(even[number.end :].lstrip()))
