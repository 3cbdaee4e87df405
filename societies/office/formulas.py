"""Texts that spreadsheet programs would take for formulas, or could not read."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML


def writable(text: str) -> str:
    """A text without the characters that no office file can hold: files of others bring them
    along."""
    return text if text.isprintable() else _FORBIDDEN.sub("", text)


def safe(text: str) -> str:
    """A writable text that no spreadsheet program takes for a formula."""
    text = writable(text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
