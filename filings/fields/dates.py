"""Months and days as people write them: what a text may mean, before any field's limits apply."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import total_ordering

from filings.fields import normalize
from filings.fields.numerals import CHARACTERS, TENS, UNITS, chinese_number, digit_run

EXCEL_EPOCH = dt.date(1899, 12, 30)
# Five digits up to here are days counted by a spreadsheet (1927–2064).
_SERIALS = range(10_000, 60_000)


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A month, or a day where one was typed. In time's order."""

    year: int
    month: int
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """From the canonical spelling 2017-09 or 2017-09-18."""
        return cls(*(int(part) for part in text.split("-")))

    def __str__(self) -> str:
        day = f"-{self.day:02d}" if self.day else ""
        return f"{self.year:04d}-{self.month:02d}{day}"

    @property
    def text(self) -> str:
        """2017年9月, or 2017年9月18日."""
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        last = calendar.monthrange(self.year, self.month)[1]
        return dt.date(self.year, self.month, self.day or last)

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.year, self.month, self.day or 0) < (other.year, other.month, other.day or 0)

    def without_day(self) -> "PartialDate":
        return PartialDate(self.year, self.month)

    def next_month(self) -> "PartialDate":
        return PartialDate(self.year + self.month // 12, self.month % 12 + 1)


def age_at(born: PartialDate, when) -> int:
    """Completed years from the first day of the month of birth to `when`, a date of any kind."""
    return when.year - born.year - (when.month < born.month)


@dataclass(frozen=True)
class Parsed:
    """What a text may mean. `sure`: it means the one candidate and nothing else. `why` says what
    makes it no date, or (with candidates) what is doubtful."""

    candidates: tuple[PartialDate, ...] = ()
    sure: bool = False
    why: str = ""


_MONTHS = {
    name: number
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_MONTH_NAME = (
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?"
)
# Between the parts of a date, after widths are made even.
_S = r"(?:[ .。．、,，;；/\-·\\_・•]{1,4})"
_YEAR = rf"(\d{{4}})(?:{_S}|[ .]{{0,3}}年度?{_S}?)"
_YMD = re.compile(rf"{_YEAR}(\d{{1,2}})(?:月份?)?(?:{_S}?(?<!\d)(\d{{1,2}})[日号]?|{_S}?日?)")
_SHORT_YMD = re.compile(
    rf"['’‘]?(\d{{2}})(?:{_S}|[ .]{{0,3}}年[ .]{{0,3}})(\d{{1,2}})(?:月份?)?"
    rf"(?:{_S}?(?<!\d)(\d{{1,2}})[日号]?)?"
)
_MY = re.compile(rf"(\d{{1,2}})(?:{_S}|月{_S}?)(\d{{4}})年?")
_SHORT_MY = re.compile(rf"(\d{{1,2}}){_S}(\d{{2}})")
_DMY = re.compile(rf"(\d{{1,2}}){_S}(\d{{1,2}}){_S}(\d{{4}})年?")
_THREE = re.compile(rf"(\d{{1,2}}){_S}(\d{{1,2}}){_S}(\d{{2}})")
_NAMED = (
    re.compile(
        rf"(?P<m>{_MONTH_NAME})[ .,\-/']{{0,4}}(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ ,\-/]{{1,3}})?"
        r"(?P<y>\d{4}|\d{2})",
        re.I,
    ),
    re.compile(
        rf"(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ .,\-/]{{1,3}})(?P<m>{_MONTH_NAME})[ .,\-/']{{0,4}}"
        r"(?P<y>\d{4}|\d{2})",
        re.I,
    ),
    re.compile(rf"(?P<y>\d{{4}}|\d{{2}})[ .,\-/年]{{0,4}}(?P<m>{_MONTH_NAME})", re.I),
)
_WITHIN = re.compile(
    rf"(?<![\d.])(?:\d{{4}}(?:{_S}|年{_S}?)\d{{1,2}}|\d{{2}}年\d{{1,2}}(?=月))(?!\d)(?:月份?)?(?:(?:(?<=月)|{_S})\d{{1,2}}(?!\d)[日号]?)?"
)
_NUMERALS = re.compile(f"[{CHARACTERS}Oo]+")
_CLOCK = re.compile(
    r"[ T](上午|下午)?\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AP]M)?Z?$|"
    r"[(（]?(星期|周|礼拜)[一二三四五六日天][)）]?$",
    re.I,
)
_POINT_ONE = re.compile(r"(?:\d{4}|\d{2})\.1")
_MIXED = re.compile(r"\d{4}[./年]\d{1,2}-\d{1,2}")  # 1965.3-4
_COMPACT = re.compile(r"(\d+)(?:\.0{1,2})?")
_FESTIVALS = {
    "七一": (7, 1),
    "八一": (8, 1),
    "五一": (5, 1),
    "五四": (5, 4),
    "十一": (10, 1),
    "元旦": (1, 1),
    "国庆": (10, 1),
}
_FESTIVAL = re.compile(
    r"(\d{2}|\d{4})年?[“\"'‘《]*(七[·.]?一|八[·.]?一|五[·.]?[一四]|十[·.]?一|元旦|国庆)[”\"'’》]*(节|建党节|党的生日|前后|期间)?"
)


def even(text: str) -> str:
    """The text half-width, with one kind of dash, without breaks, outer quotes and the blanks
    around 年, 月, 日."""
    text = normalize.half(text).translate(_EVEN).replace("\n", " ")
    text = _BLANKS.sub(r"\1", text).strip(_OUTER)
    return text[1:-1].strip(_OUTER) if text[:1] == "(" and text.find(")") == len(text) - 1 else text


def find(text: str) -> tuple[str, list[tuple[Parsed, int, int]]]:
    """The dates that stand in an even text among other words: the text in Arabic digits, and each
    date with its place."""
    text = _arabic(text)
    found = []
    for match in _WITHIN.finditer(text):
        parsed = _full(match[0]) or _short(match[0]) or Parsed()
        if parsed.candidates or parsed.why:
            found.append((parsed, *match.span()))
    return text, found


def parse(text: str) -> Parsed:
    """All that an even text may mean as a month or a day, if nothing but a date stands in it."""
    text = _PART.sub("月", _CLOCK.sub("", text)).strip(_OUTER + "-/")
    if festival := _festival(text):
        return festival
    text = _arabic(text)
    for reader in (_full, _compact, _named, _short):
        if parsed := reader(text):
            mixed = parsed.candidates and _MIXED.fullmatch(text)
            return replace(parsed, sure=False, why="像是一段时间") if mixed else parsed
    return Parsed()


_EVEN = str.maketrans(dict.fromkeys(normalize.DASHES + normalize.WAVES, "-"))
_BLANKS = re.compile(r" *([年月日号]) *")
_OUTER = ' .。,，、;；"“”'
# 3月上旬 is March.
_PART = re.compile(r"月份?([上中下]旬|初|中|底|末)$")


def candidate(year: int, month: int, day: int | None = None) -> PartialDate | None:
    """The date, if there is such a month and day."""
    if not 1 <= month <= 12 or not 1000 <= year <= 2999:
        return None
    if day is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return PartialDate(year, month, day)


def centuries(year: int) -> tuple[int, int]:
    """What a year of two digits may be."""
    return 2000 + year, 1900 + year


def _several(found, why: str) -> Parsed:
    """Candidates in the order given, each month once (with its day where known)."""
    return Parsed(tuple(dict.fromkeys(filter(None, found))), why=why)


def _one(year, month, day) -> Parsed:
    found = candidate(year, month, day)
    if found:
        return Parsed((found,), sure=True)
    if not 1 <= month <= 12:
        return Parsed(why=f"没有 {month} 月")
    return Parsed(why=f"{year}年{month}月没有 {day} 日")


def _numbers(match: re.Match) -> list[int | None]:
    return [int(part) if part else None for part in match.groups()]


def _full(text: str) -> Parsed | None:
    """Year of four digits with month, in any order."""
    if match := _YMD.fullmatch(text):
        year, month, day = _numbers(match)
        if _POINT_ONE.fullmatch(text):
            return _several(
                [candidate(year, 1), candidate(year, 10)],
                "的“.1”可能是 1 月，也可能是表格软件把 10 月的 0 省掉了",
            )
        return _one(year, month, day)
    if match := _MY.fullmatch(text):
        month, year = _numbers(match)
        return _one(year, month, None)
    if match := _DMY.fullmatch(text):
        first, second, year = _numbers(match)
        found = [candidate(year, second, first), candidate(year, first, second)]
        parsed = _several(found, "的日和月分不清")
        return Parsed(parsed.candidates, sure=True) if len(parsed.candidates) == 1 else parsed
    return None


def _compact(text: str) -> Parsed | None:
    """Digits without separators, among them the day count of a spreadsheet."""
    match = _COMPACT.fullmatch(text)
    if not match:
        return None
    digits = match[1]
    if "." in text and len(digits) != 5:
        return None
    if len(digits) == 8:
        return _one(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if len(digits) == 6:
        return _six(digits)
    if len(digits) == 7:
        year = int(digits[:4])
        found = [
            candidate(year, int(digits[4:5]), int(digits[5:])),
            candidate(year, int(digits[4:6]), int(digits[6:])),
        ]
        return _several(found, "没有分隔，月和日分不清")
    if len(digits) == 5:
        return _five(digits)
    if len(digits) == 4:
        year, month = int(digits[:2]), int(digits[2:])
        if digits[:2] in ("19", "20"):
            return Parsed(why="缺少月份")
        return _several([candidate(y, month) for y in centuries(year)], "的年份只有两位")
    return None


def _six(digits: str) -> Parsed:
    sure = candidate(int(digits[:4]), int(digits[4:])) if digits[:2] in ("19", "20") else None
    if sure:
        return Parsed((sure,), sure=True)
    year, month, day = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    found = [candidate(y, month, day) for y in centuries(year)]
    return (
        _several(found, "的年份只有两位")
        if any(found)
        else Parsed(why=f"没有 {int(digits[4:])} 月")
    )


def _five(digits: str) -> Parsed:
    number = int(digits)
    if number not in _SERIALS:
        return Parsed()
    day = EXCEL_EPOCH + dt.timedelta(days=number)
    serial = PartialDate(day.year, day.month, day.day)
    typed = candidate(int(digits[:4]), int(digits[4])) if digits[:2] in ("19", "20") else None
    if typed:
        return _several([typed, serial], "像是缺了分隔符，也可能是表格软件的日期序号")
    return Parsed((serial,), sure=True)


def _named(text: str) -> Parsed | None:
    """English months, as Excel writes them (Mar-65)."""
    for pattern in _NAMED:
        match = pattern.fullmatch(text)
        if not match:
            continue
        month = _MONTHS[match["m"][:3].lower()]
        typed = match.groupdict().get("d")
        day = int(typed) if typed else None
        if len(match["y"]) == 4:
            return _one(int(match["y"]), month, day)
        return _several(
            [candidate(y, month, day) for y in centuries(int(match["y"]))], "的年份只有两位"
        )
    return None


def _short(text: str) -> Parsed | None:
    """Years of two digits: always asked about."""
    found: list[PartialDate | None] = []
    explicit = "年" in text or text[:1] in "'’‘"
    if match := _SHORT_YMD.fullmatch(text):
        year, month, day = _numbers(match)
        months = (1, 10) if _POINT_ONE.fullmatch(text) else (month,)
        found += [candidate(y, m, day) for m in months for y in centuries(year)]
    if not explicit and (match := _THREE.fullmatch(text)):
        a, b, year = _numbers(match)
        found += [c for y in centuries(year) for c in (candidate(y, b, a), candidate(y, a, b))]
    if not explicit and (match := _SHORT_MY.fullmatch(text)):
        month, year = _numbers(match)
        found += [candidate(y, month) for y in centuries(year)]
    return _several(found, "的年份只有两位") if any(found) else None


def _festival(text: str) -> Parsed | None:
    match = _FESTIVAL.fullmatch(_arabic_years(text))
    if not match:
        return None
    year = int(match[1])
    month, day = _FESTIVALS[re.sub(r"[·.]", "", match[2])]
    years = (year,) if len(match[1]) == 4 else centuries(year)
    found = [candidate(y, month, day) for y in years]
    if match[2] == "十一":
        found += [candidate(y, 11) for y in years]
    return _several(found, f"中的“{match[2]}”指的是 {month} 月 {day} 日吗")


def _arabic_years(text: str) -> str:
    head, mark, rest = text.partition("年")
    return (digit_run(head) or head) + mark + rest if mark else text


def _arabic(text: str) -> str:
    """Chinese numerals as digits; years are written digit by digit, months and days as numbers."""
    if text.isascii():
        return text

    def value(match: re.Match) -> str:
        run = match[0]
        if all(char in "Oo" for char in run):
            return run
        run = run.replace("O", "〇").replace("o", "〇")
        number = (
            digit_run(run) if not any(c in UNITS or c in TENS for c in run) else chinese_number(run)
        )
        return run if number is None else str(number)

    return _NUMERALS.sub(value, text)
