"""Texts that spreadsheet programs would take for formulas, or could not read."""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # in XML


def safe(text: str) -> str:
    """A text that no spreadsheet program takes for a formula, without characters that a workbook
    cannot hold: files of others bring them along."""
    if not text.isprintable():
        text = _FORBIDDEN.sub("", text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
