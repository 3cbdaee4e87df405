"""Which column a text belongs to: a value in the wrong cell is named in the refusal, and is never
a person's name."""

import re
from functools import cache

from filings.fields.normalize import half, squeeze
from societies import codes

_MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}|\d{7,8}")
_MONTH = re.compile(r"(19|20)\d\d[年./-]?(0?[1-9]|1[0-2])(月|[./-]?\d{0,2}日?)?")
_UNIT = re.compile(
    r".{2,}(大学|学院|研究[所院]|医院|公司|集团|中心|学会|协会|委员会|[^处]厅|局|党委|支部)"
)
_POST = re.compile(
    r"(名誉|常务|副|执行|原|前|代|党委|党支部|支部|总)*(理事长|会长|秘书长|理事|监事长?|主席|主任|处长|科长|厅长|局长|院长|所长|校长|"
    r"书记|组长|常委|政委|部长|站长|馆长|总经理|经理|董事长?|干事|委员|科员|调研员|巡视员|主任科员|院士|导师|博导|硕导|秘书|会计|出纳|司机|"
    r"联络员|工作人员|干部|职工)"
)
_TABLES = (
    ("性别", codes.sexes),
    ("民族", codes.ethnic_groups),
    ("政治面貌", codes.political_statuses),
    ("学历", codes.educations),
    ("学位", codes.degrees),
    ("技术职称", codes.technical_titles),
    ("党组织类型", codes.party_org_types),
)
_TITLES = frozenset(
    "姓名 性别 出生日期 出生年月 民族 籍贯 入党日期 入党时间 学历 学位 技术职称 职称 工作单位 职务 "
    "手机号码 手机 手机号 电子邮箱 邮箱 联系电话 电话 联系方式 年龄 政治面貌 学会职务 "
    "党内外职务 行政职务 任职时间 人事档案所在单位 党组织关系所在单位 序号 备注 "
    "党组织类型 建立党组织时间".split()
)


@cache
def _coded() -> dict[str, str]:
    """The column of each folded spelling that a code table knows; the first table that does."""
    found = {}
    for name, table in _TABLES:
        asked = {spelling: name for spelling in table().asked if len(spelling) > 1}
        found = dict.fromkeys(table().meaning, name) | asked | found
    return found


def is_title(text: str) -> bool:
    """The heading of a column, copied with the values."""
    return squeeze(text).strip("：:") in _TITLES


def column_of(text: str) -> str:
    """The name of the column that a text belongs to, as far as one can tell."""
    plain = squeeze(half(text)).strip("。.,;")
    if "@" in plain:
        return "电子邮箱"
    if _MOBILE.fullmatch(plain) or _LANDLINE.fullmatch(plain):
        return "电话号码"
    if _MONTH.fullmatch(plain):
        return "日期"
    folded = codes.fold(plain)
    if not folded.isascii() and folded not in ("其他", "其它"):
        if name := _coded().get(folded):
            return name
    if _POST.fullmatch(plain):
        return "职务"
    return "单位名称" if _UNIT.fullmatch(plain) else ""


def misplaced(text: str, what: str) -> str:
    """Why a text is refused in the cell of `what`, where it belongs to another; else empty."""
    if is_title(text):
        return "是表头，不是内容"
    column = column_of(text)
    return f"像是{column}，请检查是否填错了列" if column and column != what else ""
