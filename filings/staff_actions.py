"""Moves that only staff make: undo a return, release another's claim, correct an obvious slip,
refuse, grant more time."""

import copy

from django.db import transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from filings import documents, scans
from filings.actions import (
    approve,
    check_version,
    claim,
    clear_return,
    freeze,
    log,
    make_move,
    write_summary,
)
from filings.enums import Level, Move
from filings.findings import explanation
from filings.kinds import get_kind
from filings.locking import locked
from filings.models import ExtendedObligation, Extension, Filing, Obligation
from filings.notifications import tell_of_extension
from filings.rules import (
    MoveNotAllowed,
    bulk_problem,
    check_move,
    extension_problem,
    is_late,
    local_date,
    receiving_problem,
    unreceiving_problem,
)


@transaction.atomic
def undo_return(pk, *, by) -> Filing:
    """Take a return back, by who returned it, until the society's first saved change. The text of
    the return stays in the history."""
    filing = locked(pk)
    check_move(filing, Move.UNDO, by=by)
    if filing.revision != filing.return_revision:
        raise MoveNotAllowed("学会已开始修改，不能撤销退回。")
    clear_return(filing)
    filing.claimed_by, filing.claimed_at = by, clock.now()
    return make_move(filing, Move.UNDO, by=by)


@transaction.atomic
def force_release(pk, *, by, text: str, request=None) -> Filing:
    """Put another's claimed filing back into the queue, with a reason: the administrator's."""
    filing = locked(pk)
    check_move(filing, Move.FORCE_RELEASE, by=by)
    if not text.strip():
        raise MoveNotAllowed("强制放回须写明原因。")
    detail = {"move": "force_release", "claimed_by": filing.claimed_by.username}
    audit(AuditAction.DECIDE, by=by, request=request, target=filing.receipt, detail=detail)
    return make_move(filing, Move.FORCE_RELEASE, by=by, text=text.strip())


@transaction.atomic
def receive_original(pk, *, by, version: int, request=None) -> Filing:
    """Record that the sealed paper of the version that was looked at has come (原件已收): it stands
    for a scan. Raises MoveNotAllowed."""
    filing = locked(pk)
    if reason := receiving_problem(filing, by=by):
        raise MoveNotAllowed(reason)
    current = check_version(filing, version)
    log(filing, Move.RECEIVE, by=by, from_state=filing.state, version=current)
    scans.refresh(filing)
    detail = {"move": "receive_original", "version": version}
    audit(AuditAction.DECIDE, by=by, request=request, target=filing.receipt, detail=detail)
    return filing


@transaction.atomic
def unreceive_original(pk, *, by, text: str, request=None) -> Filing:
    """Take 原件已收 back, with a reason: the paper has not come, or is another's. The scans that
    were uploaded count again. Raises MoveNotAllowed."""
    filing = locked(pk)
    if reason := unreceiving_problem(filing, by=by):
        raise MoveNotAllowed(reason)
    if not text.strip():
        raise MoveNotAllowed("撤销原件已收须写明原因。")
    last = filing.versions.order_by("number").last()
    said = {"version": last, "text": text.strip()}
    log(filing, Move.UNRECEIVE, by=by, from_state=filing.state, **said)
    scans.refresh(filing)
    detail = {"move": "unreceive_original", "version": last.number}
    audit(AuditAction.DECIDE, by=by, request=request, target=filing.receipt, detail=detail)
    return filing


@transaction.atomic
def approve_unseen(pk, *, by, version: int, request=None) -> Filing:
    """Claim and approve, in one transaction, what was previewed in a list: nothing that somebody
    has to look at, and nothing that changed since. Raises MoveNotAllowed."""
    filing = locked(pk)
    check_move(filing, Move.CLAIM, by=by)
    current = check_version(filing, version)
    if problem := bulk_problem(filing, current, on=clock.today()):
        raise MoveNotAllowed(f"{problem}，请打开查看后再决定。")
    claim(pk, by=by)
    return approve(pk, by=by, version=version, request=request)


