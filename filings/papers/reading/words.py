"""Word documents as one sheet of cells: tables row by row, and the lines between them."""

from docx.oxml.ns import qn
from lxml import etree

from filings.papers.reading.sheets import Cell, Sheet
from societies.office import packages
from societies.office.refusals import damaged, too_large

MOST_CELLS = 20_000  # of six hundred people with cards
MOST_ELEMENTS = 500_000
DEEPEST = 5  # tables in cells of tables
WIDEST = 63  # columns that Word allows
_P, _TABLE, _ROW, _CELL, _CONTROL = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc", "w:sdt"))
_TEXT, _VALUE, _CONTENT = map(qn, ("w:t", "w:val", "w:sdtContent"))
_WRAPPERS = {_CONTROL, _CONTENT, qn("w:ins"), qn("w:customXml")}
_BEFORE = qn("w:trPr"), qn("w:gridBefore")
_SPAN, _MERGE = ((qn("w:tcPr"), qn(name)) for name in ("w:gridSpan", "w:vMerge"))
_TAG, _PROMPT = ((qn("w:sdtPr"), qn(name)) for name in ("w:tag", "w:showingPlcHdr"))
_BOX = qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {qn(name) for name in ("w:del", "w:moveFrom", "w:tbl", "w:pPr", "w:rPr", "w:sdtPr")} | {
    _BOX,
    _FALLBACK,
}
_RUN, _LOOK = qn("w:r"), qn("w:rPr")
_STRUCK = {qn(name) for name in ("w:strike", "w:dstrike", "w:vanish")}
_MARKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(data: bytes) -> list[Sheet]:
    parts = {name.lower(): part for name, part in packages.check(data).items()}
    part = parts["word/document.xml"]
    if part.count(b"<") - part.count(b"</") > MOST_ELEMENTS:
        raise too_large("里的格式太多")
    try:
        # A tree of its own: the library would make one of each part, with a class for each element.
        parser = etree.XMLParser(resolve_entities=False, remove_blank_text=True)
        body = etree.fromstring(part, parser).find(qn("w:body"))
        cells = tuple(_Walk().walk(body))
    except RecursionError:
        raise damaged(" Word ") from None
    except (MemoryError, TooManyCells):
        raise too_large("里的表格太大") from None
    except Exception:  # whatever a broken part makes the code run into
        raise damaged(" Word ") from None
    return [Sheet("", cells, is_word=True)]


class TooManyCells(Exception):
    pass


class _Walk:
    """Counts rows and tables on the way through a document."""

    def __init__(self):
        self.row = self.tables = self.lines = self.cells = self.found = 0

    def walk(self, parent, depth=0, box=""):
        """The cells of paragraphs and tables below an element, maybe a text box."""
        for element in parent.iterchildren():
            if element.tag == _P:
                self.lines += 1
                if (text := _text(element)).strip():
                    yield self.cell(text, 0, box or f"正文第{self.lines}段", colspan=WIDEST)
                    self.row += 1
                yield from self.boxes(element, depth)
            elif element.tag == _TABLE:
                yield from self.table(element, depth)
            elif element.tag in _WRAPPERS:
                yield from self.walk(element, depth, box)

    def cell(self, text, column, address, **more) -> Cell:
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise TooManyCells
        return Cell(text, self.row, column, address, **more)

    def table(self, table, depth):
        self.tables += 1
        number, first = self.tables, self.row
        rows = [list(_row_cells(row)) for row in _inside(table, _ROW)]
        for row in rows:
            for position, (tc, column, span) in enumerate(row, 1):
                merge = _merge(tc)
                if merge == "continue":
                    continue
                yield self.cell(
                    _cell_text(tc),
                    column,
                    f"第{number}个表格第{self.row - first + 1}行第{position}格",
                    colspan=span,
                    rowspan=1 + _continued(rows, self.row - first, column) if merge else 1,
                    named=_named(tc),
                )
            self.row += 1
        if depth < DEEPEST:
            for row in rows:
                for tc, *_ in row:
                    for inner in tc.iterchildren(_TABLE):
                        yield from self.table(inner, depth + 1)
                    for paragraph in tc.iterchildren(_P):
                        yield from self.boxes(paragraph, depth + 1)

    def boxes(self, paragraph, depth):
        """The text boxes that hang on a paragraph, as lines and tables behind it."""
        if depth < DEEPEST:
            for box in paragraph.iter(_BOX):
                if not any(above.tag in (_BOX, _FALLBACK) for above in box.iterancestors()):
                    self.found += 1
                    yield from self.walk(box, depth + 1, f"第{self.found}个文本框")


