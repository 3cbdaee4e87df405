"""The formats in which an edition is written, by their suffix."""

from collections.abc import Callable
from dataclasses import dataclass

from filings.papers.editions import Edition
from filings.papers.pdf import write_pdf
from filings.papers.xlsx import write_xlsx


@dataclass(frozen=True)
class Writer:
    """A format: what its button says, its content type, how an edition is written."""

    label: str
    content_type: str
    write: Callable[[Edition], bytes]


_OFFICE = "application/vnd.openxmlformats-officedocument"


def _xlsx(edition: Edition) -> bytes:
    return write_xlsx(edition.kind.tables, edition.document, edition.choices())


WRITERS = {
    "pdf": Writer("PDF（打印盖章）", "application/pdf", write_pdf),
    "xlsx": Writer("Excel 表格", f"{_OFFICE}.spreadsheetml.sheet", _xlsx),
}
