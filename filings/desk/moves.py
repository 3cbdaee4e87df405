"""The POSTs of the review page. Each calls one action; a refusal comes back as a message."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts import clock
from accounts.enums import Role
from filings import actions, staff_actions
from filings.comments import comments_of
from filings.desk import side
from filings.desk.forms import (
    ApprovalForm,
    CorrectionForm,
    OriginalForm,
    ReasonForm,
    RefusalForm,
    ReturnForm,
)
from filings.desk.reading import read
from filings.desk.review import get_filing, markable, show
from filings.enums import State
from filings.findings import Finding
from filings.kinds import get_kind
from filings.queries import last_version
from filings.rules import MoveNotAllowed, Undecided

PAGE = "admin:filings_filing_change"


def move(view=None, *, role=None):
    """POST only. 404 outside the caller's queryset, 403 unless the role is the one that decides the
    kind (or the given one). After it the page of the filing, unless the view leads elsewhere."""
    if view is None:
        return lambda view: move(view, role=role)

    @wraps(view)
    def guarded(request, pk, **kwargs):
        filing = get_filing(request.user, pk)
        if request.user.role != (role or get_kind(filing.kind).decides):
            raise PermissionDenied
        try:
            return view(request, filing, **kwargs) or redirect(PAGE, filing.pk)
        except MoveNotAllowed as refusal:
            messages.error(request, str(refusal))
            return redirect(PAGE, filing.pk)

    return require_POST(guarded)


def reading_of(request, filing):
    return read(filing, side.events_of(filing), {})


@move
def claim(request, filing):
    actions.claim(filing.pk, by=request.user)
    messages.success(request, "已认领，由您审核。")


@move
def release(request, filing):
    actions.release(filing.pk, by=request.user)
    messages.success(request, "已放回，其他审核人可以认领。")


def with_reason(request, filing, name: str, act, done: str):
    """Do what asks for a reason; its form stands on the page as `<name>_form`."""
    form = ReasonForm(request.POST, auto_id=f"{name}-%s")
    if not form.is_valid():
        return show(request, filing, **{f"{name}_form": form})
    act(filing.pk, by=request.user, request=request, text=form.cleaned_data["text"])
    messages.success(request, done)


@move(role=Role.ADMINISTRATOR)
def force_release(request, filing):
    done = "已强制放回，其他审核人可以认领。"
    return with_reason(request, filing, "force", staff_actions.force_release, done)


@move
def return_filing(request, filing):
    reading = reading_of(request, filing)
    findings = [Finding.from_json(data) for data in reading.version.findings]
    cells, _ = markable(reading, findings, comments_of(filing))
    form = ReturnForm(request.POST, filing=filing, version=reading.version, cells=cells)
    if not form.is_valid():
        return show(request, filing, return_form=form)
    actions.return_filing(filing.pk, by=request.user, **form.cleaned_data)
    messages.success(request, "已退回学会修改。")


@move
def undo_return(request, filing):
    staff_actions.undo_return(filing.pk, by=request.user)
    messages.success(request, "退回已撤销，由您继续审核。")


@move
def receive_original(request, filing):
    form = OriginalForm(request.POST)
    if form.is_valid():
        staff_actions.receive_original(
            filing.pk, by=request.user, request=request, **form.cleaned_data
        )
        messages.success(request, "已登记原件已收。")


@move
def unreceive_original(request, filing):
    act = staff_actions.unreceive_original
    return with_reason(request, filing, "unreceive", act, "已撤销原件已收。")


@move
def approve(request, filing):
    """`?then=next` of the button leads on to the next filing of the queue."""
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return ask_again(request, filing)
    try:
        approved = actions.approve(
            filing.pk,
            by=request.user,
            version=form.cleaned_data["version"],
            choices=form.choices,
            request=request,
        )
    except Undecided:
        return ask_again(request, filing)
    word = get_kind(filing.kind).word(State.APPROVED)
    posted = "，内容已记入台账" if filing.posts_tables else ""
    messages.success(request, f"{approved.society}{word}{posted}。")
    if "next" in request.POST:
        key = side.next_key(request.user, filing=filing, on=clock.today())
        return redirect(PAGE, key) if key else redirect("admin:filings_filing_changelist")


def ask_again(request, filing):
    """The page with what approval asks, and what was answered to it."""
    version = last_version(filing)
    decisions = get_kind(filing.kind).decisions(version)
    form = ApprovalForm(request.POST, decisions=decisions, number=version.number)
    return show(request, filing, approval_form=form)


@move
def refuse(request, filing):
    form = RefusalForm(request.POST, version=reading_of(request, filing).version)
    if not form.is_valid():
        return show(request, filing, refusal_form=form)
    staff_actions.refuse(filing.pk, by=request.user, request=request, **form.cleaned_data)
    word = get_kind(filing.kind).word(State.REFUSED)
    messages.success(request, f"{filing.society}{word}，理由已写入经过。")


@move
def correct(request, filing):
    reading = reading_of(request, filing)
    form = CorrectionForm(request.POST, version=reading.version)
    if not form.is_valid():
        path = form.data.get("path", "")
        label = reading.kind.label_of(path, reading.version.normalized)
        return show(request, filing, correction_form=form, cell_label=label)
    fields = form.cleaned_data
    staff_actions.correct(
        filing.pk,
        by=request.user,
        version=fields["version"],
        cells={fields["path"]: fields["value"]},
        text=fields["text"],
    )
    messages.success(request, "已更正并生成新的一版，由其他审核人批准。")
