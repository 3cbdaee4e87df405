"""Cells that hold a month or a day. Clean value: PartialDate; canonical 2017-09, or 2017-09-18
where a day counts."""

import datetime as dt
import re

from filings.fields import columns, dates
from filings.fields.base import CellContext, CellField, Choice, Reading, ask, keep, ok
from filings.fields.dates import Parsed, PartialDate
from filings.fields.normalize import shown, squeeze

_HEDGES = re.compile(
    r"^(大约|大概|约|应该?是?|可能是?|好像是?|估计|记得是?)|(左右|前后|上下|许)$|[??]+$|\((大约|约|左右)\)$|\(?\?\)?$"
)
_LUNAR = re.compile(r"农历|阴历|旧历|古历|闰|正月|冬月|腊月|初[一二三四五六七八九十\d]")
_LUNAR_MONTHS = {"正月": "1月", "冬月": "11月", "腊月": "12月"}
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"})
_BETWEEN = re.compile(r"[ ]*(-+|至|到|—)[ ]*")
_PART_OF_YEAR = re.compile(r"[春夏秋冬]|[上下]半年|年[初底末中]|季度|年代|期间|暑假|寒假|前$|后$")


class DateField(CellField):
    """A month, or a day if `keeps_day`. Subclasses give the limits and the words that may stand
    beside the date."""

    what = "年月"
    example = "2003年6月"
    leans_on = ("today",)
    keeps_day = False
    # Words beside the date that change nothing; words that make it another date, with the reason.
    idle: re.Pattern | None = None
    refused: tuple[tuple[re.Pattern, str], ...] = ()

    def to_value(self, canonical: str) -> PartialDate:
        return PartialDate.parse(canonical)

    def display(self, value) -> str:
        return value.text if value else ""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.empty_value = None

    def understand(self, text: str, context: CellContext) -> Reading:
        plain = dates.even(text)
        for pattern, reason in self.refused:
            if pattern.search(squeeze(plain)):
                return self.refuse(text, reason)
        parsed = dates.parse(plain)
        if not parsed.candidates and self.idle:
            bare = self.idle.sub("", plain)
            parsed = dates.parse(bare) if bare != plain else parsed
        if parsed.candidates:
            return self._judge(text, parsed, context)
        return (
            self._hedged(text, plain, context)
            or self._among_words(text, plain, parsed, context)
            or self.refuse(text, self._why(plain, parsed))
        )

    def trouble(self, date: PartialDate, context: CellContext) -> str:
        """Why a date cannot be meant in this cell; empty when it can."""
        if date.first_day > context.today:
            return f"在今天（{_day(context.today)}）之后"
        return ""

    def unlikely(self, date: PartialDate, context: CellContext) -> str:
        """Why a possible date looks like a slip; empty when it does not."""
        return ""

    def remark(self, date: PartialDate, context: CellContext) -> str:
        """What a choice says beside its date."""
        return ""

    def kept(self, date: PartialDate) -> PartialDate:
        return date if self.keeps_day else date.without_day()

    def choice_of(self, date: PartialDate, context: CellContext) -> Choice:
        date = self.kept(date)
        remark = self.remark(date, context)
        label = f"{date.text}（{remark}）" if remark else date.text
        if self.unlikely(date, context):
            return Choice(str(date), keep(date.text).text, label)
        return Choice(str(date), date.text, label)

    def ask_dates(self, message: str, found, context: CellContext, *, propose=True) -> Reading:
        """A question with the possible dates among those found, each once."""
        kept = list(dict.fromkeys(map(self.kept, found)))
        likely = sorted(kept, key=lambda date: bool(self.unlikely(date, context)))
        choices = [self.choice_of(date, context) for date in likely]
        return ask(message, choices, propose=propose)

    def _judge(self, text: str, parsed: Parsed, context: CellContext) -> Reading:
        possible = [date for date in parsed.candidates if not self.trouble(date, context)]
        if not possible:
            return self.refuse(text, self.trouble(parsed.candidates[0], context))
        if not parsed.sure:
            few = len({self.kept(date) for date in possible}) == 1
            likely = [date for date in possible if not self.unlikely(date, context)]
            question = "是哪一年？" if "年份" in parsed.why else f"{parsed.why}，是哪一个？"
            return self.ask_dates(
                f"“{shown(text)}”{question}", possible, context, propose=few or len(likely) == 1
            )
        date = self.kept(possible[0])
        if why := self.unlikely(date, context):
            return self.ask_dates(f"“{shown(text)}”{why}，对吗？", [date], context)
        return ok(str(date))

    def _hedged(self, text: str, plain: str, context: CellContext) -> Reading | None:
        """A date that is not sure, counted by the lunar calendar, or typed with letters."""
        if _LUNAR.search(plain):
            bare = plain
            for name, month in _LUNAR_MONTHS.items():
                bare = bare.replace(name, month)
            found = [
                date
                for inner, *_ in dates.find(_LUNAR.sub("", bare))[1]
                for date in inner.candidates
            ]
            # A lunar month mostly falls into the next one of the calendar.
            near = [day for date in found[:1] for day in (date.next_month(), date.without_day())]
            near = [date for date in near if not self.trouble(date, context)]
            message = f"“{shown(text)}”像是农历，公历是几月？"
            return self.ask_dates(message, near, context, propose=False)
        for sure, why in (
            (_HEDGES.sub("", plain.strip()), "是准确的时间吗？"),
            (plain.translate(_LETTERS), "中有字母，是这个时间吗？"),
        ):
            if sure != plain.strip():
                parsed = dates.parse(self.idle.sub("", sure) if self.idle else sure)
                possible = [date for date in parsed.candidates if not self.trouble(date, context)]
                if possible:
                    return self.ask_dates(f"“{shown(text)}”{why}", possible, context)
        return None

    def _among_words(self, text, plain, parsed, context) -> Reading | None:
        """One date among other words is asked about, as are two; a period is refused."""
        arabic, found = dates.find(plain)
        if any(not inner.candidates for inner, *_ in found):
            return self.refuse(text, next(p.why for p, *_ in found if not p.candidates))
        if len(found) >= 2 and _BETWEEN.fullmatch(arabic[found[0][2] : found[1][1]]):
            return self.refuse(text, "是一段时间")
        possible = [
            date
            for inner, *_ in found
            for date in inner.candidates
            if not self.trouble(date, context)
        ]
        if not found:
            return None
        if not possible:
            return self.refuse(text, self.trouble(found[0][0].candidates[0], context))
        if len(found) > 1:
            return self.ask_several(text, arabic, found, possible, context)
        if arabic[found[0][2] :].startswith(("季度", "个季度")):
            return self.refuse(text, "没有写明几月")
        rest = arabic[: found[0][1]] + arabic[found[0][2] :]
        return self.ask_beside(text, rest, possible, context)

    def ask_several(self, text, plain, found, possible, context) -> Reading:
        """Two dates: proposed is the one outside the brackets, if one is inside."""
        bracketed = "(" in plain[: found[-1][1]] and "(" not in plain[: found[0][1]]
        return self.ask_dates(
            f"“{shown(text, 40)}”中有 {len(found)} 个日期，填哪一个？",
            possible,
            context,
            propose=bracketed,
        )

    def ask_beside(self, text, rest, possible, context) -> Reading:
        words = shown(rest.strip(" ()，,。;；"))
        return self.ask_dates(
            f"“{shown(text, 40)}”中还有“{words}”，填这个时间吗？", possible, context
        )

    def _why(self, plain: str, parsed: Parsed) -> str:
        bare = squeeze(self.idle.sub("", plain) if self.idle else plain)
        if parsed.why:
            return parsed.why
        if re.fullmatch(r"(\d{4}|\d{2})年?(月|月日)?", bare) and bare not in ("00",):
            return "只有年份，缺少月份"
        if re.fullmatch(r"\d{1,2}月(份|\d{1,2}[日号]?)?", bare):
            return "缺少年份"
        if re.search(r"\d岁", bare):
            return "是年龄"
        if re.search(r"\d+后", bare):
            return "不是具体的年月"
        if re.match(r"\d{3}[.年/-]|\d{5,}[.年/-]", bare):
            return "的年份应为 4 位"
        if _PART_OF_YEAR.search(bare):
            return "没有写明几月"
        return columns.misplaced(plain, "日期")


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


class DayField(DateField):
    """A day, or a month where the day is not known."""

    what = "日期"
    example = "2017年9月18日"
    keeps_day = True
    idle = re.compile(r"(批准|批复|印发|成文|发文|同意)(日期|时间)?[:：]?|^于")


class AppointedField(DateField):
    """任职时间: since when, by month or day. '至今' adds nothing."""

    what = "任职时间"
    example = "2015年3月"
    keeps_day = True
    idle = re.compile(
        r"任职(日期|时间)?[:：]?|[-]*至今|(当选|担任|上任|到任|任|起|始|以来|开始)+$|^(自|从|于)|-+$|(当选|担任|任)"
    )
    refused = ((re.compile(r"拟|计划|即将|预计"), "还没有发生"),)
