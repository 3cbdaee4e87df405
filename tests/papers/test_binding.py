"""Prints bound into a book look and read as they did, with one set of fonts for all of them."""

import io

import pypdfium2
import pytest
from pypdf import PdfReader

from filings.kinds import get_kind
from filings.papers.binding import Chapter, bind
from filings.papers.editions import Edition
from filings.papers.pdf import write_pdf

KIND = get_kind("registration")
NAMES = ("𠮷㛃", "䶮喆堃", "O’Brien-fi3a0b")


def printed(name: str) -> bytes:
    people = [{"key": "r1", "name": name, "party_relation_unit": f"office {name}，fi 2 号"}]
    document = {"cells": {"society": f"{name}学会"}, "rows": {"council": people}}
    return write_pdf(Edition(KIND, document, name))


@pytest.fixture(scope="module")
def prints():
    return {name: printed(name) for name in NAMES}


def bound(prints: dict[str, bytes]) -> bytes:
    chapters = [
        Chapter(name, "DJ2017-0001", "独立党支部", lambda data=data: io.BytesIO(data))
        for name, data in prints.items()
    ]
    with bind("汇编", "二〇一七年", chapters)[0] as file:
        return file.read()


@pytest.fixture(scope="module")
def book(prints):
    return bound(prints)


def pictures(data: bytes) -> list:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(grayscale=True).to_pil().tobytes() for page in document]


def fonts(data: bytes) -> set:
    return {
        (font.get_object()["/BaseFont"], font.idnum)
        for page in PdfReader(io.BytesIO(data)).pages
        for font in dict.values(page["/Resources"]["/Font"])
    }


def test_pages_look_as_they_were_printed(prints, book):
    assert pictures(book)[1:] == [page for data in prints.values() for page in pictures(data)]


def test_pages_read_as_they_were_printed(prints, book):
    read = [page.extract_text() for page in PdfReader(io.BytesIO(book)).pages]
    first = [
        page.extract_text() for d in prints.values() for page in PdfReader(io.BytesIO(d)).pages
    ]
    assert read[1:] == first
    assert all(name in "".join(read) for name in NAMES)


def test_each_font_is_embedded_once(prints, book):
    assert len(fonts(book)) == 2
    assert len(book) < 0.6 * sum(map(len, prints.values()))


def test_print_of_a_letter_that_the_fonts_lack_keeps_its_own(prints):
    odd = {"甲": printed("\ue123"), "乙": printed("\ue456")}
    book = bound(prints | odd)
    assert pictures(book)[-len(pictures(odd["乙"])) :] == pictures(odd["乙"])
    assert len(fonts(book)) > 2
