"""Jinja where Django's templates are too slow: for fragments (templates/**/*.jinja), which know
what stands here besides their values, and for the widgets of forms."""

from functools import cache, lru_cache

import jinja2
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from django.forms import renderers
from django.template import TemplateDoesNotExist
from django.template.defaultfilters import date, filesizeformat
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import template_localtime

from accounts.templatetags.status import status_tag
from accounts.templatetags.whole import whole

_of_rooms = {}


def offer(**functions) -> None:
    """Functions that rooms below give to fragments, by name."""
    _of_rooms.update(functions)


def environment(**options) -> jinja2.Environment:
    """A name that is not there is an error. `date` is Django's filter, in local time."""
    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = jinja2.Environment(**options)
    made.globals |= {"static": static, "status_tag": status_tag, "url": address}
    made.globals |= _of_rooms
    made.filters |= {"date": lambda value, form: date(template_localtime(value), form)}
    made.filters |= {"whole": whole, "filesizeformat": filesizeformat, "crispy": as_crispy_form}
    return made


@lru_cache(maxsize=4096)  # an address is the same all the time, and a page has dozens
def address(view: str, *arguments) -> str:
    return reverse(view, args=arguments)


class FormRenderer(renderers.Jinja2):
    """Widgets in Jinja where Django has them in it, which is five times faster: all but the
    admin's."""

    _django = renderers.DjangoTemplates()

    @cache  # noqa: B019 - there is one renderer
    def get_template(self, template_name):
        try:
            return super().get_template(template_name)
        except TemplateDoesNotExist:
            return self._django.get_template(template_name)
