"""Official documents for Word: the page, its margins and its grid are those of GB/T 9704-2012. Word
has the faces that the standard names; the PDF sets all in Song."""

import copy
from io import BytesIO

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from filings.papers.wordml import TWIPS, el, paragraph, run
from ledger.inspection.papers.letter import CHARACTERS, LINES, MARGINS, PAGE, Letter

BODY, TITLE = "仿宋", "小标宋"
SIZE, POINT = 16, 72 / 25.4  # size 3; points in a millimetre
WIDTH = PAGE[0] - MARGINS["left"] - MARGINS["right"]
HEIGHT = PAGE[1] - MARGINS["top"] - MARGINS["bottom"]
LINE = HEIGHT / LINES * POINT  # points
# Two characters; in twips too, for who counts no characters.
INDENT = {"firstLineChars": 200, "firstLine": int(2 * WIDTH / CHARACTERS * TWIPS)}
RED = "D7000F"


def write_docx(letter: Letter) -> bytes:
    document = Document()
    _set_up(document, letter)
    end = document.element.body.sectPr
    for element in _elements(letter):
        end.addprevious(element)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document, letter: Letter) -> None:
    known = document.core_properties
    known.title, known.author, known.comments = letter.title, "", ""
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, PAGE)
    section.top_margin, section.bottom_margin = Mm(MARGINS["top"]), Mm(MARGINS["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS["left"]), Mm(MARGINS["right"])
    # The number stands 7 mm below the text.
    section.footer_distance = Mm(MARGINS["bottom"] - 7 - 14 / POINT)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(
        el(
            "docGrid",
            type="linesAndChars",
            linePitch=int(LINE * 20),
            charSpace=int((WIDTH * POINT / CHARACTERS - SIZE) * 4096),
        )
    )
    normal = document.styles["Normal"]
    normal.font.name = BODY
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    document.settings.odd_and_even_pages_header_footer = True
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def _number(footer, side: str) -> None:
    """— 1 —, one character from the outer edge."""
    field = el("fldSimple", run("1", 14), instr="PAGE")
    words = (run("— ", 14), field, run(" —", 14))
    last = footer.paragraphs[0]._p
    last.addprevious(paragraph(*words, align=side, indent={f"{side}Chars": 100}))
    last.getparent().remove(last)


def _elements(letter: Letter):
    if letter.is_draft:
        yield paragraph(run("草稿", SIZE), align="right")
    issuer = run(letter.issuer, 42, bold=True, face=TITLE, color=RED)
    yield paragraph(issuer, align="center", before=35 * POINT, after=2 * LINE)
    number = run(letter.number or "（草稿，未编文号）", SIZE)
    rule = el("bottom", val="single", sz=12, space=int(4 * POINT), color=RED)
    yield paragraph(number, align="center", lines=(rule,))
    title = run(letter.title, 22, bold=True, face=TITLE)
    yield paragraph(title, align="center", before=2 * LINE, after=LINE)
    yield paragraph(run(f"{letter.addressee}：", SIZE), align="both")
    for text in letter.body:
        yield paragraph(run(text, SIZE), align="both", indent=INDENT)
    yield from _signed(letter)
    if letter.printed_by:
        yield from _record(letter)


def _signed(letter: Letter):
    """The date ends four characters from the edge; who signs stands centred above it."""
    date = sum(0.5 if sign.isascii() else 1 for sign in letter.date)
    left = {"left": int((CHARACTERS - 8 - date) * WIDTH / CHARACTERS * TWIPS)}
    signer = run(letter.issuer, SIZE)
    yield paragraph(signer, align="center", before=2 * LINE, indent=left, keep=True)
    yield paragraph(run(letter.date, SIZE), align="center", indent=left)


def _record(letter: Letter):
    """版记: whom it goes to, who printed it and when, between lines."""
    texts = [f"抄送：{letter.copied_to}。"] if letter.copied_to else []
    texts.append(f"{letter.printed_by}\t{letter.date}印发")
    rules = [el(side, val="single", sz=8, space=1, color="000000") for side in ("top", "bottom")]
    for index, text in enumerate(texts):
        yield paragraph(
            run(text, 14),
            tab=WIDTH - 5,
            before=0 if index else int(2 * LINE),
            indent={"leftChars": 100},
            lines=copy.deepcopy(rules),
        )
