"""The labels of a kind's official tables, and how people write them in copies of their own."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from posixpath import commonprefix

from filings.blocks import ALIASES, SERIAL, match_header
from filings.blocks import plain as bare
from filings.kinds import Kind, get_kind
from filings.papers.grid import Label, Table, Value, placed, split

BODIES = "学会|协会|研究会|促进会|联合会"  # how the names of societies end
# What people call the labels that stand beside a cell; those of columns are in filings.blocks.
SYNONYMS = {
    "学会全称": "学会名称",
    "单位名称": "学会名称",
    "填报单位": "学会名称",
    "填报学会": "学会名称",
    "挂靠单位": "支撑单位名称",
    "依托单位": "支撑单位名称",
    "挂靠单位名称": "支撑单位名称",
    "党组织成立时间": "建立党组织时间",
    "党组织成立日期": "建立党组织时间",
    "成立党组织时间": "建立党组织时间",
    "组织类型": "党组织类型",
    "所在地": "学会所在地",
    "学会地址": "学会所在地",
    "学会住所": "学会所在地",
    "隶属关系": "党组织关系隶属",
    "上级党组织": "党组织关系隶属",
    "党组织隶属": "党组织关系隶属",
    "工作经费": "党组织工作经费",
    "党建经费": "党组织工作经费",
    "活动场所": "党组织活动场所",
    "活动场所面积": "党组织活动场所",
    "工作人员数": "工作人员总数",
    "专职人员": "专职人员数",
    "专职人数": "专职人员数",
    "专职工作人员数": "专职人员数",
    "下属党支部": "下辖党支部",
    "党支部数": "下辖党支部",
    "党员人数": "党员总数",
    "党员数": "党员总数",
    "党员数量": "党员总数",
    "积极分子数": "党的积极分子数量",
    "积极分子数量": "党的积极分子数量",
    "入党积极分子": "党的积极分子数量",
    "入党积极分子数量": "党的积极分子数量",
    "党务干部数": "党务干部数量",
    "没有建立党组织原因": "未建党组织原因",
    "未建立原因": "未建党组织原因",
    "未建立党组织原因": "未建党组织原因",
    "未成立党组织原因": "未建党组织原因",
    "负责人": "学会负责人",
    "主要负责人": "学会负责人",
    "党支部书记": "党组织书记",
    "党组织负责人": "党组织书记",
    "书记": "党组织书记",
    "党小组组长": "党组织书记",
    "书记组长": "党组织书记",
    "出生年月": "出生日期",
    "出生时间": "出生日期",
    "出生年月日": "出生日期",
    "入党时间": "入党日期",
    "入党年月": "入党日期",
    "参加党组织时间": "入党日期",
    "职称": "技术职称",
    "专业技术职务": "技术职称",
    "专业技术职称": "技术职称",
    "文化程度": "学历",
    "手机": "手机号码",
    "手机号": "手机号码",
    "移动电话": "手机号码",
    "联系电话": "手机号码",
    "联系方式": "手机号码",
    "电话": "手机号码",
    "邮箱": "电子邮箱",
    "电子邮件": "电子邮箱",
    "EMAIL": "电子邮箱",
    "E-MAIL": "电子邮箱",
    "单位": "工作单位",
    "单位及职务": "工作单位",
    "现任职务": "职务",
    "档案所在单位": "人事档案所在单位",
    "人事档案": "人事档案所在单位",
    "组织关系所在单位": "党组织关系所在单位",
    "党组织关系": "党组织关系所在单位",
    "组织关系": "党组织关系所在单位",
    "党员类型": "党员类别",
    "专兼职": "专职或兼职",
}
_NUMBERED = re.compile(r"^[(（]?(\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]+")
_LOOSE = re.compile(r"[\s　:：*＊★△]+")
_SERIAL_WORDS = {word.upper() for word in SERIAL}
LONGEST_LABEL = 24
LONGEST_TITLE = 120
LONGEST_HEADER = 300
# A form's labels are looked at again and again, and stand in each file: what was made of the latest
# short texts is remembered.
remembered = lru_cache(maxsize=2**12)
CLOSE = 0.84  # 未建立党组织原因 is 未建党组织原因; 党员总数 is not 职工总数


def even(text: str) -> str:
    """A label in one width, without blanks, colons, stars and the number before it."""
    return _evened(text) if len(text) <= LONGEST_TITLE else _evened.__wrapped__(text)


@remembered
def _evened(text: str) -> str:
    return _NUMBERED.sub("", _LOOSE.sub("", unicodedata.normalize("NFKC", text)))


def plain(text: str) -> str:
    """An even label without what stands in brackets."""
    return bare(even(text)).upper()


@dataclass(frozen=True)
class Columns:
    """The columns of a group: names by label, those of the additions, what names a row, and the
    label at the side of its block in Table 1."""

    group: str
    names: dict[str, str]
    additions: frozenset[str]
    lead: str
    table: str
    side: str = ""


class Vocabulary:
    """What the labels of a kind mean. `singles` maps labels to the path template of the cell beside
    them; `columns` groups to their columns; `titles` says how a table's title begins, or else what
    it contains."""

    def __init__(self, kind: Kind):
        self.tables = kind.tables
        groups = {group.name: group for section in kind.sections for group in section.groups}
        self.singles: dict[str, str] = {}
        self.columns: dict[str, Columns] = {}
        self.blanks = {"年月", "年月日", "㎡", "元", "平米"}
        self.units: dict[str, str] = {}
        self.boxes: set[str] = set()
        for table in kind.tables:
            self._learn(table)
            for name, side in _groups(table):
                if name not in self.columns:
                    self.columns[name] = _columns(groups[name], table, side)
        self.singles = dict(self._card_labels()) | self.singles
        self.known = {*SYNONYMS, *ALIASES}.union(*(c.names for c in self.columns.values()))
        self.blocks = dict(self._block_titles(groups))
        self.cells = [path for path in self.singles.values() if "/" not in path]
        self.by_plain = {plain(label): path for label, path in reversed(self.singles.items())}
        titles = [plain(table.title).partition(".")[2] for table in kind.tables]
        # What the titles share names the association's societies, where people write their own.
        shared = len(commonprefix(titles)) if len(titles) > 1 else 0
        self.titles = [
            (re.compile(_numbered(number)), title[shared:], table)
            for number, (title, table) in enumerate(zip(titles, kind.tables, strict=True), 1)
        ]
        self.lines = {
            plain(table.line[0].text): table.line[1].path for table in kind.tables if table.line
        }

    def _learn(self, table: Table) -> None:
        for row in table.rows:
            for left, right in zip(row.cells, row.cells[1:], strict=False):
                if isinstance(left, Label) and isinstance(right, Value):
                    self.singles.setdefault(even(left.plain), right.path)
            for cell in row.cells:
                if isinstance(cell, Value):
                    self.units[cell.path] = cell.unit
                    self.blanks |= {_LOOSE.sub("", cell.unit), _LOOSE.sub("", cell.blank)}
        for block in table.additions:
            for cell in block.cells:
                self.boxes |= {cell.path} if cell.is_box else set()
                if not block.group:
                    self.singles.setdefault(even(cell.label), cell.path)
        self.blanks.discard("")

    def _card_labels(self):
        """Additions that may stand beside a cell: those of cards, and of what has one row."""
        for table in self.tables:
            for block in table.additions:
                stands_beside = not (table.roster or block.title)
                if block.group and (block.group == table.each or stands_beside):
                    yield from ((even(cell.label), cell.path) for cell in block.cells)

    def _block_titles(self, groups):
        """What stands before a label in our own block of additions: 学会负责人 2 姓名."""
        for table in self.tables:
            for block in table.additions:
                if block.group:
                    for title in (block.title, groups[block.group].label):
                        yield even(title), block.group

    def in_block(self, text: str) -> tuple[str, int, str] | None:
        """(group, number, name) of a label in our block of additions; None for other texts."""
        return self._in_block(even(text)) if len(text) <= 2 * LONGEST_LABEL else None

    @remembered
    def _in_block(self, label: str) -> tuple[str, int, str] | None:
        for title, group in self.blocks.items():
            rest = label.removeprefix(title) if title else label
            if title and rest != label:
                number = re.match(r"\d{0,4}", rest)[0]
                if name := self.columns[group].names.get(rest.removeprefix(number)):
                    return group, int(number or 1), name
        return None

    def exactly(self, text: str) -> str | None:
        """The path template of the cell beside a label that is written as we write it, or in a
        known other way; None for a text that is no label."""
        return self._exactly(text) if len(text) <= 2 * LONGEST_LABEL else None

    @remembered
    def _exactly(self, text: str) -> str | None:
        label = even(text)
        if not label or len(label) > LONGEST_LABEL:
            return None
        if label in self.singles:
            return self.singles[label]
        label = plain(text)
        return self.by_plain.get(SYNONYMS.get(label, label))

    def roughly(self, text: str) -> str | None:
        """The same, of a label that somebody has rewritten."""
        if len(text) > 2 * LONGEST_LABEL:
            return None
        return self._exactly(text) or self._similar(plain(text))

    @remembered
    def _similar(self, label: str) -> str | None:
        """The one label that has the same characters, contains the text or is close to it."""
        if not 1 < len(label) <= LONGEST_LABEL:
            return None
        for means in (_same_characters, _contains, _close):
            meant = {path for known, path in self.by_plain.items() if means(label, known)}
            if len(meant) == 1:
                return meant.pop()
        return None

    def side(self, text: str) -> str:
        """The group whose block in Table 1 a label stands beside."""
        label = plain(text)
        label = SYNONYMS.get(label, label)
        return next((c.group for c in self.columns.values() if c.side and c.side == label), "")

    def title(self, text: str) -> Table | None:
        """The table of which a text is the title, or the name of a sheet."""
        return self._title(text) if len(text) <= LONGEST_TITLE else None

    @remembered
    def _title(self, text: str) -> Table | None:
        label = _LOOSE.sub("", unicodedata.normalize("NFKC", text)).lstrip("(")
        for numbered, title, table in self.titles:
            if numbered.match(label) or title in label:
                return table
        return None

    def header(self, texts: tuple[str, ...], favoured: str, table: Table | None):
        """(columns, names) of the group whose columns a row of texts names best, or None. A name is
        None where a text is none of them."""
        if not any(bare(even(text)) in self.known for text in texts):
            return None
        is_short = sum(map(len, texts)) <= LONGEST_HEADER
        if is_short:
            return self._header(texts, favoured, table)
        return self._header.__wrapped__(self, texts, favoured, table)

    @remembered
    def _header(self, texts, favoured, table):
        best = None
        written = [even(text) for text in texts]
        counted = sum(bool(text) and text.upper() not in _SERIAL_WORDS for text in written)
        for columns in self.columns.values():
            meant = [_as_column(text, columns.names) for text in written]
            labels = match_header(meant, list(columns.names))
            named = sum(label is not None for label in labels)
            if named < 2 or named * 2 <= counted:
                continue
            exact = sum(text in columns.names for text in written)
            score = (
                3 * (columns.group == favoured)
                + (table is not None and columns.table == table.name)
                + exact
                + named,
                -len(columns.names),
            )
            if best is None or score > best[0]:
                best = score, columns, [columns.names.get(label) for label in labels]
        return best and best[1:]


@cache
def vocabulary_of(code: str) -> Vocabulary:
    """That of the kind with a code."""
    return Vocabulary(get_kind(code))


def _as_column(text: str, names: dict[str, str]) -> str:
    """A label of a column as the group calls it, where it is a known synonym."""
    meant = SYNONYMS.get(bare(text), text)
    return meant if meant in names and text not in names else text


def is_serial(text: str) -> bool:
    return even(text).upper() in _SERIAL_WORDS


def _numbered(number: int) -> str:
    """How the title of a table begins: 附件1 表一."""
    return rf"(附件\d?)?附?表[{number}{'一二三四五六七八九'[number - 1]}](?!\d)"


def _groups(table: Table):
    """(group, label at its side) of the groups of rows in a table, in their order."""
    side = ""
    found = {}
    for place in placed(table):
        if isinstance(place.cell, Label):
            side = place.cell.plain if place.cell.rowspan > 1 else side if place.column else ""
        elif isinstance(place.cell, Value) and (group := split(place.cell.path)[0]):
            found.setdefault(group, plain(side) if side else "")
    return found.items()


def _columns(group, table: Table, side: str) -> Columns:
    names = {even(field.label): name for name, field in group.schema.base_fields.items()}
    return Columns(group.name, names, group.schema.additions, group.title, table.name, side)


def _same_characters(text: str, known: str) -> bool:
    return len(text) == len(known) and sorted(text) == sorted(known)


def _contains(text: str, known: str) -> bool:
    shorter, longer = sorted((text, known), key=len)
    return len(shorter) > 1 and len(longer) - len(shorter) <= 2 and shorter in longer


def _close(text: str, known: str) -> bool:
    if abs(len(text) - len(known)) > 3 or 2 * len(set(text) & set(known)) < len(known):
        return False
    return difflib.SequenceMatcher(None, text, known).ratio() >= CLOSE
