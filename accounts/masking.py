"""Personal data as shown to those who have not asked to see it."""

import re


def mask_phone(text: str) -> str:
    """'13843001234' → '138****1234', '0431-55500110' → '0431-****0110'; several numbers each."""
    return re.sub(r"\d{7,}", lambda digits: _mask_digits(digits.group()), _join_groups(text))


def _join_groups(text: str) -> str:
    # '154 0000 0110' must not escape by its spaces.
    return re.sub(r"(?<=\d)[ 　](?=\d)", "", text or "")


def _mask_digits(digits: str) -> str:
    head = 3 if len(digits) == 11 else 0
    return digits[:head] + "****" + digits[-4:]


def mask_email(text: str) -> str:
    """'lihua@example.org' → 'l***@example.org'."""
    return re.sub(r"([^\s@;,；，])[^\s@;,；，]*@", r"\1***@", text or "")


def mask_name(text: str) -> str:
    """'欧阳修远' → '欧**': the surname's first character stays."""
    return text[:1] + "*" * (len(text) - 1) if text else ""
