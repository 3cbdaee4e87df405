"""The style sheets that every page links."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@cache  # an address changes with the deployment only
def style_sheets(names: str) -> SafeString:
    """Links to style sheets of static/css, named in their order: 'tokens frame base'."""
    links = ((static(f"css/{name}.css"),) for name in names.split())
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', links)
