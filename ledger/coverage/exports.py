"""The list behind a number as a workbook, streamed row by row: 40,000 societies in flat memory."""

from collections.abc import Callable, Iterable
from tempfile import SpooledTemporaryFile

from openpyxl import Workbook

from ledger.coverage.rows import SocietyRow
from societies.office.formulas import safe

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS: dict[str, Callable[[SocietyRow], str]] = {
    "学会": lambda row: row.name,
    "学科": lambda row: row.discipline,
    "党组织": lambda row: row.cover,
    "填报": lambda row: row.progress,
    "逾期": lambda row: "逾期" if row.is_late else "",
    "未建党组织原因": lambda row: row.reason,
    "下一步": lambda row: row.next_step,
}
WIDTHS = (36, 10, 24, 14, 8, 32, 24)


def workbook(title: str, rows: Iterable[SocietyRow]) -> SpooledTemporaryFile:
    """`title` says what the list is and of which day; it stands in the first row."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("学会名单")
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([safe(title)])
    sheet.append(list(COLUMNS))
    for row in rows:
        sheet.append([safe(value(row)) for value in COLUMNS.values()])
    file = SpooledTemporaryFile(max_size=2**20)
    book.save(file)
    file.seek(0)
    return file
