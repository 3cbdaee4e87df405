"""Controls that stand many times on a page, written in Python: Django renders two templates for
each option of a list."""

from django import forms
from django.utils.html import format_html, format_html_join


class Select(forms.Select):
    """Django's own list of choices, without groups of them."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(item) for item in self.format_value(value)}
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (value, " selected" if str(value) in chosen else "", label)
                for value, label in self.choices
            ),
        )
        attrs = self.build_attrs(self.attrs, attrs)
        attributes = format_html_join(
            "",
            ' {}="{}"',
            ((key, key if held is True else held) for key, held in attrs.items() if held),
        )
        return format_html('<select name="{}"{}>{}</select>', name, attributes, options)
