"""Dates and document numbers stay on one line."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

register = template.Library()
_WHOLE = re.compile(
    r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?"
    r"|\d{4}年\d{1,2}月\d{1,2}日(?:24时)?"
    r"|[^\s，；（]*〔\d{4}〕\d+号"
)


@register.filter
def whole(text):
    """A sentence in which no date and no document number is broken."""
    escaped = conditional_escape(text)
    return mark_safe(_WHOLE.sub(lambda found: f'<span class="whole">{found[0]}</span>', escaped))
