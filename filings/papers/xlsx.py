"""The official tables as a workbook to fill in Excel or WPS: one sheet for each table.

Input cells are unlocked and named (filings.papers.names), so that a cell is found after it moved.
Where several rows of a group share one official cell, that cell is locked and has no name: the
block below the table (filings.papers.below) holds every column of every such row.
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Font, Protection, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break

from filings.papers.below import TITLE, is_shared, lines, shared_texts
from filings.papers.editions import Edition
from filings.papers.grid import (
    TICKED,
    Label,
    Serial,
    Table,
    Value,
    placed,
    split,
    with_additions_in_roster,
)
from filings.papers.html import ONE_OF_SEVERAL
from filings.papers.names import FORM_SHEET, FORM_VERSION, FORM_VERSION_NAME, name_of
from filings.papers.notes import printed
from societies.office.formulas import writable

CHARACTERS = 0.84  # of a column's width for each per cent of the 156 mm that a table is wide
ADDED_WIDTH = 12  # per cent, of an added column
CHARACTER_WIDTH = 5.25  # points of one of a column's characters
POINTS = 72 / 25.4  # in a millimetre
LINE = 16 / 11  # of a line's height to the size of its text
HIGHEST = 409  # points that a row may have
TEXT = "@"
FONT = "宋体"
UNIT_SIZE = 10  # points of a unit below its label: （平方米） fits its column
_THIN = Side("thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TALL = Alignment(horizontal="left", vertical="top", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


def write_xlsx(edition: Edition) -> bytes:
    """The workbook of an edition."""
    book = Workbook()
    hidden = book.active
    hidden.title, hidden.sheet_state = FORM_SHEET, "veryHidden"
    _put(hidden.cell(1, 1), FORM_VERSION)
    _name(book, FORM_VERSION_NAME, hidden.cell(1, 1))
    lists = _Lists(hidden, edition.choices)
    for table in edition.kind.tables:
        sheet = _Sheet(book, with_additions_in_roster(table), edition, lists)
        sheet.write()
    if edition.notes:
        sheet.notes()
    book.move_sheet(hidden, len(book.worksheets))
    book.active = 0
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _put(cell, text: str) -> None:
    """Write a text that stays text, whatever it begins with."""
    text = writable(text)
    cell.number_format = TEXT
    if text:
        cell.value = text
        cell.data_type = "s"


def _name(book: Workbook, name: str, cell) -> None:
    place = f"{quote_sheetname(cell.parent.title)}!${cell.column_letter}${cell.row}"
    book.defined_names[name] = DefinedName(name, attr_text=place)


def _height(text: str, width: float, size: float) -> float:
    """The points that a text of a size takes in a cell of a width in a column's characters."""
    room = (width * CHARACTER_WIDTH - 6) / (size / 2) - 1  # in halves of Chinese characters
    widths = (
        sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line)
        for line in text.split("\n")
    )
    return sum(max(1, math.ceil(needed / room)) for needed in widths) * LINE * size + 4


class _Lists:
    """The texts of drop-downs, each list in a column of the hidden sheet: there commas in them do
    no harm, and lists may be long."""

    def __init__(self, hidden, choices: Mapping[str, Sequence[str]]):
        self.hidden = hidden
        self.choices = choices
        self.ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, path: str) -> str:
        """Where the texts of a cell stand; empty where it offers none."""
        texts = tuple(self.choices.get(path, ()))
        if texts and texts not in self.ranges:
            column = len(self.ranges) + 2
            for row, text in enumerate(texts, 1):
                _put(self.hidden.cell(row, column), text)
            letter = get_column_letter(column)
            place = f"{quote_sheetname(self.hidden.title)}!${letter}$1:${letter}${len(texts)}"
            self.ranges[texts] = place
        return self.ranges.get(texts, "")


