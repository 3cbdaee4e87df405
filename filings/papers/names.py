"""How the cells of our own files are called, so that a moved cell is still found.

A defined name of an .xlsx and the tag of a content control in a .docx are the same text. A row is
known there by its place in the group, from 1: a file has no keys.

    society              cell__society
    council, row 3       cell__council__3__phone
"""

import re
from functools import lru_cache

FORM_VERSION = "1"
FORM_SHEET = "form"  # where an .xlsx has that cell
FORM_VERSION_NAME = "form__version"  # the hidden cell or property that says which form it is
PREFIX = "cell"
LONGEST_NAME = 255  # of a defined name in Excel
SEPARATOR = "__"  # no name of a group or cell contains it
_ROW_CELL = re.compile(r"cell__([a-z0-9_]+?)__([1-9][0-9]*)__([a-z0-9_]+)", re.ASCII)
_CELL = re.compile(r"cell__([a-z0-9_]+)", re.ASCII)


def name_of(cell: str, group: str = "", number: int = 0) -> str:
    """The name of a cell of the `number`th row of a group, or of a cell outside groups."""
    parts = (PREFIX, group, str(number), cell) if group else (PREFIX, cell)
    return SEPARATOR.join(parts)


def parse_name(name: str) -> tuple[str, int, str] | None:
    """(group, number, cell) of a name, ('', 0, cell) outside groups; None for other names.

    A program may have changed the case of a name.
    """
    return _parsed(name.lower()) if len(name) <= LONGEST_NAME else None


@lru_cache(maxsize=2**12)  # each file has the same hundreds
def _parsed(name: str) -> tuple[str, int, str] | None:
    if match := _ROW_CELL.fullmatch(name):
        return match[1], int(match[2]), match[3]
    if (match := _CELL.fullmatch(name)) and SEPARATOR not in match[1]:
        return "", 0, match[1]
    return None
