"""The POSTs of the review page. Each calls one action; a refusal comes back as a message."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from filings import actions
from filings.desk.forms import ApprovalForm, ReturnForm
from filings.desk.review import last_version, show
from filings.kinds import get_kind
from filings.models import Filing
from filings.rules import MoveNotAllowed


def move(view):
    """POST only. 404 outside the caller's queryset, 403 unless the role decides the kind."""

    @wraps(view)
    def guarded(request, pk):
        filing = get_object_or_404(
            Filing.objects.for_user(request.user).select_related("cycle"), pk=pk
        )
        if request.user.role != get_kind(filing.kind).decides:
            raise PermissionDenied
        try:
            return view(request, filing) or redirect("admin:filings_filing_change", filing.pk)
        except MoveNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:filings_filing_change", filing.pk)

    return require_POST(guarded)


@move
def claim(request, filing):
    actions.claim(filing.pk, by=request.user)
    messages.success(request, "已认领，由您审核。")


@move
def release(request, filing):
    actions.release(filing.pk, by=request.user)
    messages.success(request, "已放回，其他审核人可以认领。")


@move
def return_filing(request, filing):
    form = ReturnForm(request.POST, filing=filing)
    if not form.is_valid():
        return show(request, filing.pk, return_form=form)
    actions.return_filing(filing.pk, by=request.user, **form.cleaned_data)
    messages.success(request, "已退回学会修改。")


@move
def approve(request, filing):
    version = last_version(filing)
    form = ApprovalForm(request.POST, decisions=get_kind(filing.kind).decisions(version))
    if not form.is_valid():
        return show(request, filing.pk, approval_form=form)
    actions.approve(
        filing.pk,
        by=request.user,
        version=form.cleaned_data["version"],
        choices=form.choices,
        request=request,
    )
    messages.success(request, "已批准，内容已记入台账。")
