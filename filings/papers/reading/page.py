"""One sheet while it is read: what of it is done, and its texts without what the form prints."""

import re

from filings.papers.html import ONE_OF_SEVERAL
from filings.papers.reading.collecting import Collected, Entry, FoundRow, Source
from filings.papers.reading.sheets import Cell, Sheet
from filings.papers.reading.vocabulary import Vocabulary

_TICKED = re.compile(r"[是有√✓✔☑☒■●1]|已勾选|true|yes", re.I)
UNTICKED = re.compile(r"[否无□☐○◯×✗xX0/-]|没有|不是|未勾选|false|no", re.I)
# What the official form itself prints below its tables.
PRINTED = re.compile(
    r"注[:：]?|[（(]?盖章[）)]?|[（(—-]*(以下|此处|本页)空白[）)—-]*|系统增补.*|.*(建立党组织、党建工作台账工作|年检、学会换届、项目申报的重要|"
    r"予以通报批评，且不能参与评优).*",
    re.S,
)
_BLANK = re.compile(r"[\s　_＿]+")
_NUMBER = re.compile(r"[\d,，.．\s]+|[-—－/／]")
# A line on which one writes, drawn of low strokes: not one within a number or an address.
_LINE = re.compile(r"[_＿]{2,}|^[_＿]+|[_＿]+$|[_＿]+(?=[一-鿿])|(?<=[一-鿿])[_＿]+")


def template(group: str, name: str) -> str:
    return f"{group}/*/{name}" if group else name


def _without_unit(text: str, unit: str) -> str:
    if text.endswith("\t" + unit):  # as we print it behind any text
        return text.removesuffix("\t" + unit).rstrip()
    bare = text.removesuffix(unit).rstrip()
    return bare if _NUMBER.fullmatch(bare) or bare == ONE_OF_SEVERAL else text


class Page:
    """`done` are labels and placed cells, with the row that a cell with a name belongs to."""

    def __init__(self, sheet: Sheet, number: int, vocabulary: Vocabulary, collected: Collected):
        self.sheet, self.number = sheet, number
        self.vocabulary, self.collected = vocabulary, collected
        self.done: dict[Cell, FoundRow | None] = {}

    def joined(self, group: str, name: str, cells: list[Cell]) -> str:
        """The value that stands in one or several cells; lines of their own stay lines."""
        path = template(group, name)
        text, before = "", None
        for cell in cells:
            piece = cell.text.strip()
            if before is not None:
                clash = text[-1:].isalnum() and piece[:1].isalnum() and (text + piece).isascii()
                text += "\n" if cell.row > before.row else " " if clash else ""
            text, before = text + piece, cell
        return self.tick(path, self.value(text, path))

    def value(self, text: str, path: str) -> str:
        """A text without what the form prints in its cell: a unit, a line to write on, or 年 月 in
        an empty one."""
        text = text.strip()
        if "_" in text or "＿" in text:
            text = text if "@" in text else _LINE.sub("", text).strip()
        if _BLANK.sub("", text) in self.vocabulary.blanks:
            return ""
        unit = self.vocabulary.units.get(path, "")
        return "\n".join(_without_unit(line, unit) for line in text.split("\n")) if unit else text

    def tick(self, path: str, text: str) -> str:
        """A box is said by a mark or a word; the document says 1."""
        if path not in self.vocabulary.boxes:
            return text
        return "1" if _TICKED.fullmatch(text.strip()) else ""

    def stray(self, cells: list[Cell], title: str = "") -> None:
        for cell in cells:
            text = cell.text.strip()
            if self.value(text, "") and not PRINTED.fullmatch(text) and cell not in self.done:
                self.done[cell] = None
                self.collected.unplaced.append(self.entry(cell, text, title))

    def entry(self, cell: Cell, text: str, title: str = "") -> Entry:
        return Entry(text, self.source(cell), title)

    def source(self, cell: Cell) -> Source:
        return Source(self.sheet.title, cell.address)

    def order(self, row: int) -> tuple[int, ...]:
        return (self.number, row)
