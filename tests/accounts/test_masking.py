"""What personal data looks like until it is revealed."""

import pytest

from accounts.masking import mask_email, mask_name, mask_phone


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("15400000123", "154****0123"),
        ("154 0000 0123", "154****0123"),
        ("0431-55500110", "0431-****0110"),
        ("15400000123;15400000124", "154****0123;154****0124"),
        ("", ""),
    ],
)
def test_phone(typed, shown):
    assert mask_phone(typed) == shown


def test_email_keeps_first_letter_and_domain():
    assert mask_email("lihua@example.org") == "l***@example.org"


def test_name_keeps_surname():
    assert mask_name("欧阳修远") == "欧***"
