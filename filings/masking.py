"""Personal data in documents, as shown to staff who have not asked to see it."""

from collections.abc import Callable
from functools import cache

from accounts.masking import mask_email, mask_phone
from filings.fields.phones import MobileField, PhoneField
from filings.fields.text import EmailField

MASKS = ((MobileField, mask_phone), (PhoneField, mask_phone), (EmailField, mask_email))


def mask_text(text: str) -> str:
    """Running text such as a finding or an explanation: every number and address in it."""
    return mask_email(mask_phone(text))


def cell_mask(kind) -> Callable[[str, str], str]:
    """A function of (path, text) that hides the phones and e-mail addresses of a document."""

    @cache
    def hide_of(group: str, column: str) -> Callable[[str], str] | None:
        field = kind.field(f"{group}/*/{column}" if group else column)
        return next((hide for classes, hide in MASKS if isinstance(field, classes)), None)

    def mask(path: str, text: str) -> str:
        group, _, rest = path.partition("/")
        hide = hide_of(group, rest.rpartition("/")[2]) if rest else hide_of("", group)
        return hide(text) if hide else text

    return mask
