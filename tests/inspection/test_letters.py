"""Official documents stand on the page as GB/T 9704-2012 says; both forms hold their text."""

import datetime as dt
import io
from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from ledger.inspection.papers.docx import write_docx
from ledger.inspection.papers.letter import Letter
from ledger.inspection.papers.pdf import write_pdf
from tests.papers.positions import MM, words

NUMBER = "吉科协通字〔2018〕3号"
LETTER = Letter(
    issuer="吉林省科学技术协会",
    number=NUMBER,
    title="关于2018年年检党建检查结果的通报",
    addressee="各省级学会",
    body=("学会党建工作" * 100, "此后照此办理。"),
    dated=dt.date(2018, 3, 12),
    copied_to="省科技社团党委",
    printed_by="吉林省科学技术协会办公室",
)
LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 37, 297 - 35


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("letter") / "letter.pdf"
    path.write_bytes(write_pdf(LETTER))
    return path


@pytest.fixture(scope="module")
def pages(path):
    return words(path)


def find(page, text):
    return next(box for box in page if text in box.text)


def test_text_fills_its_margins_and_nothing_stands_outside_but_the_page_number(pages):
    assert len(pages) == 2
    for page in pages:
        inside = [box for box in page if box.top < BOTTOM]
        assert min(box.left for box in inside) == pytest.approx(LEFT, abs=0.5)
        assert RIGHT - 6 < max(box.right for box in inside) <= RIGHT + 0.2
        assert min(box.top for box in inside) >= TOP
        assert max(box.bottom for box in inside) <= BOTTOM + 0.2


def test_a_line_has_28_characters_and_a_page_22_lines(pages):
    full = [box.text for box in pages[0] if set(box.text) <= set("学会党建工作")]
    assert Counter(map(len, full)) == {26: 1, 28: len(full) - 1}  # the first is indented by two
    tops = sorted({round(box.top, 1) for box in pages[0] if set(box.text) <= set("学会党建工作")})
    pitch = (tops[-1] - tops[0]) / (len(tops) - 1)
    assert 225 / pitch == pytest.approx(22, abs=0.05)


def test_head_number_rule_and_date_stand_in_their_places(pages, path):
    first, last = pages
    head, number, title = (find(first, text) for text in (LETTER.issuer, "吉科协通字", "关于"))
    for box in (head, title):
        assert (box.left + box.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=1)
    date = find(last, "2018年3月12日")
    assert RIGHT - date.right == pytest.approx(4 * 156 / 28, abs=1)
    signer = find(last, LETTER.issuer)
    assert (signer.left + signer.right) / 2 == pytest.approx((date.left + date.right) / 2, abs=1)
    with pypdfium2.PdfDocument(path) as document:
        picture = document[0].render(scale=4 * MM).to_pil().convert("RGB")
    red = [
        y / 4
        for y in range(picture.height)
        for x in range(LEFT * 4, RIGHT * 4, 3)
        if picture.getpixel((x, y)) == (215, 0, 15)
    ]
    assert min(red) == pytest.approx(TOP + 35, abs=3)  # the upper edge of the head
    assert max(red) == pytest.approx(number.bottom + 4, abs=1.5)  # the line
    across = [picture.getpixel((x, int(max(red) * 4))) for x in (LEFT * 4 + 2, RIGHT * 4 - 2)]
    assert all(pixel[0] > 200 and pixel[1] < 60 for pixel in across)


def test_pages_are_numbered_at_their_outer_edges(pages):
    for page, number in zip(pages, (1, 2), strict=True):
        below = [box for box in page if box.top >= BOTTOM]
        assert "".join(box.text for box in below) == f"—{number}—"
        assert min(box.top for box in below) == pytest.approx(BOTTOM + 7, abs=2)
    odd, even = ([box for box in page if box.top >= BOTTOM] for page in pages)
    assert RIGHT - max(box.right for box in odd) == pytest.approx(156 / 28, abs=1)
    assert min(box.left for box in even) - LEFT == pytest.approx(156 / 28, abs=1)


def test_draft_says_so_and_has_no_number(tmp_path):
    (tmp_path / "draft.pdf").write_bytes(write_pdf(replace(LETTER, number="")))
    first = "".join(box.text for box in words(tmp_path / "draft.pdf")[0])
    assert "草稿" in first and "吉科协通字" not in first
    assert "草稿" in "".join(
        Document(io.BytesIO(write_docx(replace(LETTER, number="")))).element.body.itertext()
    )


def test_word_has_the_same_page_grid_and_text():
    document = Document(io.BytesIO(write_docx(LETTER)))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert 225 * 72 / 25.4 / (int(grid.get(qn("w:linePitch"))) / 20) == pytest.approx(22, abs=0.05)
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 156 * 72 / 25.4 / character == pytest.approx(28, abs=0.05)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for part in (LETTER.issuer, NUMBER, LETTER.title, *LETTER.body, "2018年3月12日印发"):
        assert part in text
    body = next(p for p in document.paragraphs if p.text == LETTER.body[0])
    assert round(body.paragraph_format.first_line_indent.mm) == 11  # where no characters count
