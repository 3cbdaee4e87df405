"""Lists as people send them: rows of texts, with the numbers that their program shows."""

import datetime as dt
import io
import re
from dataclasses import dataclass

import python_calamine

from societies.office import packages
from societies.office.formulas import FORMULA_STARTS
from societies.office.refusals import Refused, damaged, too_large
from societies.office.sniffing import Format, sniff

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 50_000, 100, 20
LARGEST_XML = 64 * 1024 * 1024
SAVE_AS = "请用 WPS 或 Office 打开，另存为 .xlsx 后再上传。"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.I)
# Where a cell or a row says that it stands.
_PLACE = re.compile(rb"<(?:\w+:)?(?:c|row)\s(?:[^>]*?\s)?r=[\"']([A-Z]*)(\d+)")


@dataclass(frozen=True)
class Table:
    """A sheet, or what was pasted: (row number, texts) for each row that is not blank."""

    title: str
    rows: list[tuple[int, list[str]]]


def read_workbook(data: bytes) -> list[Table]:
    """The sheets of an .xlsx by its content, whatever its name; raises Refused for anything
    else."""
    try:
        if sniff(data) != Format.XLSX:
            raise Refused("这不是 .xlsx 文件。")
        _check_extent(packages.check(data, largest_xml=LARGEST_XML))
    except Refused as refusal:
        raise Refused(refusal.reason, SAVE_AS) from None
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = book.sheet_names[:MOST_SHEETS]
        sheets = [book.get_sheet_by_name(title) for title in titles]
        grids = [sheet.to_python(skip_empty_area=False) for sheet in sheets]
    except MemoryError:
        raise
    except Exception:  # the library raises whatever a broken part makes its code run into
        raise Refused(damaged("表格").reason, SAVE_AS) from None
    return [_table(title, grid) for title, grid in zip(titles, grids, strict=True)]


def _check_extent(parts: dict[str, bytes]) -> None:
    """The library makes room for every cell up to the last one, wherever that stands."""
    for name, part in parts.items():
        if not _SHEET_PART.fullmatch(name):
            continue
        for found in _PLACE.finditer(part):
            letters, number = found.groups()
            if len(number) > 7 or int(number) > MOST_ROWS:
                raise too_large(f"的一张工作表超过 {MOST_ROWS:,} 行")
            if len(letters) > 2:
                raise too_large("的一张工作表列数过多")


def _table(title: str, grid) -> Table:
    rows = []
    for number, cells in enumerate(grid, start=1):
        texts = [_text(value) for value in cells[:MOST_COLUMNS]]
        if any(texts):
            rows.append((number, texts))
    return Table(title.strip(), rows)


def _text(value) -> str:
    """What a cell says."""
    if isinstance(value, str):
        return _typed(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        value = value.date()
    return str(value)


def _typed(text: str) -> str:
    text = text.strip()
    # As we write what would be a formula (societies.office.formulas).
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def read_pasted(text: str) -> Table:
    """Lines copied from a table (cells apart by tabs), or typed with commas."""
    rows = []
    for number, line in enumerate(text.splitlines(), start=1):
        apart = r"\t" if "\t" in text else r"[,，]"
        texts = [_typed(part) for part in re.split(apart, line)]
        if any(texts):
            rows.append((number, texts))
    if len(rows) > MOST_ROWS:
        raise Refused(f"超过 {MOST_ROWS:,} 行。", "请分几次粘贴。")
    return Table("粘贴的内容", rows)
