"""Every change to a filing. Each action locks the row, checks move, role and revision, and writes
one event in the same transaction."""

from datetime import timedelta
from functools import partial

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from accounts.prepared import Prepared
from filings import documents, drafts, ledger_rows, scans
from filings.differences import compare
from filings.enums import EDITABLE, STEPS, Level, Move, ReturnReason, ScanNeed, State
from filings.findings import Checked, explanation
from filings.kinds import get_kind
from filings.locking import (
    held_obligation,
    held_society,
    locked,
    locked_to_decide,
    locked_with_society,
)
from filings.models import Event, Filing, Obligation, Version
from filings.notifications import tell_of_event
from filings.queries import last_version
from filings.rules import (
    MoveNotAllowed,
    Undecided,
    actor_problem,
    check_move,
    entered_problem,
    filing_window_problem,
    hold_problem,
    is_late,
    local_date,
    missing_files,
    objections,
    scan_problem,
)


class NotSubmittable(Exception):
    """A document cannot be submitted; `checked` carries the findings that stand in the way."""

    def __init__(self, checked: Checked, answers: dict):
        self.checked = checked
        super().__init__(f"还有 {len(checked.blocking(answers))} 处需要处理，暂不能提交。")


@transaction.atomic
def start(kind_code: str, *, society, cycle, by) -> Filing:
    """Begin a filing for a society: the draft, prefilled. The one that is open already is given
    back as it is."""
    kind = get_kind(kind_code)
    society = held_society(society.pk)
    if problem := filing_window_problem(kind, society=society, cycle=cycle, on=clock.today()):
        raise MoveNotAllowed(problem)
    obligation, existing = open_already(kind, society, cycle)
    if existing:
        return existing
    filing = fresh(kind, society=society, cycle=cycle, by=by, obligation=obligation)
    begin(filing, by=by)
    return filing


def begin(filing, *, by) -> None:
    """Save a fresh draft, filled or not, as a filing of a society that the caller holds and that
    may file now. Raises MoveNotAllowed where there is one already."""
    if filing.obligation is None and get_kind(filing.kind).owed:
        filing.obligation = held_obligation(filing.cycle, filing.society)
    if reason := actor_problem(filing, STEPS[Move.SUBMIT].actor, by=by):
        raise MoveNotAllowed(reason)
    try:
        with transaction.atomic():
            filing.save()
    except IntegrityError:
        raise MoveNotAllowed("本学会已有一件正在办理的申报。") from None
    log(filing, Move.START, by=by, from_state="")


def fresh(kind, *, society, cycle, by, obligation=None) -> Filing:
    """The draft with which a filing begins, not saved."""
    now = clock.now()
    document = kind.start(society)
    return Filing(
        kind=kind.code,
        cycle=cycle,
        society=society,
        obligation=obligation,
        posts_tables=kind.posts_tables,
        document=document,
        answers={"ledger": ledger_rows.names_of(kind, document)},
        on_behalf=by.role == kind.decides,
        started_by=by,
        started_at=now,
        saved_at=now,
    )


def open_already(kind, society, cycle) -> tuple[Obligation | None, Filing | None]:
    """The locked obligation that a filing of a kind fulfils, and the filing that there is: under
    the obligation, else a draft of the kind."""
    if kind.owed:
        obligation = held_obligation(cycle, society)
        return obligation, obligation.filings.exclude(state=State.DISCARDED).first()
    drafts_of_kind = Filing.objects.filter(
        kind=kind.code, society=society, cycle=cycle, state__in=EDITABLE
    )
    return None, drafts_of_kind.first()


def log(filing, move: Move, *, by, from_state, **fields) -> Event:
    event = Event.objects.create(
        filing=filing,
        move=move,
        from_state=from_state,
        to_state=filing.state,
        by=by,
        at=clock.now(),
        **fields,
    )
    tell_of_event(event)
    return event


def check_editable(filing, *, by) -> None:
    """Raise MoveNotAllowed unless `by` may write into the draft now."""
    if filing.state not in EDITABLE:
        raise MoveNotAllowed(f"这件申报现在是“{State(filing.state).for_secretary}”，不能修改。")
    if reason := actor_problem(filing, STEPS[Move.SUBMIT].actor, by=by):
        raise MoveNotAllowed(reason)


@transaction.atomic
def edit_draft(pk, change, *, by):
    """Let a function of filings.drafts change a locked draft: called with the filing, it gives what
    the caller wants to know. The draft's revision counts where something did change."""
    filing = locked(pk)
    check_editable(filing, by=by)
    before = documents.canonical_json([filing.document, filing.answers])
    result = change(filing)
    if documents.canonical_json([filing.document, filing.answers]) != before:
        filing.revision += 1
        filing.saved_at = clock.now()
        filing.save(update_fields=["document", "answers", "revision", "saved_at"])
    return result


def save_draft(pk, *, by, **written) -> Filing:
    """Write typed texts into a draft; what may be written says filings.drafts.write."""
    return edit_draft(pk, partial(drafts.write, by=by, at=clock.now(), **written), by=by)


