"""The colours: named once, and readable on the grounds they stand on."""

import re

import pytest
from django.conf import settings

CSS = settings.BASE_DIR / "static" / "css"
TOKENS = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{3,6});", (CSS / "tokens.css").read_text()))
# Paper is black on white whatever the product's colours are, and WeasyPrint does not load them.
PRINTED = {"paper.css", "brief.css", "book.css", "letter.css"}
OTHERS = [path for path in CSS.glob("*.css") if path.name not in PRINTED | {"tokens.css"}]

TEXT = {
    "--ink": ["--paper", "--surface", "--label", "--selected", "--selected-row", "--now-ground"],
    "--secondary": ["--paper", "--surface", "--label", "--selected", "--banner"],
    "--hint": ["--paper", "--surface", "--surface-head", "--label", "--selected"],
    "--red": ["--surface", "--red-ground", "--selected"],
    "--blue": ["--paper", "--surface", "--blue-ground", "--selected-row", "--amber-ground"],
    "--amber": ["--surface", "--amber-ground", "--selected"],
    "--green": ["--paper", "--surface", "--green-ground"],
    "--was": ["--surface"],
    "--on-dark": ["--ink-button", "--red", "--red-pressed"],
}
LINES = {
    "--control": ["--surface", "--paper"],
    "--focus": ["--surface", "--paper"],
    "--frame": ["--surface"],
    "--blue-bar": ["--surface", "--blue-ground"],
    "--amber-bar": ["--surface", "--amber-ground"],
}


def luminance(colour):
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(table):
    return [(ink, ground) for ink, grounds in table.items() for ground in grounds]


@pytest.mark.parametrize(("ink", "ground"), pairs(TEXT))
def test_text_has_the_contrast_of_wcag_aa(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(("line", "ground"), pairs(LINES))
def test_controls_and_focus_stand_out(line, ground):
    assert contrast(line, ground) >= 3


def test_colours_are_named_in_the_tokens_alone():
    colour = re.compile(r":[^;{]*?(#[0-9a-fA-F]{3,8}\b|\brgba?\(|\bhsla?\()[^;{]*;")
    found = [f"{path.name}: {m[0]}" for path in OTHERS for m in colour.finditer(path.read_text())]
    assert found == []


def test_every_named_value_exists():
    used = re.compile(r"var\((--[\w-]+)")
    defined = re.compile(r"(--[\w-]+):")
    known = {name for path in CSS.glob("*.css") for name in defined.findall(path.read_text())}
    missing = {name for path in CSS.glob("*.css") for name in used.findall(path.read_text())}
    assert missing - known == set()
