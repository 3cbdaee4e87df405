"""The official tables as a Word document to fill in, A4, cell by cell as the directive prints them.

Every input is a content control whose tag is the name of its cell (filings.papers.names). Where
several rows of a group share one official cell, that cell is plain text: the block below the table
(filings.papers.below) holds every column of every such row.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import count

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from filings.papers import wordml
from filings.papers.below import TITLE, Line, is_shared, lines, shared_texts
from filings.papers.editions import Edition
from filings.papers.grid import TICKED, Label, Placed, Row, Serial, Table, Value, placed, split
from filings.papers.html import ONE_OF_SEVERAL
from filings.papers.names import FORM_VERSION, name_of
from filings.papers.notes import printed
from filings.papers.wordml import paragraph, run

WIDTH = 156  # mm of the text block
FONT = "宋体"
SIDE = 2.5  # mm from a unit to the next cell
CHARACTER = 4  # mm of a character at 11 pt
WHOLE = 20  # lines of a row that no page cuts: half a page, so that it finds room below its labels
IN_ROSTER = 3  # additions to a roster that share a line


def write_docx(edition: Edition) -> bytes:
    """The document of an edition."""
    document = Document()
    _set_up(document, edition)
    end = document.element.body.sectPr
    controls = count(1)
    for number, table in enumerate(edition.kind.tables):
        for element in _Sheet(table, edition, controls).elements(is_first=number == 0):
            end.addprevious(element)
    if edition.notes:
        end.addprevious(paragraph(run(printed(edition.notes), 10.5), before=6))
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document, edition: Edition) -> None:
    known = document.core_properties
    known.title, known.author, known.comments = edition.title, "", ""
    known.version = FORM_VERSION
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(37), Mm(26)
    section.bottom_margin, section.left_margin = Mm(35), Mm(28)
    normal = document.styles["Normal"]
    normal.font.name = FONT
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    if mark := edition.mark:
        footer = section.footer.paragraphs[0]
        footer.text = f"回执 {mark.receipt}　第 {mark.number} 版　校验码 {mark.digits}"


def _lines(cell, width: float) -> float:
    """About how many lines the text of a cell of `width` mm takes."""
    breaks = sum(1 for _ in cell.iter(qn("w:p"), qn("w:br")))
    return len("".join(cell.itertext())) * CHARACTER / width + breaks


class _Sheet:
    """One table on its way to Word.

    `bound` holds, by group, the number of the row that a card or a line is about.
    """

    def __init__(self, table: Table, edition: Edition, controls: Iterator[int]):
        self.table = table
        self.edition = edition
        self.controls = controls
        self.widths = [width * WIDTH / 100 for width in table.columns]

    def elements(self, is_first: bool):
        """Paragraphs and tables, each card on a page of its own."""
        cards = max(1, len(self.edition.rows(self.table.each))) if self.table.each else 1
        for number in range(1, cards + 1):
            bound = {self.table.each: number} if self.table.each else {}
            title = run(self.table.title, 17, bold=True)
            new_page = number > 1 or not is_first
            yield paragraph(title, align="center", after=14, new_page=new_page)
            if self.table.line:
                label, value = self.table.line
                text = label.text + self.edition.text("", 0, value.path)
                yield paragraph(run(text, 12), after=6)
            yield wordml.table(self.widths, *self.rows(bound))
            yield from self.additions(bound, is_first=number == 1)

    def rows(self, bound: dict):
        places = list(placed(self.table))
        for index, row in enumerate(self.table.rows):
            own = [place for place in places if place.row == index]
            people = len(self.edition.rows(row.each)) if row.each else 1
            for number in range(1, max(row.minimum, people) + 1):
                of = bound | {row.each: number} if row.each else bound
                yield self.row(row, own, of, number)

    def row(self, row: Row, places: list[Placed], bound: dict, number: int):
        """A row of the table; one of labels alone stays on the page of the row below it."""
        keep = all(isinstance(place.cell, Label) for place in places)
        cells = [self.cell(place, bound, number, keep=keep) for place in places]
        widths = [self.width(place) for place in places]
        whole = max(map(_lines, cells, widths)) <= WHOLE
        return wordml.row(row.height, *cells, heads=row.heads, whole=whole)

    def width(self, place: Placed) -> float:
        return sum(self.widths[place.column : place.column + place.cell.colspan])

    def cell(self, place: Placed, bound: dict, number: int, *, keep: bool):
        cell, width = place.cell, self.width(place)
        merge = "continue" if place.continued else "restart" if cell.rowspan > 1 else ""
        if place.continued:
            inside = [paragraph()]
        elif isinstance(cell, Label):
            inside = [paragraph(run(cell.text, 12), align="center", keep=keep)]
        elif isinstance(cell, Serial):
            inside = [paragraph(run(str(number)), align="center")]
        else:
            inside = self.value(cell, width, bound)
        is_tall = isinstance(cell, Value) and cell.tall
        return wordml.cell(width, *inside, span=cell.colspan, merge=merge, top=is_tall)

    def value(self, cell: Value, width: float, bound: dict) -> list:
        """The paragraphs of a cell for a value; its unit stands at the right end."""
        unit = f"\t{cell.unit}" if cell.unit else ""
        look = {"align": "left" if unit or cell.tall else "center"}
        if unit:
            look["tab"] = width - SIDE
        if is_shared(self.edition, cell.path, bound):
            texts = shared_texts(self.edition, self.table, cell.path)
            shown = [text or ONE_OF_SEVERAL for text in texts] or [""]
            return [paragraph(run(text + unit), **look) for text in shown]
        number = bound.get(split(cell.path)[0], 1)
        inside = [self.input(cell.path, number, prompt=cell.blank)]
        return [paragraph(*inside, *([run(unit)] if unit else []), **look)]

    def input(self, path: str, number: int, *, size=11, prompt="", is_box=False):
        group, name = split(path)
        number = number if group else 0
        text = self.edition.text(group, number, name)
        return wordml.control(
            next(self.controls),
            name_of(name, group, number),
            self.edition.kind.field(path).label,
            TICKED if is_box and text else text,
            size=size,
            prompt=prompt,
            texts=self.edition.choices.get(path, ()),
        )

    def additions(self, bound: dict, is_first: bool):
        """What the system adds, below the table: labels, each with its input beside it."""
        asked = list(lines(self.edition, self.table, bound, is_first=is_first))
        if not asked:
            return
        yield paragraph(run(TITLE, 9), before=6, after=2, keep=True)
        roster = self.table.roster
        in_roster = [line for line in asked if roster and split(line.path)[0] == roster.each]
        for several, found in (
            (IN_ROSTER, in_roster),
            (1, [line for line in asked if line not in in_roster]),
        ):
            if found:
                yield self.block(found, several)
                yield paragraph(run("", 4))

    def block(self, asked: list[Line], several: int):
        """A table of labels and inputs, `several` pairs in a row."""
        part = WIDTH / several
        widths = [part * 0.7, part * 0.3] if several > 1 else [part * 0.3, part * 0.7]
        rows = []
        for first in range(0, len(asked), several):
            together = asked[first : first + several]
            cells = [made for line in together for made in self.pair(line, widths)]
            cells += [wordml.cell(width) for width in widths * (several - len(together))]
            rows.append(wordml.row(6, *cells))
        return wordml.table(widths * several, *rows, outer=5)

    def pair(self, line: Line, widths: list[float]) -> list:
        value = self.input(line.path, line.number, size=9, is_box=line.is_box)
        return [
            wordml.cell(widths[0], paragraph(run(line.label, 9))),
            wordml.cell(widths[1], paragraph(value)),
        ]
