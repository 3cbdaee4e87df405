"""/admin/filings/mailbox/: what was loaded, a mailbox with its files, a file with its questions."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from filings.enums import Asked, LoadedState
from filings.mailbox import actions, report
from filings.mailbox.forms import AnswerForm, ConfirmForm, LoadForm
from filings.mailbox.queries import likely_societies, loadable, mailboxes_of, shown, with_counts
from filings.queries import current_cycle
from filings.rules import MoveNotAllowed
from societies.office.refusals import Refused
from societies.office.sheets import CONTENT_TYPE

PER_PAGE = 50
LIST, MAILBOX, FILE = (f"admin:filings_mailbox_{name}" for name in ("changelist", "change", "file"))


def loaders(view):
    """403 for who decides no kind that can be loaded."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not loadable(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@loaders
def mailboxes(request):
    """What was loaded, the latest first, and the form to load more."""
    form = LoadForm(kinds=loadable(request.user))
    if request.method == "POST":
        form = LoadForm(request.POST, request.FILES, kinds=loadable(request.user))
        if form.is_valid() and (mailbox := load(request, form)):
            return redirect(MAILBOX, mailbox.pk)
    found = with_counts(mailboxes_of(request.user)).select_related("by", "cycle")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "cycle": current_cycle(clock.today())}
    return render(request, "desk/mailbox/list.html", context)


def load(request, form):
    """The mailbox of what was sent; None with a remark at the form where nothing can be loaded."""
    files = form.cleaned_data["files"]
    cycle = current_cycle(clock.today())
    if cycle is None:
        form.add_error(None, "现在没有填报周期。")
        return None
    name = files[0].name if len(files) == 1 else f"{files[0].name}等 {len(files)} 个文件"
    try:
        mailbox = actions.load(
            [(file.name, file) for file in files],
            kind=form.cleaned_data["kind"],
            cycle=cycle,
            by=request.user,
            name=name,
        )
    except Refused as refusal:
        form.add_error("files", str(refusal))
        return None
    actions.work.enqueue(mailbox.pk)
    return mailbox


@require_safe
@loaders
def mailbox(request, pk):
    """One mailbox: how far its reading is, and what stands with each file."""
    found = get_object_or_404(with_counts(mailboxes_of(request.user)), pk=pk)
    chosen = request.GET.get("show", "")
    states = [state for state in LoadedState if state == chosen]
    files = shown(found.files.filter(state__in=states) if states else found.files.all())
    page = Paginator(files, PER_PAGE).get_page(request.GET.get("page"))
    running = found.waiting_count + found.confirming_count
    context = {
        "mailbox": found,
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": "批量载入", "url": reverse(LIST)},
        ],
        "page": page,
        "query": f"show={chosen}&" if states else "",
        "tiles": tiles(found, chosen),
        "done": found.total - running,
        "is_running": bool(running),
        "progress_label": "确认" if found.confirming_count else "读取",
        "failed": found.asking_count + found.refused_count,
    }
    return render(request, "desk/mailbox/mailbox.html", context)


def tiles(mailbox, chosen: str) -> list[dict]:
    """The numbers over the list: each is the link to its own part."""
    found = [{"number": mailbox.total, "label": "全部", "url": "?", "active": not chosen}]
    for state in LoadedState:
        if number := getattr(mailbox, f"{state.value}_count"):
            found.append(
                {
                    "number": number,
                    "label": state.label,
                    "url": f"?show={state.value}",
                    "active": chosen == state,
                    "alert": state == LoadedState.REFUSED,
                }
            )
    return found


@require_POST
@loaders
def confirm(request, pk):
    found = get_object_or_404(mailboxes_of(request.user), pk=pk)
    ready = list(found.files.filter(state=LoadedState.READY).values_list("number", flat=True))
    form = ConfirmForm(request.POST, ready=ready)
    numbers = form.chosen
    if not form.is_valid():
        messages.error(request, "勾选的文件刚刚有变动，没有确认任何文件，请重新勾选。")
    elif not numbers:
        messages.error(request, "请先勾选要确认的文件。")
    else:
        submits = form.cleaned_data["submits"]
        actions.confirm(found, numbers, by=request.user, submits=submits)
        actions.work.enqueue(found.pk)
    return redirect(MAILBOX, pk)


