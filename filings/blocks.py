"""A block of cells copied from WPS, Excel or Word, brought into the columns of a group of rows."""

import re
from dataclasses import dataclass, field

# What people call a column, as the tables call it.
ALIASES = {
    "出生年月": "出生日期",
    "出生时间": "出生日期",
    "入党时间": "入党日期",
    "入党年月": "入党日期",
    "手机": "联系电话",
    "手机号": "联系电话",
    "手机号码": "联系电话",
    "联系方式": "联系电话",
    "电话": "联系方式",
    "联系电话": "手机号码",
    "学会任职": "学会职务",
    "理事会职务": "学会职务",
    "理事会任职": "学会职务",
    "本会职务": "学会职务",
    "所在党支部": "党组织关系所在单位",
    "所在党组织": "党组织关系所在单位",
    "党组织关系": "党组织关系所在单位",
    "所在单位": "党组织关系所在单位",
}
SERIAL = ("序号", "编号", "NO", "NO.")
HEADER_WITHIN = 4  # a title and the society's name may stand above the header
_NOISE = re.compile(r"[（(\[【].*?[）)\]】]|[\s：:*]+")
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)')


@dataclass
class Block:
    """`rows` are texts by column name; `unplaced` are (row of the block, column, text)."""

    rows: list[dict[str, str]] = field(default_factory=list)
    unplaced: list[tuple[int, str, str]] = field(default_factory=list)


def read_block(text: str) -> list[list[str]]:
    """The cells of tab-separated text, as spreadsheets copy it: one with line breaks is quoted."""
    rows, row, at = [], [], 0
    while at <= len(text):
        match = _CELL.match(text, at)
        quoted, plain = match.groups()
        row.append(plain if quoted is None else quoted.replace('""', '"'))
        at = match.end()
        if text[at : at + 1] != "\t":
            rows.append(row)
            row = []
            at += text.startswith("\r\n", at)
        at += 1
    return [row for row in rows if any(cell.strip() for cell in row)]


def place(cells: list[list[str]], columns: list[tuple[str, str]], first: str = "") -> Block:
    """Bring a block into (name, label) columns: by its header row where it has one, else in order,
    beginning at the column `first`."""
    header = find_header(cells, [label for _, label in columns])
    if header is not None:
        labels = [label for _, label in columns]
        found = match_header(cells[header], labels)
        names = [None if label is None else columns[labels.index(label)][0] for label in found]
        titles = [title.strip() or f"第{i}列" for i, title in enumerate(cells[header], 1)]
        return _fill(cells[header + 1 :], names, titles)
    names = [name for name, _ in columns]
    names = names[names.index(first) if first in names else 0 :]
    if len(cells) > 1 and is_serial([row[0] for row in cells]):
        names = [None, *names]
        cells = [["", *row[1:]] for row in cells]
    return _fill(cells, names, [])


def _fill(cells, names, titles) -> Block:
    block = Block()
    for number, row in enumerate(cells, 1):
        texts = {}
        for index, text in enumerate(row):
            name = names[index] if index < len(names) else None
            if name:
                texts[name] = text
            elif text.strip() and not _is_serial_column(titles, index):
                title = titles[index] if index < len(titles) else f"第{index + 1}列"
                block.unplaced.append((number, title, text))
        block.rows.append(texts)
    return block


def _is_serial_column(titles, index) -> bool:
    return index < len(titles) and plain(titles[index]).upper() in SERIAL


def find_header(cells, labels) -> int | None:
    """Which of the first rows names the columns: two or more of them, and most of its cells."""
    for index, row in enumerate(cells[:HEADER_WITHIN]):
        named = sum(label is not None for label in match_header(row, labels))
        written = sum(bool(plain(cell)) and plain(cell).upper() not in SERIAL for cell in row)
        if named >= 2 and named * 2 > written:
            return index
    return None


def match_header(row, labels) -> list[str | None]:
    """The label that each cell of a header means, each label once."""
    found: list[str | None] = [None] * len(row)
    titles = [plain(cell) for cell in row]
    free = list(labels)
    for means in (_same, _alias, _part):
        for index, title in enumerate(titles):
            if found[index] is None and title:
                meant = [label for label in free if means(title, label)]
                if len(meant) == 1:
                    found[index] = meant[0]
                    free.remove(meant[0])
    return found


def _same(title, label) -> bool:
    return title == label


def _alias(title, label) -> bool:
    return ALIASES.get(title) == label


def _part(title, label) -> bool:
    return len(title) > 1 and (label in title or title in label)


def plain(title: str) -> str:
    """A heading without blanks, line breaks and what stands in brackets."""
    return _NOISE.sub("", title)


def is_serial(texts: list[str]) -> bool:
    """Whether a column only counts its rows."""
    return [text.strip().rstrip(".、") for text in texts] == [
        str(number) for number in range(1, len(texts) + 1)
    ]
