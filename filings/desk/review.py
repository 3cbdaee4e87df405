"""/admin/filings/filing/<pk>/change/: one filing with its read-only tables and its findings."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction, Role
from accounts.prepared import Prepared
from filings import comments, documents, ledger_rows
from filings.desk import side
from filings.desk.forms import (
    ApprovalForm,
    CommentForm,
    CorrectionForm,
    ReasonForm,
    RefusalForm,
    ReturnForm,
)
from filings.desk.margin import margin_of, review_marks
from filings.desk.reading import EVERYTHING, Reading, read
from filings.enums import EDITABLE, WAITING, Level, Move, State
from filings.findings import Finding
from filings.kinds import get_kind
from filings.models import Filing, MailboxFile
from filings.papers import html
from filings.papers.downloads import links
from filings.rules import entered_problem, unreceiving_problem
from societies.queries import read_names


@require_safe
def review(request, pk):
    filing = get_filing(request.user, pk)
    if filing.state in EDITABLE and filing.is_typed_by(request.user):
        return redirect("filings:overview", pk)
    return show(request, filing)


@require_POST
@never_cache
def reveal(request, pk):
    """The page once, with one cell's personal data (or all of it) unmasked. Nothing is kept but the
    record."""
    filing = get_filing(request.user, pk)
    path = request.POST.get("path", EVERYTHING)[:150]
    audit(AuditAction.REVEAL, request=request, target=filing.receipt, detail={"path": path})
    return show(request, filing, revealed=path)


@require_safe
def previous(request, pk):
    """To the filing before this one in the queue, or to the queue."""
    filing = get_object_or_404(Filing.objects.for_user(request.user).light(), pk=pk)
    key = side.previous_key(request.user, filing, on=clock.today())
    if key is None:
        return redirect("admin:filings_filing_changelist")
    return redirect("admin:filings_filing_change", key)


@Prepared
def _filings(user, pk):
    filings = Filing.objects.of_staff(user).filter(pk=pk, receipt__isnull=False).light()
    return filings.with_society().select_related("claimed_by")


def get_filing(user, pk) -> Filing:
    """A filing of the caller's own queryset with what the page says about it, or 404."""
    filing = _filings.first(user.pk, pk) if user.works_in_admin else None
    if filing is None:
        raise Http404
    return filing


@Prepared
def _sources(filing):
    return MailboxFile.objects.filter(filing=filing).only("name", "size")[:1]


def show(request, filing, *, revealed="", **forms):
    """Render the page. `forms` are bound forms by their names, which carry their errors."""
    on = clock.today()
    kind = get_kind(filing.kind)
    read_names(filing.society)
    events = side.events_of(filing)
    reading = read(filing, events, request.GET, revealed=revealed)
    findings = [Finding.from_json(data) for data in reading.version.findings]
    notes = comments.comments_of(filing)
    context = {
        "filing": filing,
        "reading": reading,
        "words": {
            "state": kind.word(State(filing.state)),
            "approve": kind.word(Move.APPROVE),
            "refuse": kind.word(Move.REFUSE),
        },
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": kind.label},
        ],
        "sheets": sheets(reading, findings, notes, may_comment=may_comment(request.user, filing)),
        "changes": changes(reading),
        "timeline": side.timeline(events, reading),
        "facts": side.facts(filing, kind, on=on),
        "others": side.other_filings(filing, request.user),
        "attached": side.attached(filing, events, user=request.user),
        "source": source_of(filing),
        "effects": kind.effects(reading.version, on=on) if filing.state in WAITING else [],
        "downloads": links(lambda suffix: paper_url(filing.pk, reading.version.number, suffix)),
        "next": side.next_filing(request.user, filing=filing, on=on),
        "warnings": sum(finding.level == Level.WARNING for finding in findings),
        "open_comments": sum(note.resolved_at is None for note in notes),
        **offered(request, reading, findings, notes, events),
        **forms,
    }
    return render(request, "desk/review.html", context)


def source_of(filing) -> MailboxFile | None:
    """The file of a mailbox that staff typed a filing from."""
    if not filing.on_behalf:
        return None
    return _sources.first(filing.pk)


def paper_url(pk: int, number: int, suffix: str) -> str:
    return reverse("admin:filings_filing_paper", args=[pk, number, suffix])


def may_comment(user, filing) -> bool:
    return not comments.problem(filing, by=user)


