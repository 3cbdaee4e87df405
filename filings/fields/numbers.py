"""Counts, sums of money, areas and ages. Canonical: a plain decimal number without unit and
trailing zeros."""

import re
from decimal import Decimal

from filings.fields import dates
from filings.fields.amounts import NumberField, amount, amounts, pattern
from filings.fields.base import ask
from filings.fields.dates import age_at
from filings.fields.normalize import shown
from filings.fields.numerals import plain

_FOREIGN = (
    r"%|岁|元|块|万|亩|公顷|平方公里|平方千米|平方[英市]?[尺寸]|平方[分厘毫]米|坪|平方?米?|㎡|间|"
    r"处|室|层|套|栋|座|小时|天|次|年|月|日|[kc]m|米|人|名|个|位"
)


def _foreign(*own: str) -> re.Pattern:
    return re.compile("|".join(unit for unit in _FOREIGN.split("|") if unit not in own))


class CountField(NumberField):
    """A count of people or bodies."""

    what = "人数（整数）"
    example = "12"
    input_mode = "numeric"
    whole = True
    unit = re.compile(r"人次?|名|个人?|位")
    foreign = _foreign("人", "名", "个", "位", "平方?米?")
    simple = pattern(
        "合计|共计|总计|共有|共|计|总人?数|人数|数量|现有|有|小计", unit.pattern, "人$"
    )
    zero = re.compile(r"无|没有|零|无人|没有人")
    # A society's whole staff or council is far below; years and codes are not.
    largest, suspect = 1_000_000, 5000

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.what = f"{self.label}（整数）" if self.label else self.what

    def special(self, text, even, context):
        spoken = {"俩": 2, "仨": 3}.get(even.rstrip("人个"))
        return self.asked(f"“{shown(text)}”是 {spoken} 吗？", Decimal(spoken)) if spoken else None

    def _one(self, text, even, context):
        match = self.simple.fullmatch(even)
        if match and amount(match).scale:
            return self.refuse(text, "不像人数")
        return super()._one(text, even, context)

    def limits(self, value):
        return "太大" if value > self.largest else ""

    def unlikely(self, value, *, bare):
        if value <= self.suspect and not (bare and 1900 <= value <= 2100):
            return "", ()
        return "像是年份，是人数吗？" if value <= self.suspect else "这么多，对吗？", (value,)


class MoneyField(NumberField):
    """Yuan a year. Small bare numbers may be meant in 10,000 yuan."""

    what = "经费（元/年）"
    example = "5000，或 0.5万元"
    unit_name = "元"
    unit = re.compile(r"元整?|块钱?|rmb|cny")
    foreign = _foreign("元", "块", "万")
    simple = pattern(
        "人民币|rmb|cny|¥|每年度?|年度|全年|一年|年|共计|合计|共|计|经费|约定",
        unit.pattern,
        r"人民币|rmb|整|/ ?年|/ ?每年|/ ?全年|每年|一年|/ ?a",
    )
    zero = re.compile(r"无|没有|零元?|无经费|没有经费")
    smallest_bare, suspect = 100, 1_000_000
    _foreign_currency = re.compile(
        r"[$€£₩]|美[元金]|港[币元]|欧元|日元|英镑|韩元|usd|eur|hkd", re.I
    )
    _per_head = re.compile(r"[/每]\s*(人|名|党员|个人)|人均|每[个位名]|[/每]\s*(次|天|日|周|场)")
    _periods = (("半年", 2), ("季", 4), ("月", 12))

    def special(self, text, even, context):
        if self._foreign_currency.search(even):
            return self.refuse(text, "不是人民币")
        found = [one for one in amounts(even) if one.value is not None]
        if len(found) != 1 or re.search(r"(19|20)\d\d年", even):
            return None
        if self._per_head.search(even):
            return ask(f"“{shown(text)}”是按人或按次计算的，请填写全年合计多少元{self.accepted}。")
        for period, times in self._periods:
            if re.search(rf"(/|每|一个?|按)\s*{period}", even):
                question = "不是全年的数，全年是这么多吗？"
                return self.asked(f"“{shown(text)}”{question}", found[0].value * times)
        return None

    def unlikely(self, value, *, bare):
        if bare and 0 < value < self.smallest_bare:
            return "的单位是元还是万元？", (value, value * 10_000)
        if value > self.suspect:
            return f"是每年 {plain(value / 10_000)} 万元，对吗？", (value,)
        return "", ()


