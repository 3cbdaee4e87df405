"""Versions against their hashes; filings and obligations against their events."""

from itertools import groupby
from operator import attrgetter

from django.db.models import Count
from django.utils import timezone

from filings.actions import version_hash
from filings.enums import RECEPTIONS, STEPS, SUBMISSIONS, WAITING, Move, State
from filings.models import Event, ExtendedObligation, Filing, Obligation, Version
from filings.rules import first_submission, is_late, local_date

CHUNK = 200
CONTENT = ("document", "normalized", "answers", "findings")
FREEZING = (*SUBMISSIONS, Move.CORRECT)


def check_versions(report) -> None:
    """The hash of every version, and that the numbers of a filing's versions run 1, 2, 3 …"""
    rows = Version.objects.order_by("filing_id", "number").iterator(chunk_size=CHUNK)
    for filing_pk, versions in groupby(rows, key=attrgetter("filing_id")):
        for number, version in enumerate(versions, start=1):
            what = f"申报 {filing_pk} 第{version.number}版"
            report.count("版本")
            report.compare(f"{what}的版本号", stored=version.number, computed=number)
            if version.sha256 != _hash(version):
                report.differ(f"{what}：摘要与内容不符")


def _hash(version: Version) -> str:
    return version_hash(
        {name: getattr(version, name) for name in ("number", *CONTENT)},
        filing_pk=version.filing_id,
        by_pk=version.submitted_by_id,
        at=timezone.localtime(version.submitted_at),
    )


def check_filings(report) -> None:
    """State, submissions, decision and obligation of every filing against its events."""
    events = groupby(
        Event.objects.select_related("version")
        .defer(*(f"version__{name}" for name in CONTENT))
        .order_by("filing_id", "id")
        .iterator(CHUNK),
        key=attrgetter("filing_id"),
    )
    current, moves = next(events, (None, ()))
    filings = Filing.objects.light().select_related("obligation").order_by("pk")
    for filing in filings.annotate(frozen=Count("versions")).iterator(chunk_size=CHUNK):
        own = []
        if current == filing.pk:
            own = list(moves)
            current, moves = next(events, (None, ()))
        report.count("申报")
        report.count("经过", len(own))
        _check_filing(report, filing, own)
    unfiled = Obligation.objects.filter(first_submitted_at__isnull=False, filings=None)
    for obligation in unfiled.iterator(chunk_size=CHUNK):
        report.differ(f"应报义务 {obligation.pk}：没有申报，却有首次提交时间")
    report.count("应报义务", Obligation.objects.count())


def check_extensions(report) -> None:
    """Extensions of an obligation follow one another, and the last one says when it is due."""
    rows = ExtendedObligation.objects.select_related("obligation", "extension")
    rows = rows.order_by("obligation_id", "id").iterator(chunk_size=CHUNK)
    for pk, moved in groupby(rows, key=attrgetter("obligation_id")):
        due = None
        for row in moved:
            report.count("展期")
            what = f"应报义务 {pk} 的展期 {row.pk}"
            if due:
                report.compare(f"{what}的原截止日", stored=row.due_before, computed=due)
            until = row.extension.until
            report.compare(f"{what}的新截止日", stored=row.due_after, computed=until)
            due = row.due_after
        report.compare(f"应报义务 {pk} 的应报截止", stored=row.obligation.due, computed=due)


def _check_filing(report, filing, events) -> None:
    what = f"申报 {filing.pk}"
    if not events or events[0].move != Move.START:
        report.differ(f"{what}：没有“开始填报”的记录")
        return
    state = ""
    for event in events:
        if not _is_legal(event, state):
            report.differ(f"{what}：{event.get_move_display()}（经过 {event.pk}）不合规定的流程")
        state = event.to_state
    report.compare(f"{what}的状态", stored=filing.state, computed=state)
    _check_submissions(report, what, filing, events)
    _check_decision(report, what, filing, events)
    if filing.obligation and filing.state != State.DISCARDED:
        first = first_submission(_moves(events))
        report.compare(
            f"{what}的首次提交时间", stored=filing.obligation.first_submitted_at, computed=first
        )
        if first:
            late = is_late(filing.obligation.due, on=local_date(first))
            report.compare(f"{what}的逾期标记", stored=filing.is_late, computed=late)


def _is_legal(event, state: str) -> bool:
    """Whether an event begins where the last one ended and follows the table of moves."""
    if event.from_state != state:
        return False
    if event.move == Move.START:
        return state == "" and event.to_state == State.DRAFT
    if event.move in RECEPTIONS:
        return state in WAITING and event.to_state == state
    step = STEPS[Move(event.move)]
    return event.to_state == step.target and state in step.sources


def _check_submissions(report, what, filing, events) -> None:
    """Each submission, and each correction by staff, froze one version, by the same person."""
    freezing = [event for event in events if event.move in FREEZING]
    for number, event in enumerate(freezing, start=1):
        version = event.version
        frozen = version and (version.filing_id, version.number, version.submitted_by_id)
        report.compare(
            f"{what}第 {number} 次形成的版本",
            stored=frozen,
            computed=(filing.pk, number, event.by_id),
        )
    # A draft that was withdrawn keeps what its last submission wrote.
    submissions = [event for event in events if event.move in SUBMISSIONS]
    report.compare(
        f"{what}的提交人和提交时间",
        stored=(filing.submitted_by_id, filing.submitted_at),
        computed=_submission(submissions[-1] if submissions else None),
    )
    report.compare(f"{what}的版本数", stored=filing.frozen, computed=len(freezing))


def _submission(event) -> tuple:
    return (event.by_id, _moment(event)) if event else (None, None)


def _moment(event):
    """The version carries the very moment; the event was written a little later."""
    return event.version.submitted_at if event.version else event.at


def _moves(events) -> list[tuple]:
    return [(event.move, _moment(event), event.due) for event in events]


def _check_decision(report, what, filing, events) -> None:
    decision = next((e for e in events if e.move in (Move.APPROVE, Move.REFUSE)), None)
    report.compare(
        f"{what}的决定人",
        stored=filing.decided_by_id,
        computed=decision.by_id if decision else None,
    )
    if decision and decision.move == Move.APPROVE:
        latest = [e.version_id for e in events if e.move in FREEZING][-1:]
        report.compare(f"{what}批准的版本", stored=[decision.version_id], computed=latest)
    claim = events[-1] if filing.state == State.IN_REVIEW else None
    report.compare(
        f"{what}的认领人",
        stored=filing.claimed_by_id,
        computed=claim.by_id if claim else None,
    )