class _Sheet:
    """One table on its way to its sheet; `top` is the next free row.

    `bound` holds, by group, the number of the row that a card or a line is about.
    """

    def __init__(self, book, table: Table, edition: Edition, lists: _Lists):
        self.book = book
        self.table = table
        self.edition = edition
        self.lists = lists
        self.drop_downs: dict[str, DataValidation] = {}
        self.sheet = book.create_sheet(table.title.partition(".")[0])
        self.top = 1

    def write(self) -> None:
        self.set_up()
        cards = max(1, len(self.edition.rows(self.table.each))) if self.table.each else 1
        for number in range(1, cards + 1):
            bound = {self.table.each: number} if self.table.each else {}
            if number > 1:
                self.sheet.row_breaks.append(Break(id=self.top - 1))
            self.heading()
            self.body(bound)
            self.additions(bound, is_first=number == 1)

    def set_up(self) -> None:
        sheet = self.sheet
        for number, width in enumerate(self.table.columns, 1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = (width or ADDED_WIDTH) * CHARACTERS
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.fitToHeight = 0  # as many pages as it takes, one page wide
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.top, margins.right = 37 / 25.4, 26 / 25.4
        margins.bottom, margins.left = 35 / 25.4, 28 / 25.4
        sheet.protection.sheet = True
        sheet.protection.formatRows = sheet.protection.formatColumns = False

    def box(self, column: int, width: int, height: int = 1, look=_CENTRE, size: int = 11):
        """The cell at the top row and a column from 0, merged and with borders all around."""
        last_row, last_column = self.top + height - 1, column + width
        for line in self.sheet.iter_rows(self.top, last_row, column + 1, last_column):
            for cell in line:
                cell.border = _BORDER
        if width > 1 or height > 1:
            self.sheet.merge_cells(
                start_row=self.top,
                end_row=last_row,
                start_column=column + 1,
                end_column=last_column,
            )
        cell = self.sheet.cell(self.top, column + 1)
        cell.alignment, cell.font = look, Font(name=FONT, size=size)
        return cell

    def heading(self) -> None:
        self.across(self.table.title, 28, Font(name=FONT, size=16, bold=True), _CENTRE)
        if self.table.line:
            text = self.table.line[0].text + self.edition.text("", 0, self.table.line[1].path)
            self.across(text, 28, Font(name=FONT, size=12))

    def across(self, text: str, height: float, font: Font, look=_LEFT) -> None:
        """A row of one text outside the table, as wide as the table."""
        width = len(self.table.columns)
        cell = self.sheet.cell(self.top, 1)
        _put(cell, text)
        cell.font, cell.alignment = font, look
        self.sheet.merge_cells(
            start_row=self.top, end_row=self.top, start_column=1, end_column=width
        )
        self.end_row([(0, width)], height)

    def body(self, bound: dict) -> None:
        for index, row in enumerate(self.table.rows):
            places = [p for p in placed(self.table) if p.row == index and not p.continued]
            if row.heads:
                self.sheet.print_title_rows = f"{self.top}:{self.top}"
            has_units = any(getattr(place.cell, "unit", "") for place in places)
            height = row.height * POINTS + (UNIT_SIZE * LINE if has_units else 0)
            repeats = max(row.minimum, len(self.edition.rows(row.each))) if row.each else 1
            for number in range(1, repeats + 1):
                self.line(places, bound | {row.each: number} if row.each else bound, number)
                values = [(p.column, p.cell.colspan) for p in places if isinstance(p.cell, Value)]
                self.end_row(values, height)

    def end_row(self, boxes: list[tuple[int, int]], height: float) -> None:
        """Go to the next row; this one is as high as the texts of its (column, colspan) need."""
        for column, colspan in boxes:
            cell = self.sheet.cell(self.top, column + 1)
            columns = self.table.columns[column : column + colspan]
            width = sum(width or ADDED_WIDTH for width in columns) * CHARACTERS
            height = max(height, _height(cell.value or "", width, cell.font.size))
        self.sheet.row_dimensions[self.top].height = min(height, HIGHEST)
        self.top += 1

    def line(self, places, bound: dict, number: int) -> None:
        for place, follower in zip(places, [*places[1:], None], strict=True):
            cell = place.cell
            if isinstance(cell, Label):
                box = self.box(place.column, cell.colspan, cell.rowspan, size=12)
                _put(box, cell.text)
                # A cell of a workbook has no place for a unit beside an input.
                if unit := follower and getattr(follower.cell, "unit", ""):
                    small = TextBlock(InlineFont(rFont=FONT, sz=UNIT_SIZE), f"（{unit}）")
                    box.value = CellRichText(f"{cell.text}\n", small)
            elif isinstance(cell, Serial):
                _put(self.box(place.column, cell.colspan, cell.rowspan), str(number))
            else:
                self.value(cell, place.column, bound)

    def value(self, cell: Value, column: int, bound: dict) -> None:
        box = self.box(column, cell.colspan, cell.rowspan, _TALL if cell.tall else _CENTRE)
        group = split(cell.path)[0]
        if is_shared(self.edition, cell.path, bound):
            texts = shared_texts(self.edition, self.table, cell.path)
            _put(box, "\n".join(text or ONE_OF_SEVERAL for text in texts))
        else:
            self.input(box, cell.path, bound.get(group, 1) if group else 0)

    def input(self, box, path: str, number: int, *, is_box=False) -> None:
        group, name = split(path)
        text = self.edition.text(group, number, name)
        _put(box, TICKED if is_box and text else text)
        box.protection = Protection(locked=False)
        _name(self.book, name_of(name, group, number), box)
        if texts := self.lists.range_of(path):
            self.drop_down(texts).add(box)

    def drop_down(self, texts: str) -> DataValidation:
        if texts not in self.drop_downs:
            self.drop_downs[texts] = DataValidation(
                type="list", formula1=texts, allow_blank=True, showErrorMessage=False
            )
            self.sheet.add_data_validation(self.drop_downs[texts])
        return self.drop_downs[texts]

    def additions(self, bound: dict, is_first: bool) -> None:
        """What the system adds, below the table: a label and an input on each line."""
        asked = list(lines(self.edition, self.table, bound, is_first=is_first))
        if asked:
            self.across(TITLE, 24, Font(name=FONT, size=10))
        for line in asked:
            _put(self.box(0, 2, look=_LEFT, size=10), line.label)
            rest = (2, len(self.table.columns) - 2)
            self.input(self.box(*rest, look=_LEFT), line.path, line.number, is_box=line.is_box)
            self.end_row([(0, 2), rest], 28)

    def notes(self) -> None:
        """What the directive prints after its last table."""
        self.top += 1
        self.across(printed(self.edition.notes), 0, Font(name=FONT, size=10.5), _TALL)
