"""Many societies at once, after a preview: benign proposals confirmed, notices given."""

from collections import defaultdict

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.rules import roles_required
from filings.rules import MoveNotAllowed
from ledger.inspection import actions
from ledger.inspection.enums import Grade, Step
from ledger.inspection.forms import BulkConfirmForm, BulkNoticeForm
from ledger.inspection.models import Proposal
from ledger.inspection.numbering import NOTICES, next_number
from ledger.inspection.steps import CONFIRMERS, notice_facts
from ledger.inspection.views.access import inspection_or_404
from ledger.inspection.views.society import REASON

AT_ONCE = 200
NAMED = 3  # societies in a sentence about many


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*CONFIRMERS)
def confirm(request, year):
    """The preview of what can be confirmed without a look at each; its POST signs what was
    ticked."""
    inspection = inspection_or_404(year)
    form = BulkConfirmForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and _confirm(request, inspection, form):
        return redirect("inspection:overview", year)
    ready = Proposal.objects.filter(inspection=inspection).to_confirm_in_bulk()
    count = ready.count()
    words = {
        "what": "成批确认",
        "hint": f"建议为合格或基本合格、证据齐全且不矛盾的 {count} 个学会。"
        "预览以后台账有变化的不会签发。",
        "column": "建议",
        "step": "签发",
        "button": "签发勾选的结论",
        "empty": "没有可以成批确认的建议",
    }
    rows = [
        preview_row(row, f"{row.get_grade_display()}（检查日 {row.on:%Y-%m-%d}）", year)
        for row in _preview(ready.defer("findings"))
    ]
    return show_bulk(request, inspection, rows, count, form or BulkConfirmForm(), **words)


def preview_row(proposal, text: str, year: int) -> dict:
    url = reverse("inspection:society", args=[year, proposal.society.slug])
    return {"pk": proposal.pk, "name": str(proposal.society), "url": url, "text": text}


def show_bulk(request, inspection, rows, count, form, *, template="inspection/bulk.html", **words):
    """The preview, or once more with what was wrong in the form: what was not ticked stays so."""
    for row in rows:
        row["is_ticked"] = not form.is_bound or str(row["pk"]) in form.data.getlist("ticked")
    context = {
        "inspection": inspection,
        "cycle": inspection.cycle,
        "rows": rows,
        "count": count,
        "form": form,
        "errors": form.errors.get("ticked", ()),
        **words,
    }
    return render(request, template, context, status=422 if form.is_bound else 200)


def _preview(proposals) -> list[Proposal]:
    shown = proposals.order_by("pk").select_related("society").prefetch_related("society__names")
    return list(shown[:AT_ONCE])


def _confirm(request, inspection, form) -> bool:
    known = Proposal.objects.filter(inspection=inspection, pk__in=form.cleaned_data["ticked"])
    try:
        results, left_out = actions.confirm_all(
            known.values_list("pk", flat=True),
            by=request.user,
            request=request,
            number=form.cleaned_data["number"],
            dated=form.cleaned_data["dated"],
        )
    except MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
        return False
    reasons = by_reason(left_out)
    if not results and reasons:
        form.add_error("ticked", reasons)
        return False
    messages.success(request, f"已签发 {len(results)} 个学会的结论。")
    for reason in reasons:
        messages.warning(request, reason)
    return True


def by_reason(left_out: list[tuple[str, str]]) -> list[str]:
    """A sentence for each reason, with the first of the societies that it left out."""
    found = defaultdict(list)
    for society, reason in left_out:
        found[reason].append(society)
    return [
        f"没有签发 {len(names)} 个学会（{'、'.join(names[:NAMED])}"
        f"{'等' if len(names) > NAMED else ''}）：{reason}"
        for reason, names in found.items()
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*CONFIRMERS)
def notices(request, year):
    """The preview of whom to tell; its POST gives each ticked society a numbered notice of its
    own."""
    inspection = inspection_or_404(year)
    form = BulkNoticeForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        _give(request, inspection, form.cleaned_data)
        return redirect("inspection:overview", year)
    waiting = Proposal.objects.filter(inspection=inspection, step=Step.PROPOSED, grade=Grade.FAILED)
    count = waiting.count()
    words = {
        "what": "成批告知",
        "hint": f"建议为不合格的 {count} 个学会。每个学会一份告知书，文号自动编排，"
        f"可在 {inspection.answer_days} 日内申辩。",
        "column": "告知的事实",
        "step": "告知书",
        "button": "告知勾选的学会",
        "empty": "没有要告知的学会",
    }
    rows = [preview_row(row, notice_facts(row), year) for row in _preview(waiting)]
    form = form or BulkNoticeForm(initial={"reason": REASON})
    return show_bulk(request, inspection, rows, count, form, **words)


def _give(request, inspection, chosen) -> None:
    """Each notice in its own transaction: one that is refused stops no other and takes no
    number."""
    today, given = clock.today(), 0
    known = Proposal.objects.filter(inspection=inspection, pk__in=chosen["ticked"])
    for pk in known.order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                actions.give_notice(
                    pk,
                    by=request.user,
                    request=request,
                    number=next_number(NOTICES, today.year),
                    dated=today,
                    reason=chosen["reason"],
                )
            given += 1
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
    messages.success(request, f"已告知 {given} 个学会。")
