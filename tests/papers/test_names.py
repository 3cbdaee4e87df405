"""Names in our files and codes on our pages say what they were made from, and nothing else."""

import pytest

from filings.documents import KEY
from filings.papers.marks import PageMark, parse_code
from filings.papers.names import FORM_VERSION_NAME, name_of, parse_name
from tests.papers.tables import filled_document


def test_every_cell_of_the_tables_has_a_name_that_leads_back():
    document = filled_document(lambda path: path)
    cells = [("", 0, name) for name in document["cells"]]
    for group, rows in document["rows"].items():
        cells += [(group, 12, name) for name in rows[0] if name != KEY]
    names = {name_of(name, group, number): (group, number, name) for group, number, name in cells}
    assert len(names) == len(cells)
    assert {name: parse_name(name.upper()) for name in names} == names


@pytest.mark.parametrize(
    "name", [FORM_VERSION_NAME, "", "cell__", "cell__council__0__phone", "cell__a__b", "Print_Area"]
)
def test_foreign_name_is_no_cell(name):
    assert parse_name(name) is None


def test_code_of_a_page_reads_back():
    mark = PageMark("2017-0042", 3, "0123456789ab")
    assert parse_code(mark.code) == mark


@pytest.mark.parametrize("text", ["", "https://example.org", "PARTYREG:a:0:0123456789ab"])
def test_foreign_code_is_no_mark(text):
    assert parse_code(text) is None
