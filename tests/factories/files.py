"""Small files as people attach them."""

import io

from PIL import Image
from pypdf import PdfWriter

from filings.papers.marks import PageMark
from ledger.home.demo.scans import sealed_page


def picture(kind="PNG", *, size=(40, 60), mode="RGB", **options) -> bytes:
    """A picture whose left half is dark."""
    drawn = Image.new(mode, size, "white" if mode == "RGB" else 255)
    drawn.paste(0 if mode == "L" else "black", (0, 0, size[0] // 2, size[1]))
    file = io.BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


def pdf(pages=1, *, change=None) -> bytes:
    """A PDF of blank A4 pages; `change(writer)` puts more into it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if change:
        change(writer)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def scan(version) -> bytes:
    """A scanned page with the code of a version."""
    return sealed_page(PageMark.of(version))


def as_pdf(*pictures: bytes) -> bytes:
    """A PDF as a scanner makes it: one picture a page."""
    first, *rest = (Image.open(io.BytesIO(data)).convert("RGB") for data in pictures)
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=rest)
    return file.getvalue()
