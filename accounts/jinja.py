"""What fragments in Jinja (templates/**/*.jinja) know besides their values."""

import jinja2
from django.template.defaultfilters import date
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import template_localtime

from accounts.templatetags.status import status_tag
from accounts.templatetags.whole import whole


def environment(**options) -> jinja2.Environment:
    """A name that is not there is an error. `date` is Django's filter, in local time."""
    options |= {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = jinja2.Environment(**options)
    made.globals |= {"static": static, "status_tag": status_tag, "url": address}
    made.filters |= {"date": lambda value, form: date(template_localtime(value), form)}
    made.filters |= {"whole": whole}
    return made


def address(view: str, *arguments) -> str:
    return reverse(view, args=arguments)
