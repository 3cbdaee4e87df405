"""Page, print, workbook and Word document hold the same cells: those of the grid."""

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from filings.kinds import get_kind
from filings.papers.docx import write_docx
from filings.papers.editions import Edition
from filings.papers.grid import Label, Serial, placed
from filings.papers.names import FORM_VERSION, FORM_VERSION_NAME, name_of
from filings.papers.pdf import write_pdf
from filings.papers.xlsx import write_xlsx
from tests.papers.positions import LEFT, WIDTH, words
from tests.papers.tables import EMPTY, TABLES, filled_document, paper, read

KIND = get_kind("registration")
# A number in every cell: different ones, and short enough to leave the rows as high as they are.
NUMBERS: dict[str, str] = {}
DOCUMENT = filled_document(lambda path: NUMBERS.setdefault(path, str(len(NUMBERS) + 10)))
EDITION = Edition(KIND, DOCUMENT, "甲")
TITLES = [table.title.partition(".")[0] for table in TABLES]
tables = pytest.mark.parametrize("number", range(len(TABLES)), ids=TITLES)


def expected(table, units=True) -> list[list[str]]:
    """The texts of a table's cells, without blanks; `units` of values stand beside them."""
    rows = [[] for _ in table.rows]
    for place in placed(table):
        cell = place.cell
        if place.continued:
            continue
        if isinstance(cell, Label):
            text = cell.plain
        elif isinstance(cell, Serial):
            text = "1"
        else:
            text = NUMBERS[cell.path] + (cell.unit if units else "")
        rows[place.row].append(text)
    return rows


def plain(text) -> str:
    return "".join((text or "").split())


@tables
def test_page_holds_the_cells_of_the_grid(number):
    table = TABLES[number]
    found = read(paper(DOCUMENT)).tables[number][: len(table.rows)]
    assert [[plain(cell.text) for cell in row] for row in found] == expected(table)


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    path = tmp_path_factory.mktemp("paper") / "filled.pdf"
    path.write_bytes(write_pdf(EDITION))
    return words(path)


@tables
def test_print_holds_the_cells_of_the_grid_where_the_grid_has_them(printed, number):
    table, found = TABLES[number], printed[number]
    first = next(cell for row in table.rows for cell in row.cells).text.split("\n")
    lines = [word for word in found if word.text in first and word.top > 40]
    middle = (lines[0].top + lines[len(first) - 1].bottom) / 2
    edges = [LEFT + WIDTH * sum(table.columns[:n]) / 100 for n in range(len(table.columns) + 1)]
    heights = [row.height for row in table.rows]
    top = middle - heights[0] / 2
    rows = [[] for _ in table.rows]
    for place in placed(table):
        if place.continued:
            continue
        left, right = edges[place.column], edges[place.column + place.cell.colspan]
        above = top + sum(heights[: place.row])
        below = above + sum(heights[place.row : place.row + place.cell.rowspan])
        inside = [
            word.text
            for word in found
            if left < (word.left + word.right) / 2 < right and above < word.middle < below
        ]
        rows[place.row].append("".join(inside))
    assert rows == expected(table)


@tables
def test_workbook_holds_the_cells_of_the_grid(number):
    table = TABLES[number]
    sheet = load_workbook(BytesIO(write_xlsx(EDITION)))[TITLES[number]]
    top = 3 if table.line else 2
    rows = [[] for _ in table.rows]
    for place in placed(table):
        if not place.continued:
            text = sheet.cell(top + place.row, place.column + 1).value
            rows[place.row].append(plain(text).partition("（" if place.row else "\0")[0])
    assert rows == expected(table, units=False)


@pytest.fixture(scope="module")
def word():
    return Document(BytesIO(write_docx(EDITION)))


def text_of(element) -> str:
    return "".join(text.text for text in element.iter(qn("w:t")))


def official(document):
    """The tables of a Word document that stand below the titles of the official ones."""
    body = document.element.body
    found, title = {}, ""
    for element in body.iterchildren():
        if element.tag == qn("w:p"):
            text = text_of(element)
            title = next((t for t in TITLES if text.startswith(f"{t}.")), title)
        elif element.tag == qn("w:tbl"):
            found.setdefault(title, element)
    return found


def is_continued(cell) -> bool:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return merge is not None and merge.get(qn("w:val")) == "continue"


@tables
def test_word_holds_the_cells_of_the_grid(word, number):
    table = TABLES[number]
    rows = official(word)[TITLES[number]].findall(qn("w:tr"))[: len(table.rows)]
    found = [
        [plain(text_of(cell)) for cell in row.findall(qn("w:tc")) if not is_continued(cell)]
        for row in rows
    ]
    assert found == expected(table)


@tables
def test_word_has_the_official_number_of_cells_in_each_row(number):
    counts = {
        "表1": [2, 2, 4, 4, 4, 6, 6, 7, 7, 7, 7, 2],
        "表2": [6, 6, 6, 4, 4, 2, 2],
        "表3": [6] * 9,
    }
    blank = Document(BytesIO(write_docx(Edition(KIND, EMPTY, "空白表"))))
    rows = official(blank)[TITLES[number]].findall(qn("w:tr"))
    assert [len(row.findall(qn("w:tc"))) for row in rows] == counts[TITLES[number]]


def test_word_and_workbook_have_inputs_of_the_same_names_and_say_the_same_version(word):
    tags = {tag.get(qn("w:val")) for tag in word.element.body.iter(qn("w:tag"))}
    book = load_workbook(BytesIO(write_xlsx(EDITION)))
    assert tags | {FORM_VERSION_NAME} == set(book.defined_names)
    assert name_of("birth_month", "heads", 1) in tags
    assert (word.core_properties.version, book["form"]["A1"].value) == (FORM_VERSION, FORM_VERSION)


def test_word_is_a4_and_repeats_the_head_of_the_roster(word):
    section = word.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    heads = official(word)["表3"].iter(qn("w:tblHeader"))
    assert len(list(heads)) == 1


def test_word_offers_coded_values_and_lets_others_be_typed(word):
    controls = {
        tag.get(qn("w:val")): tag.getparent() for tag in word.element.body.iter(qn("w:tag"))
    }
    offered = controls["cell__council__1__sex"].iter(qn("w:listItem"))
    assert {"男", "女"} <= {item.get(qn("w:value")) for item in offered}
    assert controls["cell__council__1__sex"].find(qn("w:comboBox")) is not None
    assert controls["cell__council__1__name"].find(qn("w:richText")) is not None
