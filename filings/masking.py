"""Personal data in documents, as shown to staff who have not asked to see it."""

from collections.abc import Callable

from accounts.masking import mask_email, mask_phone
from filings.fields.phones import MobileField, PhoneField
from filings.fields.text import EmailField

MASKS = ((MobileField, mask_phone), (PhoneField, mask_phone), (EmailField, mask_email))


def mask_text(text: str) -> str:
    """Running text such as a finding or an explanation: every number and address in it."""
    return mask_email(mask_phone(text))


def cell_mask(kind) -> Callable[[str, str], str]:
    """A function of (path, text) that hides the phones and e-mail addresses of a document."""

    def mask(path: str, text: str) -> str:
        field = kind.field(path)
        for field_class, hide in MASKS:
            if isinstance(field, field_class):
                return hide(text)
        return text

    return mask
