"""The few elements of a Word document that the official tables are made of."""

import re

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from societies.office.formulas import writable

TWIPS = 1440 / 25.4  # in a millimetre


def el(tag: str, *children, **values):
    """An element of the main namespace: el("jc", val="center")."""
    element = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        element.set(qn(f"w:{name}"), str(value))
    element.extend(children)
    return element


def run(text: str, size: float = 11, *, bold: bool = False, face: str = "", color: str = ""):
    """A text of one look; line feeds and tabs stay."""
    look = [el("rFonts", ascii=face, hAnsi=face, eastAsia=face)] if face else []
    look += [el("b")] if bold else []
    look += [el("color", val=color)] if color else []
    look += [el("sz", val=int(size * 2)), el("szCs", val=int(size * 2))]
    made = el("r", el("rPr", *look))
    for piece in re.split(r"(\n|\t)", writable(text)):
        if piece in ("\n", "\t"):
            made.append(el("br" if piece == "\n" else "tab"))
        elif piece:
            letters = el("t")
            letters.text = piece
            letters.set(qn("xml:space"), "preserve")
            made.append(letters)
    return made


def paragraph(
    *runs, align="left", tab=0, before=0, after=0, indent=None, lines=(), new_page=False, keep=False
):
    """A paragraph; `tab` is the place of a right tab stop in mm, `before` and `after` points,
    `indent` the attributes of w:ind, `lines` its borders; `keep`: it stays with what follows."""
    look = [el("keepNext")] if keep else []
    look += [el("pageBreakBefore")] if new_page else []
    look += [el("pBdr", *lines)] if lines else []
    if tab:
        look.append(el("tabs", el("tab", val="right", pos=int(tab * TWIPS))))
    look.append(el("spacing", before=int(before * 20), after=int(after * 20)))
    look += [el("ind", **indent)] if indent else []
    look.append(el("jc", val=align))
    return el("p", el("pPr", *look), *runs)


def control(number: int, name: str, title: str, text: str, *, size=11, prompt="", texts=()):
    """A content control in a paragraph. Empty it shows `prompt`; `texts` are offered in a list,
    other text may be typed."""
    look = [el("alias", val=title[:64]), el("tag", val=name), el("id", val=number)]
    if not text:
        look.append(el("showingPlcHdr"))
    if texts:
        items = (el("listItem", displayText=offered, value=offered) for offered in texts)
        look.append(el("comboBox", *items))
    else:
        look.append(el("richText"))  # of a plain one LibreOffice saves the text four times
    return el("sdt", el("sdtPr", *look), el("sdtContent", run(text or prompt or "　　　", size)))


def cell(width: float, *paragraphs, span=1, merge="", top=False):
    """A cell of `width` mm; `merge` is restart or continue where it spans rows."""
    look = [el("tcW", w=int(width * TWIPS), type="dxa")]
    if span > 1:
        look.append(el("gridSpan", val=span))
    if merge:
        look.append(el("vMerge", val=merge))
    look.append(el("vAlign", val="top" if top else "center"))
    return el("tc", el("tcPr", *look), *(paragraphs or (paragraph(),)))


def row(height: float, *cells, heads=False, whole=True):
    """A row of at least `height` mm; `heads`: repeated on every page; `whole`: no page cuts it."""
    look = [el("cantSplit")] if whole else []
    look.append(el("trHeight", val=int(height * TWIPS), hRule="atLeast"))
    return el("tr", el("trPr", *look, *([el("tblHeader")] if heads else [])), *cells)


def table(widths: list[float], *rows, outer=12):
    """A table of fixed widths in mm; `outer` is its border in eighths of a point."""
    sides = ("top", "left", "bottom", "right")
    borders = [el(side, val="single", sz=outer, space=0, color="000000") for side in sides]
    borders += [
        el(side, val="single", sz=5, space=0, color="000000") for side in ("insideH", "insideV")
    ]
    margins = [el(side, w=int(0.6 * TWIPS), type="dxa") for side in ("left", "right")]
    return el(
        "tbl",
        el(
            "tblPr",
            el("tblW", w=int(sum(widths) * TWIPS), type="dxa"),
            el("jc", val="center"),
            el("tblBorders", *borders),
            el("tblLayout", type="fixed"),
            el("tblCellMar", *margins),
        ),
        el("tblGrid", *(el("gridCol", w=int(width * TWIPS)) for width in widths)),
        *rows,
    )
