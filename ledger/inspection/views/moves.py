"""The POSTs of a society's page. Each calls one action; a refusal comes back as a message."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import clock
from filings.contents.accepting import LARGEST, too_large
from filings.rules import MoveNotAllowed
from ledger.inspection import actions, attaching
from ledger.inspection.forms import ConfirmForm, NoticeForm, PdfForm, ReasonForm
from ledger.inspection.numbering import NOTICES, next_number
from ledger.inspection.steps import CONFIRMERS, DECIDERS
from ledger.inspection.views.access import case_or_404
from ledger.inspection.views.society import decision_form, lift_form, show


def move(roles):
    """POST only. 404 outside what the caller sees, 403 for other roles; then the page again."""

    def decorate(view):
        @wraps(view)
        def guarded(request, year, slug, **ids):
            case = case_or_404(request, year, slug)
            if request.user.role not in roles:
                raise PermissionDenied
            try:
                with transaction.atomic():
                    shown = view(request, case, **ids)
            except MoveNotAllowed as refusal:
                messages.error(request, str(refusal))
                shown = None
            return shown or redirect("inspection:society", year, slug)

        return require_POST(guarded)

    return decorate


@move(CONFIRMERS)
def confirm(request, case):
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return show(request, case, status=422, confirm_form=form)
    actions.confirm(case.proposal.pk, by=request.user, request=request, **form.cleaned_data)
    messages.success(request, "结论已签发，证据已封存。")


@move(CONFIRMERS)
def notify(request, case):
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return show(request, case, status=422, notice_form=form)
    today = clock.today()
    notice = actions.give_notice(
        case.proposal.pk,
        by=request.user,
        request=request,
        number=next_number(NOTICES, today.year),
        dated=today,
        **form.cleaned_data,
    )
    messages.success(
        request, f"已告知学会（{notice.document}），{notice.last_day} 24时前可以申辩。"
    )


@move(DECIDERS)
def decide(request, case):
    form = decision_form(case, request.POST)
    if not form.is_valid():
        return show(request, case, status=422, decision_form=form)
    actions.decide(case.proposal.pk, by=request.user, request=request, **form.cleaned_data)
    messages.success(request, "结论和处理已签发，证据已封存。")


@move(DECIDERS)
def lift(request, case):
    if case.mending is None:
        raise MoveNotAllowed("没有可以解除的处理。")
    form = lift_form(case, request.POST)
    if not form.is_valid():
        return show(request, case, status=422, lift_form=form)
    lifts = actions.lift(case.result.pk, by=request.user, request=request, **form.cleaned_data)
    messages.success(request, f"已解除 {len(lifts)} 项处理。")


@move(CONFIRMERS | DECIDERS)
def reopen(request, case):
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show(request, case, status=422, reopen_form=form)
    if case.result is None:
        raise MoveNotAllowed("还没有签发结论。")
    actions.reopen(case.result.pk, by=request.user, request=request, **form.cleaned_data)
    messages.success(request, "已按检查日重新检查，由省科技社团党委决定是否更正；原结论仍然有效。")


@move(CONFIRMERS | DECIDERS)
def drop(request, case):
    actions.drop_correction(case.proposal.pk, by=request.user, request=request)
    messages.success(request, "更正已撤回，原结论仍然有效。")


@move(CONFIRMERS | DECIDERS)
def attach_pdf(request, case, pk):
    if pk not in case.signed_documents:
        raise Http404
    form = PdfForm(request.POST, request.FILES)
    if not form.is_valid():
        raise MoveNotAllowed("请先选择签发文件的 PDF，再上传。")
    file = form.cleaned_data["file"]
    if file.size > LARGEST:
        raise too_large()
    kept = attaching.attach_pdf(
        pk, by=request.user, data=file.read(), reason=form.cleaned_data["reason"], request=request
    )
    done = "替换，原来的仍保留" if kept.reason else "上传"
    messages.success(request, f"{kept.document}的 PDF 已{done}。")
