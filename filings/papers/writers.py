"""The formats in which an edition is written, by their suffix."""

from collections.abc import Callable
from dataclasses import dataclass

from filings.papers.docx import write_docx
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


WRITERS = {
    "pdf": Writer("PDF", "application/pdf", write_pdf),
    "xlsx": Writer("Excel", f"{_OFFICE}.spreadsheetml.sheet", write_xlsx),
    "docx": Writer("Word", f"{_OFFICE}.wordprocessingml.document", write_docx),
}
