"""The official tables printed: what a reader of the PDF finds on its pages."""

import io
from itertools import pairwise

import pypdfium2
import pytest
import zxingcpp
from pypdf import PdfReader

from filings.kinds import get_kind
from filings.papers.editions import EMPTY, Edition
from filings.papers.marks import PageMark, parse_code
from filings.papers.pdf import write_pdf
from tests.papers.positions import FORMS, LEFT, MM, labels, words

KIND = get_kind("registration")
RARE = "𠮷㛃䶮喆堃"
REASON = "因" * 600
MARK = PageMark("DJ2017-0042", 3, "0123456789ab")
NOTES = tuple(f"第{number}条说明" for number in "一二三四")


@pytest.fixture(scope="module")
def printed():
    people = [{"key": f"r{number:012x}", "name": RARE} for number in range(200)]
    document = {"cells": {"no_org_reason": REASON}, "rows": {"council": people}}
    return PdfReader(io.BytesIO(write_pdf(Edition(KIND, document, "甲", NOTES, MARK))))


@pytest.fixture(scope="module")
def texts(printed):
    return ["".join(page.extract_text().split()) for page in printed.pages]


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    path = tmp_path_factory.mktemp("paper") / "blank.pdf"
    path.write_bytes(write_pdf(Edition(KIND, EMPTY, "空白表", NOTES)))
    return path


def picture(source, number: int):
    """A page as grey values: rows of columns, 8 to the millimetre."""
    with pypdfium2.PdfDocument(source) as document:
        return document[number].render(scale=8 * MM, grayscale=True).to_pil()


def test_every_page_of_a_long_roster_has_its_head(texts):
    roster = [text for text in texts if RARE in text]
    assert len(roster) > 5
    assert all("学会职务" in text and "联系电话" in text for text in roster)


def test_long_text_is_never_cut_and_stands_beside_its_label(texts):
    found = [text for text in texts if REASON in text]
    assert len(found) == 1
    assert "未建党组织" in found[0]


def test_row_longer_than_a_page_has_a_closed_frame_on_each():
    document = {"cells": {"no_org_reason": "因" * 2500}, "rows": {}}
    source = io.BytesIO(write_pdf(Edition(KIND, document, "甲")))
    for number in (1, 2):
        page = picture(source, number)
        x = int((LEFT + 1) * 8)  # in the column of labels, beside them
        column = [page.getpixel((x, y)) < 128 for y in range(page.height)]
        assert sum(now and not before for before, now in pairwise(column)) == 2


def test_rare_characters_print(texts):
    assert sum(text.count(RARE) for text in texts) == 200


def test_notes_stand_once_behind_table_3(texts):
    assert all(note in texts[-1] for note in NOTES)
    assert sum(text.count(NOTES[0]) for text in texts) == 1


def test_only_the_shipped_fonts_are_used(printed):
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in printed.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"Partyreg-Song", "Partyreg-Song-Bold"}


def test_every_page_says_of_which_version_it_is(printed, texts):
    assert len(texts) > 8
    for number, text in enumerate(texts, 1):
        said = f"回执{MARK.receipt}第{MARK.number}版校验码{MARK.digits}"
        assert f"{said}第{number}页，共{len(texts)}页" in text


@pytest.mark.parametrize("number", [0, -1])
def test_code_of_a_page_reads_back(printed, number):
    page = picture(printed.stream, number % len(printed.pages))
    (code,) = zxingcpp.read_barcodes(page)
    assert parse_code(code.text) == MARK


@pytest.mark.parametrize(("number", "form"), list(enumerate(FORMS)))
def test_each_label_lies_in_its_cell_of_the_official_form(blank, number, form):
    found = words(blank)[number]
    cells = labels(form)
    first = cells[0].text.split("/")
    lines = [word for word in found if word.text in first and word.top > 40]
    middle = (lines[0].top + lines[len(first) - 1].bottom) / 2
    top = middle - cells[0].middle  # of the table: its first label stands in the middle of its cell
    assert 37 < top < 65
    for cell in cells:
        for line in cell.text.split("/"):
            assert any(
                word.text == line
                and word.left >= cell.left - 2
                and word.right <= cell.right + 2
                and word.top >= top + cell.top - 2
                and word.bottom <= top + cell.bottom + 2
                for word in found
            ), (line, cell)


def test_blank_table_3_has_eight_rows(blank):
    page = picture(blank, 2)
    found = words(blank)[2]
    head = next(word for word in found if word.text == "序号")
    notes = next(word for word in found if word.text == "注：")
    x = int((LEFT + 1) * 8)  # in the first column, beside its texts
    column = [page.getpixel((x, y)) < 128 for y in range(int(head.middle * 8), int(notes.top * 8))]
    lines = sum(now and not before for before, now in pairwise(column))
    assert lines == 1 + 8  # below the head, and below each row


def test_blank_form_names_no_version(blank):
    assert "版" not in "".join(word.text for page in words(blank) for word in page)
