"""Names of institutions and of Party bodies. Canonical: the full name."""

import re

from filings.fields import columns, normalize
from filings.fields.base import (
    CellContext,
    CellField,
    Choice,
    Reading,
    ask,
    choice,
    keep,
    ok,
)
from filings.fields.normalize import shown
from societies import codes

# For spellings that point at something else, where the context does not know the thing.
PREVIOUS, LEFT, SOCIETY = "@previous", "@left", "@society"

_FULL_NAME = re.compile(
    r"(大学|学院|学校|中学|小学|幼儿园|研究[所院]|科学院|规划院|设计院|总院|分院|医院|卫生院|门诊部|厅|局|委|委员会|办公室|办公厅|处|科|室|"
    r"中心|总站|站|所|院|馆|社|厂|矿|队|总队|支队|公司|集团|银行|支行|分行|协会|学会|研究会|联合会|商会|基金会|促进会|工会|法院|检察院|"
    r"政府|党委|党组|党总支|总支|党支部|支部|党小组|部|系|学部|街道|社区|居委会|村|镇|乡|事务所|出版社|编辑部|实验室|园区?|基地|电台|电视台|"
    r"市场|俱乐部|合作社|农场|林场|党校|油田|分公司|总公司|管委会|人才)$"
)
_NO_NAME = re.compile(
    r"(原|现|老|旧|其他|别的|某|上级|所在|户籍|居住|户口|原工作|无|无工作)?(单位|公司|学校|部门|地|社区|所在地)|"
    r"(离?退休|离休|在职|下岗|失业)(人员)?|无业|待业|务农|自由职业者?|个体(户|经营)?|学生|在读|农民|"
    r"不详|不清楚?|不明|不知道?|未知|保密|待[定补填]|未定|已?转[出入]|外地|本地|省内|家里|在家|流动|口袋党员|.*[某×].*|.*XX.*|.{0,2}同志"
)
_SELF = re.compile(
    r"(本|我|该)(学会|协会|研究会|会|单位)(秘书处|办公室)?|学会(秘书处|办公室)?|(本|我)(校|院|所|局|厅|公司)"
)
_SUPPORT = re.compile(r"(支撑|挂靠|依托|主管)单位")
# Bodies named without the institution they belong to.
_GENERIC = re.compile(
    r"(机关|直属|离退休|老干部|基层|人才|居住地|户籍地?|所在地?|教工|教师|学生|行政|退休)*"
    r"(党委|党总支|党支部|支部|中心|市场|社区|街道|人才中心|委员会|交流中心|服务中心)"
)
_WHOLE = re.compile(r"(大学|公司|集团|厅|学会|协会|医院|研究[所院]|科学院|委员会)$")
_REMARK = re.compile(r"([^()（）]+)[(（]([^()（）]*)[)）]")
_PROVINCE = re.compile(r"^省(?=.{2,})")
_FORMER = re.compile(r"^(原|现)(?=.{4,})")
_SEVERAL = re.compile(r"[/／;；、|｜\n]|(?<=[院所局厅会学])[,，](?=.{4,})")
_TRAILING = " 。.,，;；:：、\n"
_LABELS = (
    "单位",
    "工作单位",
    "单位名称",
    "所在单位",
    "人事档案所在单位",
    "党组织关系所在单位",
    "支撑单位",
    "支撑单位名称",
)
_SHORTEST = 4


