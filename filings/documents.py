"""A document is JSON: named cells and groups of keyed rows; every value is a string exactly as
typed.

    {"cells": {name: text}, "rows": {group: [{"key": key, name: text, …}, …]}}

A cell path is `name` for a cell and `group/key/name` for a cell of a row; `group/key` is a row,
`group` a group.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator

KEY = "key"


def empty_document(groups) -> dict:
    return {"cells": {}, "rows": {group: [] for group in groups}}


def new_row_key() -> str:
    """'r' and 12 hexadecimal digits: given once by the server, the identity of a person across
    filings."""
    return "r" + secrets.token_hex(6)


def rows(document: dict, group: str) -> list[dict]:
    return document["rows"].setdefault(group, [])


def find_row(document: dict, group: str, key: str) -> dict | None:
    return next((row for row in document["rows"].get(group, []) if row[KEY] == key), None)


def get_cell(document: dict, path: str) -> str:
    """The text at a cell path; empty where nothing was typed."""
    holder, name = holder_of(document, path)
    return holder.get(name, "") if holder is not None else ""


def has_path(document: dict, path: str) -> bool:
    """Whether a document has the cell, row or group; a cell need not have been filled."""
    first, *rest = path.split("/")
    if not rest:
        return first in document["cells"] or first in document["rows"]
    return find_row(document, first, rest[0]) is not None


def set_cell(document: dict, path: str, text: str) -> bool:
    """Write a text at a cell path; False where its row is gone."""
    holder, name = holder_of(document, path)
    if holder is None:
        return False
    holder[name] = text
    return True


def holder_of(document: dict, path: str) -> tuple[dict | None, str]:
    """What holds the text at a cell path, under which name: the cells, or a row; None where that is
    gone."""
    parts = path.split("/")
    if len(parts) == 1:
        return document["cells"], path
    group, key, name = parts
    return find_row(document, group, key), name


def is_blank(row: dict) -> bool:
    return not any(str(text).strip() for name, text in row.items() if name != KEY)


def cells(document: dict) -> Iterator[tuple[str, str]]:
    """All (path, text) pairs of a document."""
    yield from document["cells"].items()
    for group, group_rows in document["rows"].items():
        for row in group_rows:
            for name, text in row.items():
                if name != KEY:
                    yield f"{group}/{row[KEY]}/{name}", text


def canonical_json(value) -> str:
    """One text for equal values: sorted keys, no spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256(value) -> str:
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()