class AreaField(NumberField):
    """Square metres."""

    what = "面积（平方米）"
    example = "60"
    unit_name = "平方米"
    unit = re.compile(r"㎡|平方米|平方|平米|平|sq\.? ?m\b|sqm", re.I)
    foreign = _foreign("平方?米?", "㎡", "米")
    simple = pattern("面积|建筑面积|使用面积|共有|共计|合计|共|计|总|有", unit.pattern, "")
    zero = re.compile(r"无|没有|零|无场所|没有场所")
    smallest_bare, suspect = 5, 5000
    _square = re.compile(r"m(\^2|2|²)|㎡|米²|平方m", re.I)
    _sides = re.compile(
        r"(\d+(?:\.\d+)?)\s*[m米]?\s*[*x]\s*(\d+(?:\.\d+)?)\s*[m米]?(㎡|平方米|平米)?", re.I
    )

    def even(self, text):
        return self._square.sub("㎡", super().even(text))

    def special(self, text, even, context):
        if match := self._sides.fullmatch(even):
            area = Decimal(match[1]) * Decimal(match[2])
            return self.asked(f"“{shown(text)}”的面积是这么多吗？", area)
        if re.search(r"使用面积|建筑面积|共用|合用", even) and self.simple.fullmatch(even):
            return self.asked(
                f"“{shown(text)}”填这个面积吗？", amount(self.simple.fullmatch(even)).value
            )
        return None

    def unlikely(self, value, *, bare):
        if (bare and 0 < value < self.smallest_bare) or value > self.suspect:
            return "是平方米，对吗？", (value,)
        return "", ()


class AgeField(NumberField):
    """Completed years. A month of birth in this cell is asked about."""

    what = "年龄（周岁）"
    example = "58"
    input_mode = "numeric"
    leans_on = ("today",)
    whole = True
    unit = re.compile(r"周岁|岁")
    foreign = _foreign("岁")
    simple = pattern("年龄|周岁|现年|今年|满|年", unit.pattern, "")
    youngest, oldest, adult, suspect = 16, 120, 18, 95

    def understand(self, text, context):
        return self._born(text, context) or super().understand(text, context)

    def special(self, text, even, context):
        if "虚" in even and (match := self.simple.fullmatch(re.sub(r"\(?虚岁?\)?", "", even))):
            age = (amount(match).value or 0) - 1
            return self.asked(f"“{shown(text)}”是虚岁，周岁是多少？", age, age - 1)
        if re.search(r"\d0后", even):
            return self.refuse(text, "不是具体的年龄")
        return None

    def _born(self, text, context):
        """A year or a month of birth: the age is computed, and a person confirms it."""
        even = dates.even(text)
        if year := re.fullmatch(r"(19\d\d|20\d\d)年?(生|出生)?", even):
            age = context.today.year - int(year[1])
            ages = [age, age - 1]
        elif len(even) > 3 and not re.fullmatch(r"\d{5}|\d{1,3}\.\d?", even):
            ages = [age_at(date, context.today) for date in dates.parse(even).candidates]
        else:
            return None
        known = [Decimal(age) for age in ages if 0 < age <= self.oldest]
        question = f"“{shown(text)}”像是出生年月，年龄是多少？"
        return self.asked(question, *known, propose=False) if known else None

    def limits(self, value):
        if value > self.oldest:
            return f"超过 {self.oldest} 岁"
        return f"不满 {self.youngest} 岁" if value < self.youngest else ""

    def unlikely(self, value, *, bare):
        if self.adult <= value <= self.suspect:
            return "", ()
        return "是周岁，对吗？", (value,)
