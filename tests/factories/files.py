"""Small files as people attach them."""

import io

from PIL import Image
from pypdf import PdfWriter


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
