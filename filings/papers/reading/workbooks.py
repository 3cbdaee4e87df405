"""Workbooks, .xlsx and .xls, as sheets of cells."""

import datetime as dt
import io
import re

import python_calamine
from openpyxl import load_workbook
from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.utils.escape import unescape

from filings.papers.reading.sheets import Cell, Sheet
from societies.office import packages
from societies.office.refusals import Refused, damaged, too_large

# Formats that a Chinese Excel writes by their numbers alone; the library would show day counts.
BUILTIN_FORMATS.update(
    dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"')
    | dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"')
    | dict.fromkeys((31,), 'yyyy"年"m"月"d"日"')
    | dict.fromkeys((30,), "m-d-yy")
)
# A roster of 2,000 people has 14,000 texts; blank cells with borders are no work, but a limit too.
MOST_TEXTS, MOST_CELLS, MOST_MERGED = 20_000, 200_000, 200_000
MOST_SHEETS = 200
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
_CELL, _TEXT = re.compile(rb"<(?:\w+:)?c[\s/>]"), re.compile(rb"<(?:\w+:)?(?:v|is)[\s>]")
_RANGE = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\s[^>]*?ref=[\"']([A-Za-z]+\d+:[A-Za-z]+\d+)"
)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(data: bytes) -> list[Sheet]:
    """The visible sheets of an .xlsx, with the cells that our names point at."""
    _check_sheets(packages.check(data))
    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        names = _defined_names(book)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        return [_sheet(sheet, names) for sheet in visible[:MOST_SHEETS]]
    except MemoryError:
        raise
    except Exception:  # the library raises whatever a broken part makes its code run into
        raise damaged("表格") from None


def _check_sheets(parts: dict[str, bytes]) -> None:
    """What the library would take long over, before it begins."""
    texts = cells = merged = 0
    for name, part in parts.items():
        if _SHEET_PART.fullmatch(name):
            cells += sum(1 for _ in _CELL.finditer(part))
            texts += sum(1 for _ in _TEXT.finditer(part))
            merged += sum(_area(found[1].decode()) for found in _RANGE.finditer(part))
    if texts > MOST_TEXTS:
        raise too_large(f"里有 {texts} 格内容")
    if cells > MOST_CELLS or merged > MOST_MERGED:
        raise too_large("里的空白格太多")


def _area(reference: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(reference)
    except ValueError:
        raise damaged("表格") from None
    return (right - left + 1) * (bottom - top + 1)


def _defined_names(book) -> dict[tuple[str, str], str]:
    """Names by (sheet, coordinate)."""
    found = {}
    for name, defined in book.defined_names.items():
        if defined.attr_text and "#REF!" not in defined.attr_text:
            for sheet, reference in defined.destinations:
                found[sheet, reference.replace("$", "").split(":")[0]] = name
    return found


def _sheet(sheet, names) -> Sheet:
    spans = {
        (merged.min_row, merged.min_col): (
            merged.max_row - merged.min_row + 1,
            merged.max_col - merged.min_col + 1,
        )
        for merged in sheet.merged_cells.ranges
    }
    cells = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            name = names.get((sheet.title, cell.coordinate), "")
            text = text_of(cell.value, cell.number_format)
            rowspan, colspan = spans.get((cell.row, cell.column), (1, 1))
            if text.strip():
                place = (cell.row, cell.column, cell.coordinate)
                named = ((name, text),) if name else ()
                cells.append(Cell(text, *place, rowspan, colspan, named))
    return Sheet(sheet.title, tuple(cells))


def read_xls(data: bytes) -> list[Sheet]:
    """The visible sheets of an .xls. It tells no formats and no names."""
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        visible = [
            found.name
            for found in book.sheets_metadata
            if found.visible == python_calamine.SheetVisibleEnum.Visible
            and found.typ == python_calamine.SheetTypeEnum.WorkSheet
        ]
        return [_xls_sheet(book.get_sheet_by_name(name)) for name in visible[:MOST_SHEETS]]
    except python_calamine.PasswordError:
        raise Refused(
            "这个文件设有打开密码。", "请取消密码，另存为 .xlsx 或 .docx 后再上传。"
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise damaged("表格") from None


def _xls_sheet(sheet) -> Sheet:
    spans = {
        (top, left): (bottom - top + 1, right - left + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    }
    top, left = sheet.start or (0, 0)
    cells = []
    for row, values in enumerate(sheet.to_python(skip_empty_area=True), top):
        for column, value in enumerate(values, left):
            text = text_of(value)
            if text.strip():
                address = f"{get_column_letter(column + 1)}{row + 1}"
                span = spans.get((row, column), (1, 1))
                cells.append(Cell(text, row + 1, column + 1, address, *span))
        if len(cells) > MOST_TEXTS:
            raise too_large(f"里有 {MOST_TEXTS} 格以上内容")
    return Sheet(sheet.name, tuple(cells))


def text_of(value, number_format: str = "General") -> str:
    """What a cell shows, in a spelling from which nothing is lost."""
    if isinstance(value, str):
        return unescape(value).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime | dt.date):
        return _date_text(value, number_format)
    if isinstance(value, int | float):
        return _number_text(value, number_format)
    return "" if value is None else str(value)


def _date_text(value: dt.date, number_format: str) -> str:
    """A date with the precision that the cell shows; its first day is no day that was typed."""
    codes = _QUOTED.sub("", number_format.split(";")[0]).lower()
    has_day = "d" in codes or "y" not in codes
    return f"{value.year}年{value.month}月" + (f"{value.day}日" if has_day else "")


def _number_text(value: float, number_format: str) -> str:
    if isinstance(value, float) and not value.is_integer():
        decimals = re.fullmatch(r"[#,]*0\.(0+)", number_format)  # 2017.10 is the number 2017.1
        return f"{value:.{len(decimals[1])}f}" if decimals else f"{value:.15g}"
    if abs(value) >= 10**15:
        return f"{value:.15g}"
    zeros = re.fullmatch(r"0{2,20}", number_format)  # 0431
    return f"{int(value):0{len(number_format)}d}" if zeros else str(int(value))