def add_row(pk, group: str, *, by) -> str:
    """Append an empty row to a group of a draft; gives its key."""
    return edit_draft(pk, partial(drafts.add_row, group=group), by=by)


def remove_row(pk, group: str, key: str, *, by) -> None:
    """Take a row out of a draft. Its texts are kept in `answers["removed"]`."""
    edit_draft(pk, partial(drafts.remove_row, group=group, key=key), by=by)


def check(filing) -> Checked:
    """All findings about a filing's draft today: the one function that every page asks."""
    kind = get_kind(filing.kind)
    checked = kind.check(
        filing.document, society=filing.society, cycle=filing.cycle, on=clock.today()
    )
    checked.findings.extend(drafts.conflicts(filing, kind))
    checked.findings.extend(ledger_rows.findings(filing, kind, on=clock.today()))
    checked.findings.extend(missing_files(filing))
    return checked


@transaction.atomic
def submit(pk, *, by, revision: int | None = None) -> Version:
    """Submit a draft, or resubmit a returned filing: check strictly, freeze a version, give a
    receipt.

    Raises NotSubmittable with all findings, or MoveNotAllowed (state, role, window, or the draft
    moved on since `revision` was shown).
    """
    return submit_held(locked_with_society(pk), by=by, revision=revision)


def submit_held(filing, *, by, revision: int | None = None) -> Version:
    """`submit` of a filing whose row the caller's transaction holds. NotSubmittable is raised
    before anything is written."""
    move = Move.RESUBMIT if filing.state == State.RETURNED else Move.SUBMIT
    check_move(filing, move, by=by)
    kind = get_kind(filing.kind)
    if problem := filing_window_problem(
        kind, society=filing.society, cycle=filing.cycle, on=clock.today()
    ):
        raise MoveNotAllowed(problem)
    if revision is not None and revision != filing.revision:
        raise MoveNotAllowed("内容在您核对之后又有修改，请重新核对后提交。")
    checked = check(filing)
    if checked.blocking(filing.answers):
        raise NotSubmittable(checked, filing.answers)
    now = clock.now()
    _note_submission(filing, move, now)
    version = freeze(filing, checked, by=by, at=now)
    write_summary(filing, checked, version)
    if problem := scan_problem(filing, before=ScanNeed.SUBMISSION):
        raise MoveNotAllowed(problem)
    from_state, filing.state = filing.state, STEPS[move].target
    filing.receipt = filing.receipt or f"DJ{filing.cycle.year}-{filing.pk:04d}"
    filing.submitted_by, filing.submitted_at = by, now
    clear_return(filing)
    filing.save()
    log(filing, move, by=by, from_state=from_state, version=version)
    kind.on_submit(version)
    return version


def clear_return(filing) -> None:
    filing.return_reason, filing.return_text = "", ""
    filing.return_due = filing.return_revision = None


def _note_submission(filing, move, now) -> None:
    """Keep the first submission on the obligation; a resubmission after its due date begins anew
    (note 1)."""
    if filing.obligation_id is None:
        return
    obligation = held_obligation(filing.cycle, filing.society)
    overdue = move == Move.RESUBMIT and is_late(filing.return_due, on=now.date())
    if overdue or obligation.first_submitted_at is None:
        obligation.first_submitted_at = now
        obligation.save(update_fields=["first_submitted_at"])
    filing.is_late = is_late(obligation.due, on=local_date(obligation.first_submitted_at))


def write_summary(filing, checked, version) -> None:
    """The columns of the queue, from what has just been frozen."""
    kind = get_kind(filing.kind)
    for name, value in checked.summary.items():
        setattr(filing, name, value)
    filing.warnings = len(checked.of(Level.WARNING))
    filing.to_decide = len(kind.decisions(version, checked.values))
    ledger = kind.ledger_document(filing.society)
    filing.changes = len(compare(ledger, version.normalized)) if ledger else 0
    filing.scan = scans.of_new(version)


@Prepared
def _numbers(filing):
    return Version.objects.filter(filing=filing).values_list("number")


def freeze(filing, checked, *, by, at) -> Version:
    """The immutable version of a draft as it is submitted."""
    answers = _answers_of(filing, checked)
    content = {
        "number": len(_numbers(filing.pk)) + 1,
        "document": filing.document,
        "normalized": checked.normalized,
        "answers": answers,
        "findings": [finding.as_json() for finding in checked.findings],
    }
    return Version.objects.create(
        filing=filing,
        submitted_by=by,
        submitted_at=at,
        sha256=version_hash(content, filing_pk=filing.pk, by_pk=by.pk, at=at),
        **content,
    )


def _answers_of(filing, checked) -> dict:
    """What of the answers belongs to this version: explanations of its own warnings, chosen
    meanings, why rows of the ledger are gone."""
    gone = ledger_rows.frozen(filing, get_kind(filing.kind), on=clock.today())
    return {
        "explanations": {
            finding.key: explanation(filing.answers, finding)
            for finding in checked.of(Level.WARNING)
        },
        "meanings": filing.answers.get("meanings", {}),
        **({"gone": gone} if gone else {}),
    }


