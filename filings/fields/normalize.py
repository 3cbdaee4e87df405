"""Cleaning common to all cells: widths, invisible characters, marks that stand for nothing."""

import re
import unicodedata

# Full-width forms of ASCII, and the spaces that are not a space.
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SPACES = dict.fromkeys([0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], "\n")
_INVISIBLE = dict.fromkeys(
    [
        *(code for code in range(0x20) if code not in (0x09, 0x0A, 0x0B, 0x0C, 0x0D)),
        *range(0x7F, 0x85),
        *range(0x86, 0xA0),
        0x00AD,
        0x034F,
        0x061C,
        0x180E,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2070),
        0xFEFF,
        *range(0xFE00, 0xFE10),
        *range(0xE0000, 0xE01F0),
    ]
)
_TIDY = {**_SPACES, **_BREAKS, **_INVISIBLE, 0x09: " "}
# Python takes digits of other scripts for digits: they become ours before anyone counts.
_DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for code in (*range(0x660, 0x1100), *range(0x1D7CE, 0x1D800))
    if chr(code).isdecimal()
}
_HALF = {**_DIGITS, **_WIDTH, 0xFFE5: "¥", 0xFFE0: "¢", 0xFFE1: "£"}
_EDGES = " \n"

DASHES = "-－—–―─‐‑‒−﹣ー_"
WAVES = "~～〜"
_SPREADSHEET_ERROR = re.compile(
    r"#(REF|N/A|NA|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC)[!?]?|#{2,}", re.I
)
_FORMULA = re.compile(r"[=＝]\s*[-+(]?\s*[A-Za-z$\d(]|[+@][A-Za-z]{1,10}\d*[(!+*/]")
_IDENTITY = re.compile(r"(?<!\d)[1-8]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])\d{5}[\dXx](?!\d)")
_OLD_IDENTITY = re.compile(r"[1-8]\d{7}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}")
_DITTO = re.compile(
    r"(同|与|跟)(上|前|左|右|下)(面|边|行|列|格|述|者|一[行栏格个]|栏|页|位|单位)*(相?同|一样|一致)?|"
    r"(如|见|照)(上|前)(行|面|述)?|上同|[〃″＂\"”“'’‘`〞〝々]{1,3}|ditto|do\.?|↑+|↓+|←+",
    re.I,
)
_LEFT = re.compile(r"(同|与|跟)左|←")
_ABOVE = re.compile(r"[^右下↓]+")
_LOST = re.compile("[\ufffd\ue000-\uf8ff]|锟斤拷")
_LONG_NUMBER = re.compile(r"[\dXx*]{14,}")
_ONLY_MARKS = re.compile(r"[-－—–―─‐‑‒−﹣ー_/／\\、,，.。…·*＊×○]{1,12}")
_NOTHING_WORDS = re.compile(r"无+|(没|沒)有?|無|none|nil|null|空白?|n/?a\.?|暂无|暂缺|不适用", re.I)


def tidy(text: str) -> str:
    """The text without invisible characters, odd spaces, outer blanks. Rare characters are kept."""
    text = text.translate(_TIDY)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return text.strip(_EDGES)


def half(text: str) -> str:
    """Full-width letters, digits and punctuation as ASCII."""
    return text if text.isascii() else text.translate(_HALF)


def squeeze(text: str) -> str:
    """Without any blank."""
    return "".join(text.split())


def shown(text: str, length: int = 20) -> str:
    """A text as a message quotes it: on one line, short, without what may be an identity number."""
    text = _LONG_NUMBER.sub("……", " ".join(text.split()))
    return text if len(text) <= length else text[: length - 1] + "…"


def strip_label(text: str, *labels: str) -> str:
    """Without the label of the cell, typed before the value ('手机：138…')."""
    head, mark, rest = text.partition(":")
    if not mark:
        head, mark, rest = text.partition("：")
    return rest.strip() if mark and squeeze(head).lower() in labels else text


def is_spreadsheet_error(text: str) -> bool:
    return text[0] in "#＃" and bool(_SPREADSHEET_ERROR.fullmatch(half(text)))


def is_formula(text: str) -> bool:
    return text[0] in "=＝+@" and bool(_FORMULA.match(text))


def is_identity_number(text: str) -> bool:
    """A number of an identity card anywhere in the text, also a masked or spaced one."""
    if len(text) < 15:
        return False
    text = half(text)
    digits = text.replace(" ", "").replace("-", "")
    return bool(_IDENTITY.search(digits) or _OLD_IDENTITY.fullmatch(text))


def is_ditto(text: str) -> bool:
    if len(text) > 12:
        return False
    bare = squeeze(text).strip("。.，,；;：:、-—()（）")
    return bool(_DITTO.fullmatch(bare) or _DITTO.fullmatch(bare.strip("'\"‘’“”")))


def points_left(text: str) -> bool:
    return bool(_LEFT.search(text))


def points_above(text: str) -> bool:
    return not points_left(text) and bool(_ABOVE.fullmatch(squeeze(text)))


def is_lost(text: str) -> bool:
    """A character that a conversion has destroyed."""
    return not text.isascii() and bool(_LOST.search(text))


def is_mark(text: str) -> bool:
    """Only dashes, strokes and dots."""
    return len(text) <= 24 and bool(_ONLY_MARKS.fullmatch(squeeze(text)))


def is_nothing_word(text: str) -> bool:
    """A word for nothing: 无, 没有, N/A."""
    return len(text) <= 8 and bool(_NOTHING_WORDS.fullmatch(squeeze(text).strip("()（）。.")))


def is_blank_mark(text: str) -> bool:
    return is_mark(text) or is_nothing_word(text)
