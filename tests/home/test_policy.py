"""The directive stands at /policy/ word for word, without the people of note 4."""

import hashlib
import re
from html import unescape

import pytest

from tests.factories import CycleFactory

pytestmark = pytest.mark.django_db

# Of the preamble, the eight articles and notes 1 to 3, as published.
DIGEST = "60e6a086cdda28516f1e3946dfb817ee419a4a383b81e417219268e14abf2e3c"
ANCHORS = [
    "preamble",
    *(f"article-{number}" for number in range(1, 9)),
    *(f"table-{number}" for number in range(1, 4)),
    *(f"note-{number}" for number in range(1, 5)),
]


def words(html: str, anchor: str) -> str:
    """The text of the paragraph with an anchor."""
    return unescape(re.search(rf'<p id="{anchor}">(.*?)</p>', html)[1])


def test_everybody_may_read_it_without_signing_in(client):
    response = client.get("/policy/")
    assert response.status_code == 200
    html = response.content.decode()
    assert [html.count(f'id="{anchor}"') for anchor in ANCHORS] == [1] * len(ANCHORS)
    assert [html.count(f'href="#{anchor}"') for anchor in ANCHORS] == [1] * len(ANCHORS)


def test_its_words_are_those_of_the_document(client):
    html = client.get("/policy/").content.decode()
    anchors = [a for a in ANCHORS if not a.startswith("table") and a != "note-4"]
    text = "\n".join(words(html, anchor) for anchor in anchors)
    assert hashlib.sha256(text.encode()).hexdigest() == DIGEST


def test_note_4_gives_the_contacts_of_the_cycle(client):
    CycleFactory(
        contacts=[{"for": "学会学术部", "name": "测试联系人", "phone": "0431-00000000"}],
        email="office@example.org",
    )
    html = client.get("/policy/").content.decode()
    note = html[html.index('id="note-4"') :]
    for text in ("学会学术部", "测试联系人", "0431-00000000", "office@example.org"):
        assert text in note