def _inside(parent, tag):
    """Children with a tag, also where content controls or tracked changes wrap them."""
    for element in parent.iterchildren():
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _inside(element, tag)


def _row_cells(row):
    """(element, column, span) of each cell in a row."""
    column = _number(_below(row, _BEFORE))
    for tc in _inside(row, _CELL):
        span = max(1, _number(_below(tc, _SPAN)))
        yield tc, column, span
        column += span


def _below(element, path: tuple[str, ...]):
    """The first element down a path of tags; None where there is none."""
    for tag in path:
        element = next(element.iterchildren(tag), None)
        if element is None:
            break
    return element


def _number(element) -> int:
    text = element.get(_VALUE, "") if element is not None else ""
    return min(int(text), WIDEST) if text.isdecimal() else 0


def _merge(tc) -> str:
    """'restart' where cells below continue this one, 'continue' in those, else nothing."""
    merge = _below(tc, _MERGE)
    return "" if merge is None else merge.get(_VALUE) or "continue"


def _continued(rows, index: int, column: int) -> int:
    """How many rows below a cell continue it."""
    below = index + 1
    while below < len(rows) and any(
        start == column and _merge(tc) == "continue" for tc, start, _ in rows[below]
    ):
        below += 1
    return below - index - 1


def _named(tc) -> tuple[tuple[str, str], ...]:
    """The tags of content controls around and in a cell, each with its text."""
    if tag := _tag(_around(tc)):
        return ((tag, _cell_text(tc)),)
    controls = ((_tag(found), found) for found in tc.iter(_CONTROL))
    return tuple((tag, _control_text(found)) for tag, found in controls if tag)


def _around(tc):
    """The content control around a cell, or what else holds its row."""
    return tc.getparent().getparent()


def _tag(control) -> str:
    tag = _below(control, _TAG) if control.tag == _CONTROL else None
    return "" if tag is None else tag.get(_VALUE, "")


def _cell_text(tc) -> str:
    return "" if _is_prompt(_around(tc)) else _lines(tc)


def _control_text(control) -> str:
    content = _below(control, (_CONTENT,))
    if content is None or _is_prompt(control):
        return ""
    return _lines(content) or _text(content)


def _lines(parent) -> str:
    """The text of the paragraphs in a cell or control, also of those in controls therein."""
    paragraphs = _inside(parent, _P)
    shown = (p for p in paragraphs if not _is_prompt(p.getparent().getparent()))
    return "\n".join(map(_text, shown)).strip("\n")


def _text(element) -> str:
    """What a paragraph shows: not what was struck out, nor the prompt of an empty control."""
    parts = []
    for child in element.iterchildren():
        tag = child.tag
        if tag == _TEXT:
            parts.append(child.text or "")
        elif tag in _MARKS:
            parts.append(_MARKS[tag])
        elif tag not in _SKIPPED and not _is_prompt(child) and not _is_struck(child):
            parts.append(_text(child))
    return "".join(parts)


def _is_struck(element) -> bool:
    """Whether a run was struck through instead of deleted, or is hidden."""
    look = element.find(_LOOK) if element.tag == _RUN else None
    return look is not None and any(
        mark.tag in _STRUCK and mark.get(_VALUE, "1") not in ("0", "false", "off") for mark in look
    )


def _is_prompt(element) -> bool:
    """An empty control shows what it asks for."""
    return element.tag == _CONTROL and _below(element, _PROMPT) is not None
