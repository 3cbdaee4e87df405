"""Circulars: chosen, previewed as a draft, issued, read."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.enums import Role
from accounts.rules import roles_required
from filings.rules import MoveNotAllowed
from ledger.inspection.forms import CircularForm
from ledger.inspection.models import Circular
from ledger.inspection.papers.compose import CLOSING, circular_letter, opening_of, title_of
from ledger.inspection.publishing import (
    AT_ONCE,
    ISSUERS,
    cause,
    circular_rows,
    issue_circular,
    to_circulate,
)
from ledger.inspection.views.access import READERS, inspection_or_404
from ledger.inspection.views.bulk import show_bulk
from ledger.inspection.views.papers import download


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*ISSUERS)
def write(request, year):
    """Which societies, in which words; the POST issues it."""
    inspection = inspection_or_404(year)
    form = CircularForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("title", "opening", "closing")}
        try:
            circular = issue_circular(
                inspection,
                form.cleaned_data["ticked"],
                by=request.user,
                request=request,
                **words,
            )
        except MoveNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{circular}已印发，内容不再改动。")
            return redirect("inspection:overview", year)
    return _page(request, inspection, form)


def _page(request, inspection, form):
    waiting = to_circulate(inspection)
    count = waiting.count()
    words = {
        "what": "印发通报",
        "hint": f"已签发不合格并给予通报批评、还没有通报的 {count} 个学会。"
        "通报只写学会，不写人员；印发后编号，内容不再改动。",
        "column": "事由",
        "step": "文字",
        "button": "印发通报",
        "empty": "没有要通报的学会",
        "preview_url": reverse("inspection:circular_preview", args=[inspection.cycle.year]),
        "circulars": inspection.circulars.select_related("document", "issued_by"),
    }
    rows = [
        {"pk": result.pk, "name": result.society_name, "text": cause(result)}
        for result in waiting[:AT_ONCE]
    ]
    draft = {
        "title": title_of(inspection),
        "opening": opening_of(inspection),
        "closing": CLOSING,
    }
    form = form or CircularForm(initial=draft)
    template = "inspection/circular.html"
    return show_bulk(request, inspection, rows, count, form, template=template, **words)


@require_POST
@roles_required(*ISSUERS)
def preview(request, year):
    """The same as a draft, without a number; nothing is kept."""
    inspection = inspection_or_404(year)
    form = CircularForm(request.POST)
    if not form.is_valid():
        return _page(request, inspection, form)
    words = {name: form.cleaned_data[name] for name in ("title", "opening", "closing")}
    draft = Circular(inspection=inspection, **words)
    chosen = to_circulate(inspection).filter(pk__in=form.cleaned_data["ticked"])
    letter = circular_letter(
        draft, circular_rows(draft, chosen[:AT_ONCE]), number="", dated=clock.today()
    )
    return download(request, letter, "pdf")


@require_safe
def paper(request, pk, suffix):
    """An issued circular: it goes to all societies, so each may read it."""
    if request.user.role not in (*READERS, Role.SECRETARY):
        raise Http404
    circular = get_object_or_404(Circular.objects.select_related("document"), pk=pk)
    document = circular.document
    letter = circular_letter(
        circular, list(circular.rows.all()), number=document.number, dated=document.dated
    )
    return download(request, letter, suffix)