class UnitField(CellField):
    """The full name of an institution or of a Party body. Short forms, former names and marks that
    point at a neighbour are asked about; an unknown full name is taken."""

    what = "单位全称"
    example = "吉林大学物理学院"
    leans_on = ("today", "society_name", "support_unit", "place_code", "above", "left")

    def ditto(self, text):
        return None

    def understand(self, text: str, context: CellContext) -> Reading:
        if normalize.is_ditto(text):
            return self._neighbour(text, context)
        name = _name(text)
        if _SELF.fullmatch(name):
            return self._self(text, context)
        if not name or _NO_NAME.fullmatch(name):
            return self.refuse(text, "不是单位名称")
        if not re.search("[一-鿿㐀-䶿]", name) and not re.search("[A-Za-z]{3}", name):
            return self.refuse(text, columns.misplaced(text, "单位名称"))
        column = columns.column_of(name)
        if column not in ("", "单位名称", "党组织类型") or columns.is_title(name):
            return self.refuse(text, columns.misplaced(name, "单位名称"))
        return (
            self._support(text, name, context)
            or self._renamed(text, name, context)
            or self._spelt_otherwise(text, name, context)
            or self._short(text, name, context)
            or self._remark(text, context)
            or self._several(text, name)
            or self._plain(text, name)
        )

    def _neighbour(self, text: str, context: CellContext) -> Reading:
        """同上, 〃, 同左: the text of a neighbour, if that is a name itself."""
        left = normalize.points_left(text)
        if not left and not normalize.points_above(text):
            return self.refuse(text, "看不出指哪里")
        neighbour, token, where = (
            (context.left, LEFT, "左边一格") if left else (context.above, PREVIOUS, "上一行")
        )
        bare = normalize.tidy(neighbour)
        reading = (
            self.read(bare, CellContext(context.today))
            if bare and not normalize.is_ditto(bare)
            else None
        )
        if reading and reading.kind == "ok" and reading.value:
            return ask(f"“{shown(text)}”是与{where}相同吗？", [choice(reading.value)])
        return Reading(
            "ambiguous", token, f"“{shown(text)}”是指{where}吗？请写出单位全称{self.accepted}。"
        )

    def _self(self, text: str, context: CellContext) -> Reading:
        """本单位: the society, or the unit that supports it?"""
        names = [name for name in (context.society_name, context.support_unit) if name]
        reading = ask(
            f"“{shown(text)}”是指学会本身，还是支撑单位？", [_taken(name) for name in names]
        )
        return (
            reading
            if context.society_name
            else Reading("ambiguous", SOCIETY, reading.message, reading.choices)
        )

    def _renamed(self, text: str, name: str, context: CellContext) -> Reading | None:
        """A former name is right until the day on which the body was renamed."""
        for renaming in codes.renamings():
            if name == renaming.old_name and _has_changed(renaming, context):
                year = renaming.changed[:4]
                return ask(
                    f"“{renaming.old_name}”已在 {year} 年更名，填现在的名称吗？",
                    [choice(renaming.new_name), keep(renaming.old_name)],
                )
        return None

    def _support(self, text: str, name: str, context: CellContext) -> Reading | None:
        if not _SUPPORT.fullmatch(name):
            return None
        known = [_taken(context.support_unit)] if context.support_unit else []
        return ask(f"“{shown(text)}”请写出单位全称{self.accepted}。", known)

    def _spelt_otherwise(self, text: str, name: str, context: CellContext) -> Reading | None:
        """Traditional characters; a short form at the beginning; a city that is only called 市."""
        simplified = codes.simplify(name)
        meant = _lengthened(simplified, context)
        if meant == name:
            return None
        return ask(f"“{shown(text)}”的全称是这个吗？", [_taken(meant), keep(name)])

    def _short(self, text: str, name: str, context: CellContext) -> Reading | None:
        """A short form: the full names it may mean, as they are today."""
        known = codes.unit_aliases()
        key = codes.fold(name)
        bare = _PROVINCE.sub("", key.removeprefix("吉林"))
        names = known.get(key) or known.get(bare, ()) if bare != key or key in known else ()
        former = _FORMER.sub("", name)
        if not names and _PROVINCE.match(name):
            names = ("吉林" + name,)
        if not names and former != name:
            names = (former,)
        if not names or name in names:
            return None
        current = [_current(full, context) for full in names]
        choices = [_taken(full) for full in dict.fromkeys(current)]
        return ask(f"“{shown(text)}”的全称是什么？", choices, propose=len(choices) == 1)

    def _remark(self, text: str, context: CellContext) -> Reading | None:
        """A remark behind the name (退休); brackets that belong to a name stand inside it."""
        match = _REMARK.fullmatch(text.strip(_TRAILING))
        if not match or re.fullmatch(r".*(集团|公司|校区|分院|院区|筹|本部|总部).*", match[2]):
            return None
        main = self.understand(match[1], context)
        if main.kind == "ok" and main.value:
            return ask(
                f"“{shown(text)}”括号里的内容不属于单位名称，只填名称吗？", [_taken(main.value)]
            )
        return main

    def _several(self, text: str, name: str) -> Reading | None:
        parts = [part for part in _SEVERAL.split(name) if len(part) >= _SHORTEST]
        if len(parts) < 2:
            parts = normalize.half(text).split()
            if len(parts) < 2 or not all(_WHOLE.search(part) for part in parts):
                return None
        return ask(
            f"“{shown(text, 40)}”中有几个单位，填哪一个？",
            [*map(_taken, parts), keep(name, "都填")],
            propose=False,
        )

    def _plain(self, text: str, name: str) -> Reading:
        if _sure(name) and not _GENERIC.fullmatch(name) and not _repeated(name):
            return ok(name)
        bare = re.sub(r"[(（][^()（）]*(校区|院区|分院|本部|总部|集团)[)）]$", "", name)
        if bare != name and _sure(bare):
            return ok(name)
        if re.search(r"\d{7,}|@", name):
            return self.refuse(text, "除了单位名称还有别的内容")
        return ask(f"“{shown(text)}”是单位全称吗？如不是，请写出全称。", [keep(name)])