@transaction.atomic
def correct(pk, *, by, version: int, cells: dict[str, str], text: str) -> Filing:
    """Correct an obvious slip: freeze a new version with other texts in some cells, marked by its
    event and its reason. Another reviewer decides on it; the society sees before and after.

    Raises MoveNotAllowed where a cell is unknown, nothing changes, or a rule is broken then.
    """
    filing = locked(pk)
    check_move(filing, Move.CORRECT, by=by)
    current = check_version(filing, version)
    if not text.strip():
        raise MoveNotAllowed("更正须写明原因。")
    filing.document = _corrected(filing, current, cells)
    checked = get_kind(filing.kind).check(
        filing.document, society=filing.society, cycle=filing.cycle, on=clock.today()
    )
    if problems := [f for f in checked.findings if f.level in (Level.ERROR, Level.QUESTION)]:
        raise MoveNotAllowed(f"这样更正不合规定：{problems[0].message}")
    said = filing.answers.setdefault("explanations", {})
    for finding in checked.of(Level.WARNING):
        if not explanation(filing.answers, finding):
            said[finding.key] = f"审核人更正：{text.strip()}"
    corrected = freeze(filing, checked, by=by, at=clock.now())
    filing.revision += 1
    write_summary(filing, checked, corrected)
    return make_move(filing, Move.CORRECT, by=by, version=corrected, text=text.strip())


def _corrected(filing, current, cells) -> dict:
    document = copy.deepcopy(current.document)
    for path, typed in cells.items():
        if get_kind(filing.kind).field(path) is None or not documents.set_cell(
            document, path, typed
        ):
            raise MoveNotAllowed(f"这一版没有这个单元格：{path}。")
    if document == current.document:
        raise MoveNotAllowed("没有改动任何单元格。")
    return document


@transaction.atomic
def refuse(pk, *, by, version: int, text: str, request=None) -> Filing:
    """Refuse the version that was looked at for good, with a reason; for kinds that allow it."""
    filing = locked(pk)
    check_move(filing, Move.REFUSE, by=by)
    current = check_version(filing, version)
    if not text.strip():
        raise MoveNotAllowed("不予批准须写明原因。")
    filing.decided_by, filing.decided_at = by, clock.now()
    detail = {"move": "refuse"}
    audit(AuditAction.DECIDE, by=by, request=request, target=filing.receipt, detail=detail)
    return make_move(filing, Move.REFUSE, by=by, version=current, text=text.strip())


@transaction.atomic
def extend(cycle, societies, *, until, reason: str, by, chosen_by="", request=None) -> Extension:
    """Give societies (a queryset) until the end of a day for what they owe in a cycle. What they
    filed by then counts as in time; those that have as much time already are left alone.

    `chosen_by` says how the set was chosen. Raises MoveNotAllowed, also where nothing moves.
    """
    if problem := extension_problem(until=until, reason=reason, by=by):
        raise MoveNotAllowed(problem)
    owed = Obligation.objects.filter(cycle=cycle, society__in=societies, due__lt=until)
    # Filings before their obligations, as a submission locks them.
    filings = list(Filing.objects.select_for_update().filter(obligation__in=owed).order_by("pk"))
    obligations = list(owed.select_for_update().order_by("pk"))
    if not obligations:
        raise MoveNotAllowed(f"没有应报截止日早于{until:%Y年%-m月%-d日}的学会。")
    extension = Extension.objects.create(
        cycle=cycle, until=until, reason=reason.strip(), chosen_by=chosen_by, by=by, at=clock.now()
    )
    ExtendedObligation.objects.bulk_create(
        ExtendedObligation(extension=extension, obligation=row, due_before=row.due, due_after=until)
        for row in obligations
    )
    firsts = {row.pk: row.first_submitted_at for row in obligations}
    Obligation.objects.filter(pk__in=firsts).update(due=until)
    for filing in filings:
        if first := firsts.get(filing.obligation_id):
            filing.is_late = is_late(until, on=local_date(first))
    Filing.objects.bulk_update(filings, ["is_late"], batch_size=500)
    detail = {"move": "extend", "until": until.isoformat(), "societies": len(obligations)}
    audit(AuditAction.DECIDE, by=by, request=request, target=str(extension), detail=detail)
    tell_of_extension(extension)
    return extension
