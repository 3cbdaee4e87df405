"""What needs no server, in CPU of this process: the brief beside WeasyPrint alone, the roster
beside Django's own bound fields:

    DATABASE_URL=… python -m bench.inside FILING
"""

import sys

import django

django.setup()

from django import forms  # noqa: E402
from django.template import engines  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from accounts import clock  # noqa: E402
from accounts.models import User  # noqa: E402
from bench.figures import cpu, say  # noqa: E402
from filings.models import Filing  # noqa: E402
from filings.views.editor import section_context  # noqa: E402
from ledger.coverage import brief  # noqa: E402
from ledger.coverage.forms import SourceForm  # noqa: E402
from members.schemas import CouncilSchema  # noqa: E402

FIELDS = """{% for form in forms %}
<tr>{% for cell in form %}<td>{{ cell }}</td>{% endfor %}</tr>
{% endfor %}"""


def brief_against_weasyprint() -> list[float]:
    source = SourceForm({}).source()
    now = clock.now()
    made = brief.html(source, now=now)
    return cpu(lambda: brief.pdf(brief.html(source, now=now)), lambda: brief.pdf(made))


def roster_against_bound_fields(pk: int) -> list[float]:
    filing = Filing.objects.get(pk=pk)
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=filing.started_by_id)
    request.session = {}
    request._messages = ()
    rows = filing.document["rows"]["council"]
    template = engines["django"].from_string(FIELDS)

    plain = type("Row", (forms.Form,), dict(CouncilSchema.base_fields))

    def bound():
        template.render({"forms": [plain(initial=row, prefix=row["key"]) for row in rows]})

    context = section_context(request, filing, "table3")
    return cpu(lambda: render_to_string("filings/section.html", context, request), bound)


if __name__ == "__main__":
    for name, aim, (ours, bare) in (
        ("brief against WeasyPrint alone", 1.3, brief_against_weasyprint()),
        ("roster against bound fields", 1, roster_against_bound_fields(int(sys.argv[1]))),
    ):
        say(name, ours / bare, aim)
