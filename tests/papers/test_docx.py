"""The official tables as a Word document: what its pages keep together."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from filings.kinds import get_kind
from filings.papers.docx import write_docx
from filings.papers.editions import Edition
from tests.papers.tables import filled_document


def rows_of_table_1(**texts):
    """The rows of Table 1; `texts` go by the names of the secretary's cells."""
    document = filled_document(lambda path: "文本")
    document["rows"]["party_leaders"][0].update(texts)
    data = write_docx(Edition(get_kind("registration"), document, ""))
    return Document(BytesIO(data)).tables[0]._tbl.findall(qn("w:tr"))


def cells_that_stay(row):
    """Whether each cell's paragraph stays on the page of what follows."""
    return [cell.find(f".//{qn('w:keepNext')}") is not None for cell in row.findall(qn("w:tc"))]


def test_a_row_of_labels_stays_on_the_page_of_its_values():
    rows = rows_of_table_1()
    assert [all(cells_that_stay(row)) for row in rows] == [n in (7, 9) for n in range(12)]
    assert not any(any(cells_that_stay(rows[n])) for n in (*range(7), 8, 10, 11))


def test_a_page_may_cut_only_a_row_that_is_half_a_page_high():
    for contact, is_cut in (("话" * 50, False), ("话" * 300, True), ("话\n" * 30, True)):
        rows = rows_of_table_1(contact=contact)
        found = [row.find(f".//{qn('w:cantSplit')}") is None for row in rows]
        assert found == [is_cut and n == 10 for n in range(12)]
