"""Counts, sums of money, areas and ages. Canonical: a plain decimal number without unit and
trailing zeros."""

import re
from decimal import Decimal

from filings.fields import columns, dates, normalize
from filings.fields.amounts import Amount, amount, amounts, pattern
from filings.fields.base import CONFIRMED, CellContext, CellField, Choice, Reading, ask, ok
from filings.fields.normalize import shown
from filings.fields.numerals import plain
from societies.codes import simplify

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
            or self.special(text, even, context)
            or self._refused(text, even)
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
        if not remark or self.idle(remark) or (repeated and amount(repeated).value == value):
            return self._judged(text, value, bare=False)
        return self.asked(f"“{shown(text)}”中括号里还有“{shown(remark)}”，填这个数吗？", value)

    def idle(self, remark: str) -> bool:
        """Whether a remark says only the unit."""
        return remark[:1].isdigit() is False and bool(self.simple.fullmatch("1" + remark))

    def _hedged(self, text: str, even: str, context: CellContext) -> Reading | None:
        """An estimate, or letters typed for digits."""
        sure = _HEDGE.sub("", even).strip()
        sure = _HEDGE.sub("", sure).strip()
        for meant, why in (
            (sure, "是估计数吗？请确认"),
            (even.translate(_LETTERS), "中有字母，是这个数吗？"),
        ):
            match = self.simple.fullmatch(meant) if meant != even else None
            if match and (number := amount(match)).value is not None:
                if why := self._impossible(number.value):
                    return self.refuse(text, why)
                return self.asked(f"“{shown(text)}”{why or '是准确的数吗？'}", number.value)
        return None

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
            return self.asked(f"“{shown(text)}”中还有别的内容，填这个数吗？", number.value)
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


_FOREIGN = (
    r"%|岁|元|块|万|亩|公顷|平方公里|平方千米|平方尺|平方?米?|㎡|间|处|室|层|套|栋|座|小时|天|次|"
    r"年|月|日|[kc]m|米|人|名|个|位"
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
    _periods = ((re.compile(r"半年"), 2), (re.compile(r"季度?"), 4), (re.compile(r"月"), 12))

    def special(self, text, even, context):
        if self._foreign_currency.search(even):
            return self.refuse(text, "不是人民币")
        found = [one for one in amounts(even) if one.value is not None]
        if len(found) != 1 or _OPEN.search(even):
            return None
        if self._per_head.search(even):
            return ask(f"“{shown(text)}”是按人或按次计算的，请填写全年合计多少元{self.accepted}。")
        for period, times in self._periods:
            if re.search(rf"(/|每|一个?|按)\s*(?:{period.pattern})", even) and not self._dated(
                even
            ):
                return self.asked(
                    f"“{shown(text)}”不是全年的数，全年是这么多吗？", found[0].value * times
                )
        return None

    @staticmethod
    def _dated(even: str) -> bool:
        return bool(re.search(r"(19|20)\d\d年", even))

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
    whole = True
    unit = re.compile(r"周岁|岁")
    foreign = _foreign("岁")
    simple = pattern("年龄|周岁|现年|今年|满|年", unit.pattern, "")
    youngest, oldest, adult, suspect = 16, 120, 18, 95

    def special(self, text, even, context):
        if "虚" in even and (match := self.simple.fullmatch(re.sub(r"\(?虚岁?\)?", "", even))):
            age = (amount(match).value or 0) - 1
            return self.asked(f"“{shown(text)}”是虚岁，周岁是多少？", age, age - 1)
        if re.search(r"\d0后", even):
            return self.refuse(text, "不是具体的年龄")
        born = [
            date
            for date in dates.parse(dates.even(text)).candidates
            if 0 < _years(date, context) <= 120
        ]
        year = re.fullmatch(r"(19\d\d|20\d\d)年?(生|出生)?", even)
        if len(even) > 3 and (year or (born and not re.fullmatch(r"\d{5,}|\d+\.0+", even))):
            ages = [_years(date, context) for date in born]
            if year:
                age = context.today.year - int(year[1])
                ages = [age, age - 1]
            return self.asked(
                f"“{shown(text)}”像是出生年月，年龄是多少？", *map(Decimal, ages), propose=False
            )
        return None

    def limits(self, value):
        if value > self.oldest:
            return f"超过 {self.oldest} 岁"
        return f"不满 {self.youngest} 岁" if value < self.youngest else ""

    def unlikely(self, value, *, bare):
        if self.adult <= value <= self.suspect:
            return "", ()
        return "是周岁，对吗？", (value,)


def _years(date, context: CellContext) -> int:
    today = context.today
    return today.year - date.year - (today.month < date.month)
