"""Rows of a list, each with where it stands, what it says and what is wrong with it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from societies.codes import fold
from societies.importing.columns import ACCOUNTS, CHOICES, GUIDE, SHEETS, read_cells
from societies.importing.reading import Table
from societies.office.refusals import Refused

HEADING_ROWS = 10  # a heading stands in one of the first rows
ERRORS = "错误"  # the column that we add to what we give back
ADDED, CHANGED, UNCHANGED = "新增", "修改", "不变"


@dataclass
class Row:
    """A row of a list. `errors` are by column name; `changes` (label, before, after); `found` is
    the row of the register that it is about."""

    number: int
    texts: dict[str, str]
    values: dict
    errors: dict[str, str]
    state: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    found: object = None

    def wrong(self, name: str, message: str) -> None:
        self.errors.setdefault(name, message)

    def says(self, name: str):
        """The value of a column; None where the cell is wrong or empty."""
        return None if name in self.errors else self.values.get(name) or None


@dataclass
class Sheet:
    """Rows of one kind; `letters` are the columns by name, '' for what was pasted."""

    title: str
    letters: dict[str, str]
    rows: list[Row]

    @property
    def form(self):
        return SHEETS[self.title]

    def count(self) -> Counter:
        return Counter(row.state for row in self.rows if not row.errors)


@dataclass(frozen=True)
class Problem:
    """Something wrong: in which sheet and cell, what stands there, why."""

    sheet: str
    cell: str
    text: str
    message: str


@dataclass
class Lists:
    """The sheets of a workbook by title; `remarks` say what was not read."""

    sheets: dict[str, Sheet]
    remarks: list[str]

    def rows(self, title: str) -> list[Row]:
        return self.sheets[title].rows if title in self.sheets else []

    def problems(self) -> Iterator[Problem]:
        for sheet in self.sheets.values():
            for row in sheet.rows:
                for name, message in row.errors.items():
                    letter = sheet.letters.get(name, "")
                    label = sheet.form.base_fields[name].label
                    cell = f"{letter}{row.number}" if letter else f"第{row.number}行{label}"
                    yield Problem(sheet.title, cell, row.texts.get(name, ""), message)

    def changing(self) -> Iterator[tuple[Sheet, Row]]:
        for sheet in self.sheets.values():
            for row in sheet.rows:
                if row.state in (ADDED, CHANGED) and not row.errors:
                    yield sheet, row

    def fingerprint(self) -> str:
        """What would be done, as a short text: another one means that the register moved."""
        done = [[s.title, r.number, r.state, r.changes] for s, r in self.changing()]
        return hashlib.sha256(json.dumps(done).encode()).hexdigest()[:16]


def read_tables(tables: list[Table]) -> Lists:
    """The known sheets of a workbook. Raises Refused where there is none."""
    sheets, remarks = {}, []
    for table in tables:
        if table.title not in SHEETS:
            if table.rows and table.title not in (GUIDE, CHOICES):
                remarks.append(f"没有读取工作表“{table.title}”。")
        elif table.rows:
            sheets[table.title] = _sheet(table, remarks)
    if not any(sheet.rows for sheet in sheets.values()):
        titles = "、".join(f"“{title}”" for title in SHEETS)
        raise Refused(f"没有找到填好的工作表{titles}。", "请下载模板，填好后再上传。")
    return Lists(sheets, remarks)


def read_accounts(table: Table) -> Lists:
    """A list of accounts alone: with a heading in any order, or without in the order of the
    form."""
    names = list(SHEETS[ACCOUNTS].base_fields)
    columns = _columns(table.rows[0][1], ACCOUNTS) if table.rows else {}
    rows = table.rows[1:] if columns else table.rows
    columns = columns or dict(enumerate(names))
    sheet = Sheet(ACCOUNTS, {}, [_row(ACCOUNTS, columns, *row) for row in rows])
    return Lists({ACCOUNTS: sheet}, [])


def _sheet(table: Table, remarks: list[str]) -> Sheet:
    headings = [_columns(texts, table.title) for _, texts in table.rows[:HEADING_ROWS]]
    index = next((at for at, columns in enumerate(headings) if columns), None)
    if index is None:
        labels = "、".join(field.label for field in SHEETS[table.title].base_fields.values())
        raise Refused(f"工作表“{table.title}”没有表头：{labels}。", "请按模板填写。")
    texts, columns = table.rows[index][1], headings[index]
    for at, text in enumerate(texts):
        if at not in columns and text not in ("", ERRORS):
            remarks.append(f"工作表“{table.title}”的“{text}”列没有读取。")
    letters = {name: get_column_letter(at + 1) for at, name in columns.items()}
    rows = [_row(table.title, columns, *row) for row in table.rows[index + 1 :]]
    return Sheet(table.title, letters, [row for row in rows if any(row.texts.values())])


def _columns(texts: list[str], title: str) -> dict[int, str]:
    """Column name by place, where a row is the heading: it has every column that must be filled."""
    fields = SHEETS[title].base_fields
    by_label = {fold(field.label): name for name, field in fields.items()}
    found = {}
    for at, text in enumerate(texts):
        name = by_label.get(fold(text.replace("*", "")))
        if name and name not in found.values():
            found[at] = name
    needed = {name for name, field in fields.items() if field.required}
    return found if needed <= set(found.values()) else {}


def _row(title: str, columns: dict[int, str], number: int, texts: list[str]) -> Row:
    given = {name: texts[at] for at, name in columns.items() if at < len(texts)}
    return Row(number, given, *read_cells(SHEETS[title], given))
