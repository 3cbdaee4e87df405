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
APPROVE = {
    "title": "批量批准",
    "verb": "批准",
    "lead": "只列没有警告、与建议一致、按时提交、无须决定的申报。"
    "勾选的逐件认领并批准，各记一条经过；预览以后有变动的会跳过并告诉您。",
    "columns": ("申报的党组织类型", "批准后"),
    "button": "批准勾选的申报",
    "button_kind": "formal",
    "empty": "没有可以批量批准的申报",
    "why_empty": "有警告、逾期或与建议不同的申报须逐件查看。",
    "query": "",
}
RECEIVE = {
    "title": "登记原件已收",
    "verb": "登记",
    "lead": "盖了章的纸质原件已经收到、并与下列版本核对过的，不再要学会上传盖章件。"
    "登记的逐件记一条经过；学会又提交新的版本的，要重新登记。",
    "columns": ("版本", "上传的盖章件"),
    "button": "登记勾选的原件已收",
    "button_kind": "main",
    "empty": "没有勾选申报",
    "why_empty": "请在审核台勾选缺盖章件的申报，再登记。",
    "query": "?scan=none",
}


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request):
    """The preview; its POST approves what was ticked, each in its own transaction."""
    if not decided_by(request.user.role):
        raise PermissionDenied
    if request.method == "POST":
        return approve_all(request)
    return show(request, APPROVE, preview(request.user, on=clock.today()))


def show(request, words: dict, rows: list[dict]):
    context = {
        "words": words,
        "rows": rows,
        "possible": sum(not row["problem"] for row in rows),
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": words["title"]},
        ],
    }
    return render(request, "desk/ticked.html", context)


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
    problem = bulk_problem(filing, version, on=on)
    effects = "请打开查看后再决定" if problem else "；".join(kind.effects(version, on=on))
    return row_of(filing, version.number, kind.summary_texts(filing)[0], effects, problem=problem)


def row_of(filing, version: int, *cells: str, problem: str) -> dict:
    """A row of desk/ticked.html: its two cells, and why it cannot be ticked."""
    return {
        "filing": filing,
        "value": f"{filing.pk}:{version}",
        "url": reverse("admin:filings_filing_change", args=[filing.pk]),
        "cells": cells,
        "problem": problem,
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
    return show(
        request, RECEIVE, [original_row(filing, user=request.user) for filing in filings[:AT_ONCE]]
    )


def original_row(filing, *, user) -> dict:
    version, problem = filing.last_version, receiving_problem(filing, by=user)
    return row_of(filing, version, f"第 {version} 版", filing.get_scan_display(), problem=problem)
