"""Who a person is: name, sex, origin, and the months of birth and of joining the Party."""

import re

from filings.fields import columns, places
from filings.fields.base import CellContext, CellField, Reading, ask, choice, ok
from filings.fields.coded import CodedField
from filings.fields.dates import PartialDate, age_at
from filings.fields.months import DateField
from filings.fields.normalize import half, shown, squeeze, strip_label
from filings.fields.numerals import CHARACTERS
from societies import codes
from societies.codes import fold

PARTY_FOUNDED = PartialDate(1921, 7)


class BirthMonthField(DateField):
    """A month of birth. Nobody is older than 120, or declared before 16."""

    what = "出生年月"
    example = "1965年3月"
    oldest, suspect, youngest = 120, 100, 16
    idle = re.compile(
        r"出生(日期|年月|时间)?[:：]?(于|在)?|生[于日]?[:：]?|\(?(公历|阳历|新历)\)?|^于"
    )
    refused = ((re.compile(r"享年|去世|已故|卒于"), "像是去世的时间"),)

    def trouble(self, date, context):
        if late := super().trouble(date, context):
            return late
        age = age_at(date, context.today)
        if age > self.oldest:
            return f"距今 {age} 年，超过 {self.oldest} 岁"
        return f"距今只有 {age} 年，不满 {self.youngest} 岁" if age < self.youngest else ""

    def unlikely(self, date, context):
        age = age_at(date, context.today)
        return f"出生的人现在 {age} 岁" if age > self.suspect else ""

    def remark(self, date, context):
        return f"现在 {age_at(date, context.today)} 岁"


class JoinMonthField(DateField):
    """The month of joining the Party: that of becoming a probationary member."""

    what = "入党年月"
    example = "2003年6月"
    leans_on = ("today", "born")
    suspect = 85
    idle = re.compile(
        r"入党(日期|时间|年月)?[:：]?|(光荣)?地?加入了?((中国)?(共产党|中共|党组织))?|^于|^在|"
        r"\(?(公历|阳历)\)?|被?(批准|吸收)"
    )
    refused = (
        (re.compile(r"党龄"), "是党龄，不是日期"),
        # 九三学社, not the years 一九九三 and 一九三三.
        (
            re.compile(rf"民[革盟建进]|农工|致公|(?<!九)九三(?![年{CHARACTERS}])|台盟|民主党派"),
            "是参加其他党派的时间",
        ),
        (re.compile(r"入团|共青团|^团员|退党|脱党|未入党|非党|群众|积极分子"), "不是入党时间"),
    )
    _full = re.compile(r"转正|转为?正式|正式")

    def trouble(self, date, context):
        if date < PARTY_FOUNDED:
            return "早于建党的 1921 年 7 月"
        return super().trouble(date, context)

    def unlikely(self, date, context):
        years = age_at(date, context.today)
        return f"入党，党龄 {years} 年" if years > self.suspect else ""

    def remark(self, date, context):
        if context.born and (born := PartialDate.parse(context.born)) < date:
            return f"当时 {age_at(born, date)} 岁"
        return ""

    def ask_several(self, text, plain, found, possible, context):
        return self.ask_dates(
            f"“{shown(text, 40)}”中有 {len(found)} 个日期；"
            "入党时间是成为预备党员的时间，填哪一个？",
            sorted(possible),
            context,
        )

    def ask_beside(self, text, rest, possible, context):
        if not self._full.search(rest):
            return super().ask_beside(text, rest, possible, context)
        earlier = [PartialDate(date.year - 1, date.month) for date in possible]
        return self.ask_dates(
            f"“{shown(text)}”像是转正的时间；入党时间是成为预备党员的时间，一般早一年，填哪一个？",
            [*earlier, *possible],
            context,
            propose=False,
        )


