"""Files that strangers made are read as they are meant."""

import json
import re

import pytest

from filings.documents import KEY
from filings.kinds import get_kind
from filings.papers.reading import read
from tests.papers.strangers import FILES

FORMS = sorted(path for path in FILES.iterdir() if path.suffix not in (".json", ".bin"))


def filled(document: dict) -> dict:
    """A document without keys and empty cells."""

    def texts(row):
        return {name: text for name, text in row.items() if name != KEY and text}

    rows = {group: [texts(row) for row in found] for group, found in document["rows"].items()}
    return {"cells": texts(document["cells"]), "rows": rows}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_file_of_a_stranger_gives_its_document(path):
    stem = re.sub("^(resaved|wps_like)_", "", path.stem)  # tests/papers/interop.py, wps.py
    expected = json.loads((FILES / f"{stem}.json").read_text(encoding="utf-8"))
    found = read(path.read_bytes(), get_kind("registration"))
    assert filled(found.document) == filled(expected)