def _name(text: str) -> str:
    """The name without the blanks and breaks of a narrow cell, and without outer punctuation."""
    name = normalize.strip_label(text.strip(_TRAILING), *_LABELS)
    name = (
        re.sub(r"(?<![A-Za-z])[ \n]+|[ \n]+(?![A-Za-z])", "", name)
        if " " in name or "\n" in name
        else name
    )
    return name.strip(_TRAILING + "'‘’“”\"-—·*")


def _repeated(name: str) -> bool:
    return len(name) > 3 and name[: len(name) // 2] == name[(len(name) + 1) // 2 :]


def _sure(name: str) -> bool:
    return (
        len(name) >= _SHORTEST
        and bool(_FULL_NAME.search(name))
        and codes.fold(name) not in codes.unit_aliases()
    )


def _lengthened(name: str, context: CellContext) -> str:
    """吉大数学学院 → 吉林大学数学学院; 市人民医院 → 长春市人民医院."""
    if name in codes.unit_aliases():
        return name
    for length in range(min(len(name) - 2, 12), 1, -1):
        full = codes.unit_aliases().get(name[:length], ())
        if len(full) == 1:
            known = name.startswith(full[0]) or any(n.startswith(name) for n in full)
            return name if known else _current(full[0], context) + name[length:]
    if name[0] == "市" and context.place_code:
        region = codes.jilin_regions().get(context.place_code)
        while region and region.level != "prefecture":
            region = codes.jilin_regions().get(region.parent)
        return region.name + name[1:] if region else name
    return name


def _taken(name: str) -> Choice:
    """The choice of a full name. One that would be asked about again carries the mark CONFIRMED."""
    return choice(name) if _sure(name) else keep(name, name)


def _current(name: str, context: CellContext) -> str:
    """The name that a body bears on the day."""
    for renaming in codes.renamings():
        if name == renaming.old_name and _has_changed(renaming, context):
            return renaming.new_name
        if name == renaming.new_name and not _has_changed(renaming, context):
            return renaming.old_name
    return name


def _has_changed(renaming: codes.Renaming, context: CellContext) -> bool:
    return renaming.changed <= context.today.isoformat()[: len(renaming.changed)]
