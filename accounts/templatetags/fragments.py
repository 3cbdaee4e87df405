"""Fragments of a page with hundreds of cells are templates of Jinja (docs/decisions/0017)."""

from django import template
from django.template import engines
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
CSRF_INPUT = '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'


@register.simple_tag(takes_context=True)
def fragment(context, name: str, **values) -> SafeString:
    """The fragment `name` ('desk/rows.jinja' in templates/), which knows `values`, `csrf_input` for
    its forms, and nothing else of the page."""
    token = context.get("csrf_token")
    values["csrf_input"] = SimpleLazyObject(lambda: format_html(CSRF_INPUT, token))
    return mark_safe(engines["jinja2"].env.get_template(name).render(values))
