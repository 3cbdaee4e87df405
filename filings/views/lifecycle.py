"""From start to submission: the filer's list, the check page, submitting, withdrawing."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.enums import Role
from accounts.rules import roles_required
from filings import actions, documents
from filings.desk.margin import marks_of
from filings.enums import Level, State
from filings.findings import Finding, explanation
from filings.forms import StartForm, SubmitForm
from filings.kinds import all_kinds, get_kind
from filings.models import Cycle, Filing, Obligation
from filings.papers import html
from filings.papers.notes import notes_below
from filings.rules import MoveNotAllowed, days_left
from filings.views import attachments
from filings.views.access import own_filing
from filings.views.downloads import blank_links, draft_links
from filings.views.editor import filing_parts, place_of
from filings.views.pages import cell_url, next_part, where
from filings.views.returns import Feedback
from societies.models import Society

PAGE = 50


@require_safe
@roles_required(Role.SECRETARY)
def filing_list(request):
    """All filings of the own societies, and what can still be begun."""
    societies = Society.objects.for_user(request.user)
    filings = (
        Filing.objects.for_user(request.user)
        .light()
        .select_related("society", "cycle")
        .prefetch_related("society__names", "versions")
    )
    owed = (
        Obligation.objects.filter(society__in=societies, cycle__opens_on__lte=clock.today())
        .exclude(filings__in=Filing.objects.exclude(state=State.DISCARDED))
        .select_related("society", "cycle")
        .prefetch_related("society__names")
    )
    kinds = [kind for kind in all_kinds() if kind.posts_tables]
    page = Paginator(filings, PAGE).get_page(request.GET.get("page"))
    page.object_list = [listed(filing) for filing in page.object_list]
    context = {
        "page": page,
        "owed": [{"obligation": row, "kinds": kinds} for row in owed],
        "blanks": [{"kind": kind, "downloads": blank_links(kind)} for kind in kinds],
    }
    return render(request, "filings/list.html", context)


def listed(filing) -> dict:
    state, kind = State(filing.state), get_kind(filing.kind)
    versions = [
        {"url": reverse("filings:version", args=[filing.pk, row.number]), "label": str(row)}
        for row in filing.versions.all()
    ]
    return {
        "filing": filing,
        "kind": kind.label,
        "state": state.value,
        "word": kind.word_for_secretary(state),
        "versions": versions,
    }


@require_POST
@roles_required(Role.SECRETARY)
def start(request):
    form = StartForm(
        request.POST,
        societies=Society.objects.for_user(request.user),
        cycles=Cycle.objects.all(),
    )
    if not form.is_valid():
        messages.error(request, "没有这个填报任务。")
        return redirect("filings:list")
    chosen = form.cleaned_data
    try:
        filing = actions.start(
            chosen["kind"], society=chosen["society"], cycle=chosen["cycle"], by=request.user
        )
    except MoveNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("filings:list")
    return redirect("filings:overview", filing.pk)


@require_safe
def overview(request, pk):
    """To the first unfinished part of a draft; of a submitted filing, to its receipt. `?comment=`
    and `?cell=` lead to a remark or a cell, wherever that is now."""
    filing = own_filing(request, pk)
    if url := place_url(filing, request.GET):
        return redirect(url)
    if not filing.is_editable:
        return redirect("filings:receipt", pk)
    unfinished = next_part(filing_parts(filing, actions.check(filing), Feedback(filing)))
    if unfinished is None:
        return redirect("filings:check", pk)
    return redirect("filings:section", pk, unfinished.section.slug)


def place_url(filing, query) -> str:
    """Where the filer finds a remark (by its number) or a cell (by its path); '' for neither."""
    number, path = query.get("comment", ""), query.get("cell", "")
    comment = filing.comments.filter(number=number).first() if number.isdecimal() else None
    anchor = f"#comment-{comment.number}" if comment else ""
    path = comment.path if comment else path
    if not filing.is_editable:
        return reverse("filings:receipt", args=[filing.pk]) + anchor if comment else ""
    if path and documents.has_path(filing.document, path):
        return cell_url(filing, path)
    return cell_url(filing, "").partition("#")[0] + anchor if comment else ""


@require_safe
def check(request, pk):
    filing = own_filing(request, pk)
    if not filing.is_editable:
        return redirect("filings:overview", pk)
    return show_check(request, filing, submit_form(filing))


def submit_form(filing, data=None) -> SubmitForm:
    form = SubmitForm(data, initial={"revision": filing.revision})
    form.fields["declared"].label = get_kind(filing.kind).declaration
    return form


def show_check(request, filing, form, status=200):
    kind = get_kind(filing.kind)
    checked = actions.check(filing)
    blocking = checked.blocking(filing.answers)
    pages = html.pages(
        kind.tables,
        kind.printed(checked.normalized, cycle=filing.cycle),
        link_of=lambda path: cell_url(filing, path),
        marks=marks_of(checked.findings),
    )
    due = filing.return_due or kind.due(filing)
    context = {
        "filing": filing,
        "blocking": [noted(filing, finding) for finding in blocking],
        "explained": [
            noted(filing, finding)
            for finding in checked.of(Level.WARNING)
            if finding not in blocking
        ],
        "pages": pages,
        "notes": notes_below(kind, filing.cycle),
        "downloads": draft_links(filing),
        "files": [card for card in attachments.cards(filing, by=request.user) if card["is_open"]],
        "form": form,
        "returned": Feedback(filing).returned(partial(cell_url, filing)),
        "due": due,
        "days_left": days_left(due, on=clock.today()) if due else 0,
        "next": next_steps(kind),
        "receiver": kind.receiver,
        "place": place_of(len(kind.sections) + 1, kind),
    }
    return render(request, "filings/check.html", context, status=status)


def next_steps(kind) -> list[dict]:
    """What happens after submission (components/timeline.html)."""
    decided = f"{Role(kind.decides).label}审核"
    steps = ["您提交，取得回执号", decided, "退回时写明要改的内容和期限", kind.outcome]
    return [{"text": text} for text in steps]


def _way(finding, field) -> str:
    """What a link to a remark's cell is called."""
    if field:
        return field.label
    return "去上传" if finding.is_about_files else "去填写"


def noted(filing, finding: Finding) -> dict:
    """A finding for reading, with links to its cells."""
    kind = get_kind(filing.kind)
    paths = finding.paths[:2]
    links = [
        {
            "label": _way(finding, kind.field(path)),
            "url": cell_url(filing, path, show_all=True),
        }
        for path in paths
    ]
    return {
        "level": finding.level.value,
        "text": where(finding, filing.document, kind) + finding.message,
        "links": [*links, *finding.article_links],
        "explanation": explanation(filing.answers, finding),
    }


@require_POST
def submit(request, pk):
    filing = own_filing(request, pk)
    form = submit_form(filing, request.POST)
    if not form.is_valid():
        if not filing.is_editable:
            return redirect("filings:overview", pk)
        return show_check(request, filing, form, status=422)
    try:
        version = actions.submit(pk, by=request.user, revision=form.cleaned_data["revision"])
    except (MoveNotAllowed, actions.NotSubmittable) as refused:
        messages.error(request, str(refused))
        return redirect("filings:check", pk)
    messages.success(request, f"已提交第 {version.number} 版。")
    return redirect("filings:receipt", pk)


@require_POST
def withdraw(request, pk):
    own_filing(request, pk)
    try:
        actions.withdraw(pk, by=request.user)
    except MoveNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("filings:overview", pk)
    messages.success(request, "已撤回，可以继续修改。原先的提交时间不再保留，请在期限前重新提交。")
    return redirect("filings:overview", pk)