def version_hash(content: dict, *, filing_pk, by_pk, at) -> str:
    """SHA-256 over the canonical JSON of a version's content, filing, person and time."""
    return documents.sha256(
        {**content, "filing": filing_pk, "by": by_pk, "at": at.isoformat(timespec="microseconds")}
    )


@transaction.atomic
def withdraw(pk, *, by) -> Filing:
    """Take a submitted filing back until it is claimed; this gives up the first submission (note
    1)."""
    filing = locked(pk)
    check_move(filing, Move.WITHDRAW, by=by)
    Obligation.objects.filter(pk=filing.obligation_id).update(first_submitted_at=None)
    return make_move(filing, Move.WITHDRAW, by=by)


@transaction.atomic
def claim(pk, *, by) -> Filing:
    """Take a submitted filing under review."""
    filing = locked(pk)
    check_move(filing, Move.CLAIM, by=by)
    filing.claimed_by, filing.claimed_at = by, clock.now()
    return make_move(filing, Move.CLAIM, by=by)


@transaction.atomic
def release(pk, *, by) -> Filing:
    """Put one's own claimed filing back into the queue."""
    filing = locked(pk)
    check_move(filing, Move.RELEASE, by=by)
    return make_move(filing, Move.RELEASE, by=by)


@transaction.atomic
def return_filing(pk, *, by, version: int, reason: str, text: str, due=None, cells=()) -> Filing:
    """Send a filing back for correction with a reason code, a text, the paths of the marked cells
    and a due date (the cycle's days from today)."""
    filing = locked(pk)
    check_move(filing, Move.RETURN, by=by)
    current = check_version(filing, version)
    on = clock.today()
    due = due or on + timedelta(days=filing.cycle.resubmission_days)
    if reason not in ReturnReason.values or not text.strip():
        raise MoveNotAllowed("退回须选择原因并写明需要修改的内容。")
    if due < on:
        raise MoveNotAllowed("重新提交期限不能早于今天。")
    if unknown := [p for p in cells if not documents.has_path(current.document, p)]:
        raise MoveNotAllowed(f"这一版没有标记的单元格：{unknown[0]}。")
    filing.return_reason, filing.return_text, filing.return_due = reason, text.strip(), due
    filing.return_revision = filing.revision
    fields = {"reason": reason, "text": text.strip(), "due": due, "cells": list(cells)}
    return make_move(filing, Move.RETURN, by=by, **fields)


@transaction.atomic
def approve(pk, *, by, version: int, choices: dict | None = None, request=None) -> Filing:
    """Approve the version that was looked at: run the rules again and post it to the ledger, all or
    nothing.

    `choices` answers the kind's decisions by name. Raises MoveNotAllowed, also where a rule is
    broken now; Undecided where an answer is missing.
    """
    filing = locked_to_decide(pk)
    check_move(filing, Move.APPROVE, by=by)
    current = check_version(filing, version)
    kind, on = get_kind(filing.kind), clock.today()
    if objections(filing):
        raise MoveNotAllowed("学会对更正有异议，意见解决后才能批准。")
    problem = entered_problem(current, by=by) or scan_problem(filing, before=ScanNeed.APPROVAL)
    if problem := problem or hold_problem(kind, filing.society, on=on):
        raise MoveNotAllowed(problem)
    checked = kind.check(current.normalized, society=filing.society, cycle=filing.cycle, on=on)
    if problems := [f for f in checked.findings if f.level in (Level.ERROR, Level.QUESTION)]:
        raise MoveNotAllowed(f"按现行规则还有必须修改的内容：{problems[0].message}")
    choices = choices or {}
    for asked in kind.decisions(current, checked.values):
        if choices.get(asked.name) not in dict(asked.options):
            raise Undecided(f"{asked.label}，请先决定。")
    kind.post(current, values=checked.values, by=by, on=on, choices=choices)
    filing.decided_by, filing.decided_at = by, clock.now()
    detail = {"move": "approve"}
    audit(AuditAction.DECIDE, by=by, request=request, target=filing.receipt, detail=detail)
    return make_move(filing, Move.APPROVE, by=by, version=current)


@transaction.atomic
def discard(pk, *, by, text: str) -> Filing:
    """Give up a draft, with a reason; it is kept. Not a registration once submitted."""
    filing = locked(pk)
    check_move(filing, Move.DISCARD, by=by)
    if not text.strip():
        raise MoveNotAllowed("作废须写明原因。")
    return make_move(filing, Move.DISCARD, by=by, text=text.strip())


def make_move(filing, move, *, by, **event_fields) -> Filing:
    """Write the new state and its event; the move has been checked."""
    from_state, filing.state = filing.state, STEPS[move].target
    if filing.state != State.IN_REVIEW:
        filing.claimed_by = filing.claimed_at = None
    filing.save()
    log(filing, move, by=by, from_state=from_state, **event_fields)
    return filing


def check_version(filing, number: int) -> Version:
    """The version under review; MoveNotAllowed where it is not the one that was looked at."""
    current = last_version(filing)
    if current.number != number:
        raise MoveNotAllowed("学会已提交新的版本，请重新查看后再办理。")
    return current