@require_POST
@loaders
def go_on(request, pk):
    """Set a worker to what is left, should the one that had it be gone."""
    found = get_object_or_404(mailboxes_of(request.user), pk=pk)
    actions.work.enqueue(found.pk)
    return redirect(MAILBOX, pk)


@require_POST
@loaders
def download_report(request, pk):
    """It holds what stands in the cells that failed, so each download is recorded."""
    found = get_object_or_404(mailboxes_of(request.user), pk=pk)
    audit(AuditAction.EXPORT, request=request, target=f"批量载入 {found}", detail={"mailbox": pk})
    response = HttpResponse(report.workbook(found), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, report.name_of(found))
    add_never_cache_headers(response)
    return response


def get_file(request, pk, number):
    found = get_object_or_404(mailboxes_of(request.user), pk=pk)
    files = found.files.select_related(
        "society", "filing", "same_as__mailbox", "mailbox", "confirmed_by"
    )
    return get_object_or_404(files, number=number)


@require_safe
@loaders
def file(request, pk, number):
    found = get_file(request, pk, number)
    return show(request, found, AnswerForm(file=found, societies=likely_societies(found)))


def show(request, found, form, *, status=200):
    """Render the page of a file."""
    may_answer = found.state in actions.ANSWERABLE and found.reading is not None
    context = {
        "file": found,
        "form": form if may_answer else None,
        "breadcrumb": [
            {"label": "批量载入", "url": reverse(LIST)},
            {"label": str(found.mailbox), "url": reverse(MAILBOX, args=[found.mailbox_id])},
        ],
        "asks_name": found.written and found.society and found.written != found.society.name,
        "may_set_aside": found.state in (LoadedState.READY, LoadedState.ASKING),
        "may_draft": found.state == LoadedState.ASKING and found.asked == Asked.CELLS,
        "unplaced": found.reading["unplaced"] if found.reading else [],
    }
    return render(request, "desk/mailbox/file.html", context, status=status)


@require_POST
@loaders
def answer(request, pk, number):
    found = get_file(request, pk, number)
    form = AnswerForm(request.POST, file=found, societies=likely_societies(found))
    if not form.is_valid():
        return show(request, found, form, status=422)
    said = form.cleaned_data
    try:
        found = actions.answer(
            found.pk,
            by=request.user,
            society=said["society"],
            takes_name=said["takes_name"],
            meanings=form.meanings,
        )
    except MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
        return redirect(FILE, pk, number)
    if found.state != LoadedState.READY:
        messages.warning(request, found.reason)
        return redirect(FILE, pk, number)
    messages.success(request, f"“{found}”可以确认了。")
    return redirect(MAILBOX, pk)


@require_POST
@loaders
def set_aside(request, pk, number):
    found = get_file(request, pk, number)
    try:
        actions.set_aside(found.pk, by=request.user)
    except MoveNotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(MAILBOX, pk)


@require_POST
@loaders
def confirm_as_draft(request, pk, number):
    """Make a draft of one file although some of its cells ask something: they ask it there."""
    found = get_file(request, pk, number)
    if actions.confirm(found.mailbox, [number], by=request.user, submits=False):
        actions.work.enqueue(pk)
    else:
        messages.error(request, "这个文件刚刚有变动，没有确认。")
    return redirect(MAILBOX, pk)


@require_POST
@loaders
def source(request, pk, number):
    """A file as it came: it holds every number unmasked, so each download is recorded."""
    return serve_source(request, get_file(request, pk, number))


def serve_source(request, found) -> FileResponse:
    detail = {"mailbox": found.mailbox_id, "file": found.number, "sha256": found.sha256}
    audit(AuditAction.EXPORT, request=request, target=found.name, detail=detail)
    return FileResponse(
        found.open(),
        as_attachment=True,
        filename=found.name.rpartition("/")[2],
        content_type="application/octet-stream",
        headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
    )