class SexField(CodedField):
    what = "性别"
    example = "男"
    labels = ("性别",)
    _tick = r"[☑☒√✓✔■●◉]|\([√✓v]\)"
    _box = re.compile(rf"({_tick}|[□☐○◯]|\( *\))", re.I)
    _ticked = re.compile(_tick, re.I)

    def table(self):
        return codes.sexes()

    def display(self, value):
        return self.table()[value].short_name if value else ""

    def whole(self, plain, text):
        if plain == "0":
            both = [self.table()[code] for code in "12"]
            message = f"“{shown(text)}”是不清楚，还是女？请选择。"
            return self.ask_rows(text, both, propose=False, message=message)
        row = self.find(plain)
        if row and row.code not in "12":
            return self.refuse(text)
        return super().whole(plain, text)

    def special(self, plain, text):
        """Ticked boxes; a template in which nothing was chosen."""
        if re.fullmatch(r"0[12]", plain):
            return self.ask_rows(text, [self.table()[plain[1]]])
        pieces = [piece for piece in self._box.split(squeeze(half(text))) if piece.strip("/、,;")]
        if len(pieces) in (2, 4) and any(map(self._box.fullmatch, pieces)):
            # Boxes stand before their words if the first piece is one.
            order = 0 if self._box.fullmatch(pieces[0]) else 1
            pairs = [(pieces[i + order], pieces[i + 1 - order]) for i in range(0, len(pieces), 2)]
            ticked = [self.find(word) for box, word in pairs if self._ticked.fullmatch(box)]
            if len(ticked) == 1 and ticked[0]:
                return ok(ticked[0].code)
        tokens = half(text).split()
        marked = [token for token in tokens if self._box.search(token)]
        if len(tokens) == 2 and len(marked) == 1 and self._ticked.search(marked[0]):
            row = self.find(self._ticked.sub("", marked[0]))
            return ok(row.code) if row else self.refuse(text)
        if self._box.search(plain) or ("男" in plain and "女" in plain):
            return self.refuse(text, "没有选定")
        return None

    def several(self, plain, text):
        reading = super().several(plain, text)
        return self.refuse(text, "没有选定") if reading and len(reading.choices) > 1 else reading


class EthnicGroupField(CodedField):
    what = "民族"
    example = "汉族"
    labels = ("民族", "民")

    def table(self):
        return codes.ethnic_groups()


class NativePlaceField(CellField):
    """籍贯. Clean value: the code of the smallest place known, in Jilin or in another province."""

    what = "籍贯"
    example = "吉林省长春市"
    _separators = re.compile(r"[/、,;:\-|—~\s]+")
    _vague = re.compile(r"^(祖籍|原籍|老家|现居住?|出?生于|出生地|生长于)[:：]?|[??]$|\(.*\)$")

    def display(self, value):
        return places.full_name(value) if value else ""

    def understand(self, text: str, context: CellContext) -> Reading:
        plain = strip_label(half(text), "籍贯", "出生地").strip(" 。.,;、()")
        plain = re.sub(r"^中国(?=.{2})|(?<=..)人$|的$", "", plain)
        if places.is_code(plain):
            return ok(plain)
        return (
            self._place(text, plain)
            or self._vague_place(text, plain)
            or self._several(text, plain)
            or self.refuse(text, columns.misplaced(text, self.what) or "中没有认得的地名")
        )

    def _place(self, text, plain) -> Reading | None:
        """A text that is a place from end to end, but for a town or village at its end."""
        routes = places.routes(fold(self._separators.sub("", plain)))
        if not routes or not places.is_complete(routes[0].rest):
            return self._beside(text, plain, routes)
        if len(routes) > 1:
            return self._ask(text, routes, "是哪里？", propose=False)
        route = routes[0]
        if route.doubtful:
            return self._ask(text, routes, "指的是这里吗？")
        if route.is_bare_district and places.has_namesake(route.place):
            return self._ask(text, routes, "在别处也有，是这里吗？")
        return ok(route.place.code)

    def _beside(self, text, plain, routes) -> Reading | None:
        """A place at the beginning of other words."""
        if not routes or columns.column_of(plain) or len(routes[0].rest) > 8 or "/" in plain:
            return None
        parts = [part for part in self._separators.split(plain) if part]
        if len(parts) > 1 and all(places.routes(fold(part)) for part in parts):
            return None
        rest = routes[0].rest
        return self._ask(
            text, routes, f"中的“{shown(rest)}”不认得，是这里吗？", propose=len(routes) == 1
        )

    def _vague_place(self, text, plain) -> Reading | None:
        bare = self._vague.sub("", plain).strip()
        routes = places.routes(fold(bare)) if bare and bare != plain else []
        if routes and places.is_complete(routes[0].rest):
            return self._ask(text, routes, "填这里吗？", propose=len(routes) == 1)
        return None

    def _several(self, text, plain) -> Reading | None:
        parts = [part for part in self._separators.split(plain) if part]
        found = [places.routes(fold(part)) for part in parts]
        if len(parts) < 2 or not all(routes and not routes[0].rest for routes in found):
            return None
        return self._ask(
            text, [r for routes in found for r in routes], "有几个地方，填哪一个？", propose=False
        )

    def _ask(self, text, routes, question, *, propose=True) -> Reading:
        found = dict.fromkeys(route.place.code for route in routes)
        choices = [choice(code, places.full_name(code)) for code in found]
        return ask(f"“{shown(text)}”{question}", choices, propose=propose)
