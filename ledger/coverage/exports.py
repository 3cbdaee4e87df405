"""The list behind a number as a workbook, streamed row by row: 40,000 societies in flat memory."""

from collections.abc import Iterable
from typing import IO

from ledger.coverage.rows import SocietyRow
from societies.office.sheets import Book, Column

COLUMNS = (
    Column("学会", lambda row: row.name, 36),
    Column("学科", lambda row: row.discipline, 10),
    Column("党组织", lambda row: row.cover, 24),
    Column("填报", lambda row: row.progress, 14),
    Column("逾期", lambda row: "逾期" if row.is_late else "", 8),
    Column("未建党组织原因", lambda row: row.reason, 32),
    Column("下一步", lambda row: row.next_step, 24),
)


def workbook(title: str, rows: Iterable[SocietyRow]) -> IO[bytes]:
    """`title` says what the list is and of which day; it stands in the first row."""
    book = Book()
    sheet = book.sheet("学会名单", COLUMNS, title)
    for row in rows:
        sheet.append(row)
    return book.saved()
