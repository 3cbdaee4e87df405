"""Controls that stand many times on a page: Django renders two templates for each option of a
list."""

from django import forms
from django.template import engines
from django.utils.safestring import mark_safe


class Select(forms.Select):
    """Django's own list of choices, without groups of them."""

    def render(self, name, value, attrs=None, renderer=None):
        return mark_safe(
            engines["jinja2"]
            .env.get_template("components/select.jinja")
            .render(
                name=name,
                attributes=self.build_attrs(self.attrs, attrs).items(),
                options=self.choices,
                chosen={str(item) for item in self.format_value(value)},
            )
        )
