"""Sheets of a workbook as a clerk wants them, streamed row by row in flat memory: a title, heads
that stay in sight, widths, filters, texts that no program takes for numbers or formulas."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from societies.office.formulas import safe

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 2
BOLD = Font(bold=True)
GROUND = PatternFill("solid", fgColor="F3F0EA")


@dataclass(frozen=True)
class Column:
    """A column: its title, the value of a row, its width. `is_text` keeps codes and telephones as
    they are when somebody edits the cell."""

    title: str
    value: Callable
    width: int = 12
    is_text: bool = False
    is_personal: bool = False


class Sheet:
    """A sheet that is being written; several of a book may be open at once."""

    def __init__(self, book: Workbook, name: str, columns: Iterable[Column]):
        self.columns = list(columns)
        self.sheet = book.create_sheet(name)
        self.count = 0
        for number, column in enumerate(self.columns, 1):
            self.sheet.column_dimensions[get_column_letter(number)].width = column.width
        self.sheet.freeze_panes = f"B{HEAD_ROW + 1}"
        # One cell for all rows of a column: a row is written as soon as it is appended.
        self.cells = [self._cell("", number_format="@") if c.is_text else None for c in columns]
        self.values = [column.value for column in self.columns]

    def _cell(self, value, **style) -> WriteOnlyCell:
        cell = WriteOnlyCell(self.sheet, value)
        for name, wanted in style.items():
            setattr(cell, name, wanted)
        return cell

    def begin(self, title: str) -> None:
        """The title, and the heads below it."""
        head = {"font": BOLD, "fill": GROUND, "alignment": Alignment(wrap_text=True)}
        self.sheet.append([self._cell(safe(title), font=BOLD)])
        self.sheet.append([self._cell(column.title, **head) for column in self.columns])

    def append(self, row) -> None:
        made = []
        for value_of, cell in zip(self.values, self.cells, strict=True):
            value = value_of(row)
            if value == "":
                made.append(None)  # an empty cell costs nothing
                continue
            if isinstance(value, str):
                value = safe(value)
            if cell is not None:
                cell.value = value
            made.append(value if cell is None else cell)
        self.sheet.append(made)
        self.count += 1

    def finish(self) -> None:
        last = get_column_letter(len(self.columns))
        self.sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + max(self.count, 1)}"


def saved(book: Workbook) -> SpooledTemporaryFile:
    """A finished book as a file that stands at its beginning."""
    file = SpooledTemporaryFile(max_size=2**20)
    book.save(file)
    file.seek(0)
    return file
