"""The texts that a coded cell offers, on pages and in files."""

from functools import cache

from django.db.models import Choices

from filings.fields.base import OK
from filings.fields.coded import CodedField


def offers(field) -> tuple[str, ...]:
    """The spellings that a coded cell understands without a question, as the paper prints them;
    none for other cells."""
    return _offers(type(field))


@cache
def _offers(field_class) -> tuple[str, ...]:
    field = field_class()
    if isinstance(field, CodedField):
        names = [row.name for row in field.table()]
    else:
        names = list(getattr(field, "enum", Choices).labels)
    sure = [reading.value for name in names if (reading := field.read(name)).kind == OK]
    return tuple(field.display(value) for value in sure)
