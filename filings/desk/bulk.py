"""What is done to many filings at once, after a look at the list: /admin/filings/filing/bulk/
approves what needs no look at each, …/originals/ records sealed papers that have come."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import clock
from filings import queries, staff_actions
from filings.desk.forms import BulkForm, SelectionForm
from filings.kinds import decided_by, get_kind
from filings.models import Filing
from filings.rules import MoveNotAllowed, bulk_problem, receiving_problem

AT_ONCE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request):
    """The preview; its POST approves what was ticked, each in its own transaction."""
    if not decided_by(request.user.role):
        raise PermissionDenied
    if request.method == "POST":
        return approve_all(request)
    rows = preview(request.user, on=clock.today())
    context = {
        "rows": rows,
        "possible": sum(not row["problem"] for row in rows),
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": "批量批准"},
        ],
    }
    return render(request, "desk/bulk.html", context)


def preview(user, *, on) -> list[dict]:
    """The calm filings of this user's kinds, the oldest first, and why some need a look."""
    filings = Filing.objects.for_user(user).filter(queries.calm(on), kind__in=decided_by(user.role))
    filings = queries.with_names(filings).select_related(
        "cycle", "society__support_unit", "claimed_by"
    )
    filings = filings.prefetch_related("versions").order_by("submitted_at", "pk")[:AT_ONCE]
    return [preview_row(filing, on=on) for filing in filings]


def preview_row(filing, *, on) -> dict:
    kind, version = get_kind(filing.kind), list(filing.versions.all())[-1]
    version.filing = filing
    return {
        "filing": filing,
        "value": f"{filing.pk}:{version.number}",
        "url": reverse("admin:filings_filing_change", args=[filing.pk]),
        "declared": kind.summary_texts(filing)[0],
        "effects": kind.effects(version, on=on),
        "problem": bulk_problem(filing, version, on=on),
    }


def approve_all(request):
    return for_each_ticked(
        request,
        partial(staff_actions.approve_unseen, by=request.user, request=request),
        done="已批准 {} 件，内容已记入台账。",
        skipped="没有批准",
    )


def for_each_ticked(request, act, *, done: str, skipped: str):
    """Call an action for each filing that was ticked in a preview, and say how many it took and why
    not the others."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请先勾选申报。")
        return redirect(request.get_full_path())
    count = 0
    for pk, version in form.cleaned_data["filings"]:
        try:
            act(pk, version=version)
            count += 1
        except (MoveNotAllowed, Filing.DoesNotExist) as reason:
            filing = Filing.objects.for_user(request.user).light().filter(pk=pk).first()
            messages.warning(request, f"{filing.society if filing else pk} {skipped}：{reason}")
    if count:
        messages.success(request, done.format(count))
    return redirect("admin:filings_filing_changelist")


@require_http_methods(["GET", "HEAD", "POST"])
def originals(request):
    """原件已收 for a selection: the preview of what was ticked in the queue; its POST records what
    is ticked still, each by itself."""
    if not decided_by(request.user.role):
        raise PermissionDenied
    if request.method == "POST":
        return for_each_ticked(
            request,
            partial(staff_actions.receive_original, by=request.user, request=request),
            done="已登记 {} 件原件已收。",
            skipped="没有登记",
        )
    form = SelectionForm(request.GET)
    keys = form.cleaned_data["filing"] if form.is_valid() else []
    filings = queries.with_names(Filing.objects.for_user(request.user).filter(pk__in=keys))
    filings = filings.filter(receipt__isnull=False).select_related("cycle")
    filings = filings.annotate(last_version=Max("versions__number")).order_by("submitted_at", "pk")
    rows = [original_row(filing, user=request.user) for filing in filings[:AT_ONCE]]
    context = {
        "rows": rows,
        "possible": sum(not row["problem"] for row in rows),
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": "登记原件已收"},
        ],
    }
    return render(request, "desk/originals.html", context)


def original_row(filing, *, user) -> dict:
    return {
        "filing": filing,
        "version": filing.last_version,
        "value": f"{filing.pk}:{filing.last_version}",
        "url": reverse("admin:filings_filing_change", args=[filing.pk]),
        "scan": filing.get_scan_display(),
        "problem": receiving_problem(filing, by=user),
    }
