"""Fragments of a page with hundreds of cells are templates of Jinja (docs/decisions/0017)."""

from django import template
from django.template import engines
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def fragment(name: str, **values) -> SafeString:
    """The fragment `name` ('desk/rows.jinja' in templates/), which knows `values` and nothing else
    of the page."""
    return mark_safe(engines["jinja2"].env.get_template(name).render(values))
