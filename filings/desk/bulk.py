"""/admin/filings/filing/bulk/: what can be approved without a look at each, after a look at the
list."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts import clock
from filings import queries, staff_actions
from filings.desk.forms import BulkForm
from filings.kinds import decided_by, get_kind
from filings.models import Filing
from filings.rules import MoveNotAllowed, bulk_problem

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
    form = BulkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请先勾选要批准的申报。")
        return redirect("admin:filings_filing_bulk")
    done, skipped = 0, []
    for pk, version in form.cleaned_data["filings"]:
        try:
            staff_actions.approve_unseen(pk, by=request.user, version=version, request=request)
            done += 1
        except (MoveNotAllowed, Filing.DoesNotExist) as reason:
            skipped.append((pk, reason))
    if done:
        messages.success(request, f"已批准 {done} 件，内容已记入台账。")
    for pk, reason in skipped:
        filing = Filing.objects.for_user(request.user).light().filter(pk=pk).first()
        messages.warning(request, f"{filing.society if filing else pk} 没有批准：{reason}")
    return redirect("admin:filings_filing_changelist")
