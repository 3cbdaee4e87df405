"""An official document as data; pdf.py and docx.py set it in the layout of GB/T 9704-2012."""

import datetime as dt
from dataclasses import dataclass

# Millimetres: the page, its margins; 22 lines of 28 characters fill what they leave.
PAGE = (210, 297)
MARGINS = {"top": 37, "right": 26, "bottom": 35, "left": 28}
LINES, CHARACTERS = 22, 28


@dataclass(frozen=True)
class Letter:
    """公文. `number` is empty while it is a draft. `body` are paragraphs; `copied_to` (抄送) and
    `printed_by` stand below the last of them."""

    issuer: str
    number: str
    title: str
    addressee: str
    body: tuple[str, ...]
    dated: dt.date
    copied_to: str = ""
    printed_by: str = ""

    @property
    def is_draft(self) -> bool:
        return not self.number

    @property
    def date(self) -> str:
        return f"{self.dated:%Y年%-m月%-d日}"
