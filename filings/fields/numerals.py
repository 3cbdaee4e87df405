"""Chinese numerals, everyday and financial, as Arabic ones."""

from decimal import Decimal

DIGITS = {
    **{char: value for value, char in enumerate("〇一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    **{
        "○": 0,
        "两": 2,
        "貳": 2,
        "弍": 2,
        "叄": 3,
        "參": 3,
        "陸": 6,
        "幺": 1,
        "兩": 2,
        "弌": 1,
        "弎": 3,
    },
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
TENS = {"廿": 20, "卅": 30, "卌": 40}
MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
CHARACTERS = "".join((*DIGITS, *UNITS, *TENS, *MYRIADS))


def chinese_number(text: str) -> int | None:
    """The value of a well-formed cardinal: 一百零三, 廿五, 两千, 壹万贰仟. None for anything else,
    also for digits in a row (一二) and for what is short for a bigger number (一百二, 一万二)."""
    for sign, scale in MYRIADS.items():
        if sign in text:
            head, _, tail = text.partition(sign)
            high = chinese_number(head)
            low = chinese_number(tail.lstrip("零〇")) if tail else 0
            short = tail and tail[0] not in "零〇" and (low or 0) < scale // 10
            return None if high is None or low is None or short or not high else high * scale + low
    return _below_myriad(text)


def _below_myriad(text: str) -> int | None:
    total, digit, last_unit, zero = 0, None, 10_000, False
    for index, char in enumerate(text):
        if char in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[char]
            if digit == 0 and len(text) > 1:
                zero, digit = True, None
        elif char in TENS:
            if digit is not None or last_unit <= 10:
                return None
            total, last_unit = total + TENS[char], 10
        elif char in UNITS:
            unit = UNITS[char]
            if digit is None and (unit != 10 or index) or unit >= last_unit:
                return None
            total, digit, last_unit, zero = (
                total + (1 if digit is None else digit) * unit,
                None,
                unit,
                False,
            )
        else:
            return None
    if digit is None:
        return total if text and last_unit < 10_000 and not zero else None
    short = last_unit in (100, 1000) and not zero
    return None if short else total + digit


def colloquial_number(text: str) -> int | None:
    """What is short for a bigger number: 一百二 (120), 一万二 (12000)."""
    for sign, scale in {**MYRIADS, **UNITS}.items():
        if scale >= 100 and text[-2:-1] == sign and text[-1] in DIGITS:
            head = chinese_number(text[:-1])
            return None if head is None else head + DIGITS[text[-1]] * scale // 10
    return None


def digit_run(text: str) -> str | None:
    """Digits written one by one, as in years: 一九六五 → 1965."""
    if not text or any(char not in DIGITS for char in text):
        return None
    return "".join(str(DIGITS[char]) for char in text)


def plain(value: Decimal) -> str:
    """A number without exponent and trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
