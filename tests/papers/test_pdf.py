"""The official tables printed: what a reader of the PDF finds on its pages."""

import io

import pytest
from pypdf import PdfReader

from filings.papers.pdf import render_pdf
from tests.papers.tables import paper

RARE = "𠮷㛃䶮喆堃"
REASON = "因" * 600


@pytest.fixture(scope="module")
def printed():
    people = [{"key": f"r{number:012x}", "name": RARE} for number in range(200)]
    document = {"cells": {"no_org_reason": REASON}, "rows": {"council": people}}
    html = f'<html lang="zh-Hans"><body>{paper(document)}</body></html>'
    return PdfReader(io.BytesIO(render_pdf(html, "css/tokens.css", "css/paper.css")))


@pytest.fixture(scope="module")
def texts(printed):
    return ["".join(page.extract_text().split()) for page in printed.pages]


def test_every_page_of_a_long_roster_has_its_head(texts):
    roster = [text for text in texts if RARE in text]
    assert len(roster) > 5
    assert all("学会职务" in text and "联系电话" in text for text in roster)


def test_long_text_is_never_cut(texts):
    assert sum(text.count("因") for text in texts) == len(REASON) + 1  # and the label's


def test_rare_characters_print(texts):
    assert sum(text.count(RARE) for text in texts) == 200


def test_only_the_shipped_fonts_are_used(printed):
    fonts = {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in printed.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"Partyreg-Song", "Partyreg-Song-Bold"}
