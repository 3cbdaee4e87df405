"""Controls that stand many times on a page: Django renders two templates for each option of a
list."""

from django import forms
from django.template import engines
from django.utils.safestring import mark_safe


class Select(forms.Select):
    """Django's own list of choices, without groups of them."""

    def render(self, name, value, attrs=None, renderer=None):
        template = engines["jinja2"].env.get_template("components/select.jinja")
        attributes = self.build_attrs(self.attrs, attrs).items()
        chosen = {str(item) for item in self.format_value(value)}
        return mark_safe(template.module.select(name, attributes, self.choices, chosen))
