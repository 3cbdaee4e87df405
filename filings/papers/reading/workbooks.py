"""Workbooks, .xlsx and .xls, as sheets of cells."""

import datetime as dt
import pickle
import re
import subprocess
import sys

from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape

from filings.papers.names import FORM_SHEET
from filings.papers.reading import xls_process
from filings.papers.reading.sheets import Cell, Sheet
from filings.papers.reading.spreadsheetml import (
    MOST_TEXTS,
    TOO_MANY_TEXTS,
    SheetPart,
    read_workbook,
)
from societies.office import packages
from societies.office.refusals import Refused, damaged, too_large

MOST_SHEETS = 200
MOST_PLACES = 1_000_000  # between the corners of an .xls sheet, blank ones counted
MOST_SECONDS = 20  # for an .xls on a machine that is very busy
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(data: bytes) -> list[Sheet]:
    """The visible sheets of an .xlsx, with the cells that our names point at; hidden ones without
    cells."""
    parts = packages.check(data)
    try:
        book = read_workbook(parts, MOST_SHEETS)
        return [_sheet(sheet, book.names) for sheet in book.sheets] + _hidden(book.hidden)
    except (Refused, MemoryError):
        raise
    except Exception:  # whatever a broken part makes the code run into
        raise damaged("表格") from None


def _sheet(part: SheetPart, names) -> Sheet:
    cells = []
    for (row, column), (value, number_format) in sorted(part.cells.items()):
        text = text_of(value, number_format)
        if text.strip():
            address = f"{get_column_letter(column)}{row}"
            name = names.get((part.title, (row, column)), "")
            span = part.spans.get((row, column), (1, 1))
            named = ((name, text),) if name else ()
            cells.append(Cell(text, row, column, address, *span, named))
    return Sheet(kept(part.title), tuple(cells))


def read_xls(data: bytes) -> list[Sheet]:
    """The sheets of an .xls. It tells no formats and no names."""
    # By its path and alone (-I): it needs neither Django nor what stands beside it.
    command = [sys.executable, "-I", xls_process.__file__, str(MOST_SHEETS), str(MOST_PLACES)]
    try:
        run = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired:
        raise too_large("里的内容太多") from None
    if run.returncode == xls_process.PASSWORD:
        raise Refused("这个文件设有打开密码。", "请取消密码，另存为 .xlsx 或 .docx 后再上传。")
    if run.returncode:
        raise damaged("表格")
    sheets, hidden = pickle.loads(run.stdout)
    return [_xls_sheet(*sheet) for sheet in sheets] + _hidden(hidden)


def _hidden(titles: list[str]) -> list[Sheet]:
    return [Sheet(kept(title), (), is_hidden=True) for title in titles if title != FORM_SHEET]


def _xls_sheet(title, start, merged, rows) -> Sheet:
    if rows is None:
        raise too_large("里的空白格太多")
    spans = {
        (top, left): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in merged
    }
    cells = []
    for row, values in enumerate(rows, start[0]):
        for column, value in enumerate(values, start[1]):
            text = text_of(value)
            if text.strip():
                address = f"{get_column_letter(column + 1)}{row + 1}"
                span = spans.get((row, column), (1, 1))
                cells.append(Cell(text, row + 1, column + 1, address, *span))
        if len(cells) > MOST_TEXTS:
            raise too_large(TOO_MANY_TEXTS)
    return Sheet(kept(title), tuple(cells))


def kept(text: str) -> str:
    """A text without what no database keeps: the character nought, and halves of characters."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


def text_of(value, number_format: str = "General") -> str:
    """What a cell shows, in a spelling from which nothing is lost."""
    if isinstance(value, str):
        return kept(unescape(value).replace("\r\n", "\n").replace("\r", "\n"))
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
