"""Lists as workbooks, as a clerk wants them: a title, heads that stay in sight, widths, filters,
texts that no program takes for numbers or formulas.

openpyxl makes the workbook; rows, of which there may be a million, are written here as they come,
in flat memory and in a fraction of its time.
"""

import io
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from societies.office.formulas import safe

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD_ROW = 2
BOLD = Font(bold=True)
GROUND = PatternFill("solid", fgColor="F3F0EA")
IN_MEMORY = 2**16
MOST_CHARACTERS = 32_767  # in a cell
LINE = 16  # points of a line of a head
WIDEST_ON_A4 = 180  # characters beside each other that can still be read on its long side
TEXT = '" t="inlineStr"><is><t xml:space="preserve">'
END = b"</sheetData>"
_DIMENSION = re.compile(b'(<dimension ref=")[^"]*')
_SPECIAL = re.compile("[&<>]")


@dataclass(frozen=True)
class Column:
    """A column: its title, the value of a row (text, whole number, None), its width. `is_text`
    keeps codes and telephones as they are when somebody edits the cell."""

    title: str
    value: Callable
    width: int = 12
    is_text: bool = False
    is_personal: bool = False


class Sheet:
    """A sheet that is being written; several of a book may be open at once. `title` says what it
    is; it stands in the first row."""

    def __init__(self, sheet, columns: Iterable[Column], title: str):
        self.sheet = sheet
        self.rows = SpooledTemporaryFile(IN_MEMORY)
        self.count = 0
        self.columns = []  # (value of a row, begin of the cell, what follows its row's number)
        sheet["A1"].value, sheet["A1"].font = safe(title), BOLD
        sheet.freeze_panes = f"B{HEAD_ROW + 1}"
        self._set_up_print(columns := list(columns))
        sheet.row_dimensions[HEAD_ROW].height = LINE * max(_lines(column) for column in columns)
        as_text = WriteOnlyCell(sheet)
        as_text.number_format = "@"
        for number, column in enumerate(columns, 1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = column.width
            head = sheet.cell(HEAD_ROW, number, column.title)
            head.font, head.fill, head.alignment = BOLD, GROUND, Alignment(wrap_text=True)
            style = f'" s="{as_text.style_id}' if column.is_text else ""
            self.columns.append((column.value, f'<c r="{letter}', style))

    def _set_up_print(self, columns: list[Column]) -> None:
        """All columns on one page, whose heads each page repeats."""
        sheet, setup = self.sheet, self.sheet.page_setup
        is_wide = sum(column.width for column in columns) > WIDEST_ON_A4
        setup.paperSize = sheet.PAPERSIZE_A3 if is_wide else sheet.PAPERSIZE_A4
        setup.orientation, setup.fitToHeight = "landscape", 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"1:{HEAD_ROW}"

    def append(self, row) -> None:
        self.count += 1
        number = HEAD_ROW + self.count
        made = [f'<row r="{number}">']
        for value_of, begin, style in self.columns:
            value = value_of(row)
            if isinstance(value, str):
                if value:
                    made.append(f"{begin}{number}{style}{TEXT}{_text(value)}</t></is></c>")
            elif value is not None:
                made.append(f'{begin}{number}{style}"><v>{value}</v></c>')
        made.append("</row>")
        self.rows.write("".join(made).encode())

    def write_to(self, part: IO[bytes], empty: bytes) -> None:
        """The sheet, from what openpyxl writes of it."""
        head, tail = empty.split(END)
        part.write(_DIMENSION.sub(f"\\g<1>{self.area.replace('A2', 'A1')}".encode(), head))
        self.rows.seek(0)
        copyfileobj(self.rows, part)
        self.rows.close()
        part.write(END + tail)

    @property
    def area(self) -> str:
        """From the heads to the last row."""
        last = get_column_letter(len(self.columns))
        return f"A{HEAD_ROW}:{last}{HEAD_ROW + max(self.count, 1)}"


def _lines(column: Column) -> int:
    """How many lines the title of a column takes; a Chinese character is two wide."""
    return math.ceil(2 * len(column.title) / (column.width - 1))


def _text(value: str) -> str:
    value = safe(value)[:MOST_CHARACTERS]
    return escape(value) if _SPECIAL.search(value) else value


class Book:
    """A workbook of such sheets."""

    def __init__(self):
        self.book = Workbook()
        self.book.remove(self.book.active)
        self.sheets = []

    def sheet(self, name: str, columns: Iterable[Column], title: str) -> Sheet:
        self.sheets.append(Sheet(self.book.create_sheet(name), columns, title))
        return self.sheets[-1]

    def saved(self) -> IO[bytes]:
        """The finished book as a file that stands at its beginning."""
        written = {}
        for number, sheet in enumerate(self.sheets, 1):
            sheet.sheet.auto_filter.ref = sheet.area
            written[f"xl/worksheets/sheet{number}.xml"] = sheet
        empty = io.BytesIO()
        self.book.save(empty)
        file = SpooledTemporaryFile(IN_MEMORY)
        with ZipFile(empty) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                with target.open(name, "w", force_zip64=name in written) as part:
                    if name in written:
                        written[name].write_to(part, source.read(name))
                    else:
                        part.write(source.read(name))
        file.seek(0)
        return file