def offered(request, reading, findings, notes, events) -> dict:
    """The forms and buttons that this user has on this page, and why not the others."""
    user, filing, kind = request.user, reading.filing, reading.kind
    found = {"why_not": why_not(reading, user=user)}
    if may_comment(user, filing):
        found.update(cell_forms(request, reading))
    if user.role == Role.ADMINISTRATOR and filing.state == State.IN_REVIEW:
        found["force_form"] = ReasonForm(auto_id="force-%s")
    if not unreceiving_problem(filing, by=user):
        found["unreceive_form"] = ReasonForm(auto_id="unreceive-%s")
    last_event = events[0]
    if filing.state == State.RETURNED and last_event.by_id == user.pk:
        found["may_undo"] = filing.revision == filing.return_revision
    if found["why_not"]:
        return found
    found["may_claim"] = filing.state == State.SUBMITTED
    if filing.state == State.IN_REVIEW:
        decisions = kind.decisions(reading.version)
        form = ApprovalForm(decisions=decisions, number=reading.version.number)
        cells, marked = markable(reading, findings, notes)
        found["approval_form"] = form
        if kind.may_refuse:
            found["refusal_form"] = RefusalForm(version=reading.version)
        found["return_form"] = ReturnForm(
            filing=filing, version=reading.version, cells=cells, marked=marked
        )
    return found


def why_not(reading, *, user) -> str:
    """Why this user has no buttons on this page; '' for who may claim or decide."""
    filing, kind = reading.filing, reading.kind
    state = State(filing.state)
    if state == State.RETURNED:
        return f"已退回，等学会在 {filing.return_due:%Y-%m-%d} 前重新提交。"
    if state not in WAITING:
        return f"{state.label}。"
    if user.role != kind.decides:
        return f"由{Role(kind.decides).label}审核，您可以查看。"
    if state == State.IN_REVIEW and filing.claimed_by_id != user.pk:
        return f"{filing.claimed_by}正在审核。"
    if state == State.SUBMITTED and (reason := entered_problem(reading.version, by=user)):
        return reason
    if not reading.is_last:
        return "这不是最新的一版，请回到最新版办理。"
    return ""


def cell_forms(request, reading) -> dict:
    """The forms about the cell that `?cell=` names: a comment, and a correction in review."""
    version = reading.version
    path = request.GET.get("cell", "")
    if path and not documents.has_path(version.document, path):
        path = ""
    found = {
        "comment_form": CommentForm(path=path),
        "cell_label": reading.kind.label_of(path, version.normalized),
    }
    claimed = reading.filing.state == State.IN_REVIEW and reading.is_last
    if claimed and reading.filing.claimed_by_id == request.user.pk and reading.kind.field(path):
        typed = documents.get_cell(version.document, path)
        if reading.cell(path, typed) == typed:
            found["correction_form"] = CorrectionForm(version=version, path=path, value=typed)
    return found


def markable(reading, findings, notes) -> tuple[list[tuple[str, str]], list[str]]:
    """The cells that a return may mark: of open comments, marked at first, and of findings."""
    document = reading.version.normalized
    commented = [note.path for note in notes if note.path and note.resolved_at is None]
    found = [finding.path for finding in findings if finding.path]
    paths = [p for p in dict.fromkeys(commented + found) if documents.has_path(document, p)]
    cells = [(path, reading.kind.label_of(path, document)) for path in paths]
    return cells, [path for path in dict.fromkeys(commented) if path in paths]


def sheets(reading: Reading, findings, notes, *, may_comment) -> list[dict]:
    """The official tables, each with its pages and what stands beside it."""
    marks = review_marks(reading, findings, notes)
    margin = margin_of(reading, findings, notes)
    found = [{"margin": margin[""]}] if margin[""] else []
    printed = reading.kind.printed(reading.version.normalized, cycle=reading.filing.cycle)
    for table in reading.kind.tables:
        pages = html.pages(
            [table],
            printed,
            screen=True,
            text_of=reading.cell,
            marks=marks,
            reveal_form="reveal-form",
            link_of=comment_link if may_comment and reading.is_last else None,
            invites="意见：",
        )
        label = sheet_label(table, printed["rows"])
        found.append({"table": table, "label": label, "pages": pages, "margin": margin[table.name]})
    return found


def comment_link(path: str) -> str:
    return f"?cell={path}#comment"


def sheet_label(table, rows) -> str:
    """'表1', '表2・3 人'."""
    group = table.each or (table.roster.each if table.roster else "")
    number = table.title.partition(".")[0]
    return f"{number}・{len(rows.get(group, []))} 人" if group else number


def changes(reading) -> list[dict]:
    """All differences in words: who came, who went, which cells changed."""
    label, found = reading.kind.label_of, []
    new, differences = reading.version.normalized, reading.differences
    for group, row in differences.added:
        name = label(f"{group}/{row[documents.KEY]}", new)
        found.append({"word": "新增", "name": name, "cell": html.cell_id(f"{group}/{row['key']}")})
    for group, row in differences.removed:
        name = label(f"{group}/{row[documents.KEY]}", reading.baseline)
        why = ledger_rows.words_of(reading.version.answers, f"{group}/{row[documents.KEY]}")
        found.append({"word": "删除", "name": name, "why": why})
    for path, (was, now) in differences.cells.items():
        found.append(
            {
                "word": "修改",
                "name": label(path, new),
                "cell": html.cell_id(path),
                "was": reading.cell(path, was),
                "now": reading.cell(path, now),
            }
        )
    return found
