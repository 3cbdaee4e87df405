"""How different secretaries spell the same things. Most write as the official paper prints."""

import re
from collections.abc import Callable

WIDE = {ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"}
MONTHS = {"birth_month", "joined_party_on", "appointed_on", "org_established", "approval_date"}
NUMBERS = {"mobile", "phone", "contact"}
COUNTS = {"staff_count", "full_time_staff", "party_member_count", "activist_count"}
BRIEF = {
    "大学本科": "本科",
    "博士研究生": "博士",
    "硕士研究生": "硕士",
    "大学专科": "大专",
    "正式党员": "正式",
    "预备党员": "预备",
    "汉族": "汉",
    "满族": "满",
}
BRIEF_CELLS = {"education", "party_status", "ethnic_group"}


def _dotted(name: str, text: str) -> str:
    """'2017年6月12日' → '2017.06.12'."""
    if name not in MONTHS:
        return text
    return ".".join(f"{int(part):02d}" for part in re.findall(r"\d+", text))


def _dashed(name: str, text: str) -> str:
    return _dotted(name, text).replace(".", "-") if name in MONTHS else text


def _spaced(name: str, text: str) -> str:
    """'15400000123' → '154 0000 0123'."""
    return f"{text[:3]} {text[3:7]} {text[7:]}" if name in NUMBERS else text


def _brief(name: str, text: str) -> str:
    return BRIEF.get(text, text) if name in BRIEF_CELLS else text


def _wide(name: str, text: str) -> str:
    return text.translate(WIDE) if name in MONTHS | COUNTS else text


def _counted(name: str, text: str) -> str:
    return f"{text}人" if name in COUNTS else text


HANDS: tuple[Callable[[str, str], str] | None, ...] = (
    *(None,) * 8,
    _dotted,
    _dotted,
    _dashed,
    _spaced,
    _spaced,
    _brief,
    _wide,
    _counted,
)


def retype(document: dict, rng) -> None:
    """Spell a document in one of the hands."""
    hand = rng.choice(HANDS)
    if hand:
        for holder in (document["cells"], *(r for rows in document["rows"].values() for r in rows)):
            for name, text in holder.items():
                holder[name] = hand(name, text)


def smudge(document: dict) -> None:
    """What only a draft may hold: a number too short, a word of two meanings."""
    row = document["rows"]["council"][0]
    row["phone"] = row["phone"][:-1]
    document["rows"]["heads"][0]["education"] = "研究生"
