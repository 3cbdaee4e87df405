"""Fragments of a page with hundreds of cells are templates of Jinja (docs/decisions/0017)."""

from django import template
from django.template import engines
from django.template.backends.utils import csrf_input_lazy
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag(takes_context=True)
def fragment(context, name: str, **values) -> SafeString:
    """The fragment `name` ('desk/rows.jinja' in templates/), which knows `values`, `csrf_input` for
    its forms, and nothing else of the page."""
    if request := getattr(context, "request", None):
        values["csrf_input"] = csrf_input_lazy(request)
    return mark_safe(engines["jinja2"].env.get_template(name).render(values))
