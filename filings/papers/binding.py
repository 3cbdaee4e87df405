"""Printed filings bound into one PDF: contents with page numbers that lead there, bookmarks."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from django.template.loader import render_to_string

from filings.papers.fonts import SharedFonts, fonts_of
from filings.papers.pdf import render_pdf

SHEETS = ("css/tokens.css", "css/paper.css", "css/book.css")
TARGET = "https://book.example.org/"  # in the contents, until the pages stand in one file


@dataclass(frozen=True)
class Chapter:
    """One filing of a book: what the contents say of it, and its PDF, read when it is bound."""

    society: str
    receipt: str
    declared: str
    read: Callable[[], IO[bytes]]


def bind(title: str, subtitle: str, chapters: list[Chapter]) -> tuple[IO[bytes], int]:
    """The book as a file that stands at its beginning, and how many pages it has."""
    # Half a second that only books need.
    from pypdf import PdfReader, PdfWriter

    fonts, starts, pages = SharedFonts(), [], 0
    for chapter in chapters:
        with chapter.read() as file:
            printed = PdfReader(file).pages
            starts.append(pages)
            pages += len(printed)
            fonts.hear_of(printed[0])
    contents = _contents(title, subtitle, chapters, starts)
    fonts.hear_of(contents.pages[0])
    first, book = len(contents.pages), PdfWriter()
    fonts.embed_in(book)
    _append(book, contents, fonts)
    for chapter, start in zip(chapters, starts, strict=True):
        with chapter.read() as file:
            _append(book, PdfReader(file), fonts)
        book.add_outline_item(title=chapter.society, page_number=first + start)
    _lead_to_pages(book, first, [first + start for start in starts])
    book.add_metadata({"/Title": title})
    bound = SpooledTemporaryFile(max_size=2**20)
    book.write(bound)
    bound.seek(0)
    return bound, len(book.pages)


def _append(book, printed, fonts: SharedFonts) -> None:
    """The pages of a print behind those of a book, with the fonts of the book."""
    lent = fonts.take_from(printed.pages[0])
    start = len(book.pages)
    book.append(printed, import_outline=False)
    fonts_of(book.pages[start]).update(lent)


def _contents(title, subtitle, chapters, starts):
    """The pages of the contents; they count in the page numbers, so they are printed twice where
    they are not one page."""
    from pypdf import PdfReader

    first, made = 1, None
    while made is None or len(made.pages) != first:
        first = len(made.pages) if made else first
        entries = [
            {"number": n, "chapter": chapter, "page": first + start + 1, "url": f"{TARGET}{n}"}
            for n, (chapter, start) in enumerate(zip(chapters, starts, strict=True), 1)
        ]
        context = {"title": title, "subtitle": subtitle, "entries": entries}
        html = render_to_string("filings/papers/contents.html", context)
        made = PdfReader(io.BytesIO(render_pdf(html, *SHEETS)))
    return made


def _lead_to_pages(book, first: int, targets: list[int]) -> None:
    """Let the links of the contents lead to the pages of the book."""
    from pypdf.generic import ArrayObject, NameObject

    for page in book.pages[:first]:
        for reference in page.get("/Annots", ()):
            link = reference.get_object()
            address = link.get("/A", {}).get("/URI", "")
            if address.startswith(TARGET):
                target = book.pages[targets[int(address.removeprefix(TARGET)) - 1]]
                del link["/A"]
                link[NameObject("/Dest")] = ArrayObject(
                    [target.indirect_reference, NameObject("/Fit")]
                )
