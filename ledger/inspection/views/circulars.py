"""Circulars: chosen, previewed as a draft, issued, read."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
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
    words = {
        "title": title_of(inspection),
        "opening": opening_of(inspection),
        "closing": CLOSING,
    }
    context = {
        "inspection": inspection,
        "cycle": inspection.cycle,
        "rows": [(result, cause(result)) for result in waiting[:AT_ONCE]],
        "count": waiting.count(),
        "form": form or CircularForm(initial=words),
        "errors": form.errors.get("ticked", ()) if form else (),
        "circulars": inspection.circulars.select_related("document", "issued_by"),
    }
    return render(request, "inspection/circular.html", context, status=422 if form else 200)


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
