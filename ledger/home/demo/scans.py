"""Stamped scans of the demonstration: one small page with the version's code and a seal, drawn
without printing the tables."""

import io

import qrcode
from PIL import Image, ImageDraw

from filings.papers.marks import PageMark

WIDTH, HEIGHT = 315, 446  # A4, three dots to two millimetres
RED = (190, 40, 40)


def sealed_page(mark: PageMark) -> bytes:
    """A PNG as a scanner could have made it of the last page of a version."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    for row in range(8):
        draw.rectangle((30, 45 + 36 * row, WIDTH - 30, 81 + 36 * row), outline="black")
    draw.line((105, 45, 105, 333), fill="black")
    draw.ellipse((172, 285, 240, 353), outline=RED, width=3)
    draw.polygon(((206, 304), (217, 334), (189, 315), (223, 315), (195, 334)), outline=RED)
    # To look for the best mask takes longer than all the rest.
    code = qrcode.QRCode(version=3, mask_pattern=0, border=2, box_size=2)
    code.add_data(mark.code)
    page.paste(code.make_image().convert("RGB"), (WIDTH - 85, HEIGHT - 76))
    file = io.BytesIO()
    page.save(file, "PNG")
    return file.getvalue()
