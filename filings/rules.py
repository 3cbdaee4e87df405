"""Questions about filings: may this move be made, may this society file now, was it in time."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from accounts.enums import Role
from accounts.prepared import Prepared
from filings.enums import (
    SCAN_SETTLED,
    SCAN_WANTING,
    STEPS,
    SUBMISSIONS,
    WAITING,
    Actor,
    Level,
    Move,
    Purpose,
    ScanNeed,
    ScanState,
    State,
)
from filings.findings import FILES, Finding
from filings.kinds import get_kind
from filings.models import Comment, Obligation
from societies.enums import Membership
from societies.holds import hold_on
from societies.queries import files_for_society

EXTENDERS = frozenset({Role.COMMITTEE})  # exceptions are the committee's


class MoveNotAllowed(Exception):
    """A move was refused; `str()` is the Chinese reason for the person who tried."""


class Undecided(MoveNotAllowed):
    """What approval asks was not answered, or otherwise than it can be."""


def check_move(filing, move: Move, *, by) -> None:
    """Raise MoveNotAllowed unless `by` may make `move` on the filing as it stands."""
    step = STEPS[move]
    if filing.state not in step.sources or not get_kind(filing.kind).allows(move):
        state = State(filing.state)
        raise MoveNotAllowed(f"这件申报现在是“{state.label}”，不能{move.label}。")
    if reason := actor_problem(filing, step.actor, by=by):
        raise MoveNotAllowed(reason)
    if move == Move.DISCARD and get_kind(filing.kind).posts_tables and filing.receipt:
        raise MoveNotAllowed("登记提交后不能作废。")


def actor_problem(filing, actor: Actor, *, by) -> str:
    """Why `by` is not the actor that a move needs; empty where they are."""
    if actor == Actor.FILER:
        return "" if files_for(filing, by=by) else "只有本学会的填报人可以办理。"
    if actor == Actor.ADMINISTRATOR:
        return "" if by.role == Role.ADMINISTRATOR else "只有管理员可以办理。"
    if by.role != get_kind(filing.kind).decides:
        return "这类申报不由您审核。"
    if actor == Actor.RETURNER and by.pk != returned_by(filing):
        return "只有退回的人可以撤销退回。"
    if actor == Actor.CLAIMER and filing.claimed_by_id != by.pk:
        return f"这件申报由{filing.claimed_by}认领，不由您办理。"
    return ""


def files_for(filing, *, by) -> bool:
    """Whether somebody fills this filing in: for the society, or the staff member who types it
    from paper (代填)."""
    if filing.is_typed_by(by):
        return True
    return files_for_society(by, filing.society_id)


def entered_problem(version, *, by) -> str:
    """Why somebody does not decide on what they typed or corrected; '' where they did neither."""
    filing = version.filing
    if by.pk in (filing.started_by_id, filing.submitted_by_id, version.submitted_by_id):
        return "自己填报或更正的申报须由他人批准。"
    return ""


def returned_by(filing) -> int | None:
    """Primary key of who returned the filing last."""
    returns = filing.events.filter(move=Move.RETURN).order_by("id")
    return returns.values_list("by", flat=True).last()


@Prepared
def _objections(filing):
    return Comment.objects.filter(filing=filing, resolved_at=None, by__role=Role.SECRETARY)


def objections(filing) -> list[Comment]:
    """Open comments of the society itself: what it holds against a correction (更正)."""
    return _objections(filing.pk)


def bulk_problem(filing, version, *, on: dt.date) -> str:
    """Why a filing is not approved without somebody having looked at it; '' where it may be: first
    version, in time, nothing found, nothing to decide, no comment open."""
    reasons = {
        "须逐件审核": not get_kind(filing.kind).in_bulk,
        "已不是待审核": filing.state != State.SUBMITTED,
        "逾期提交": filing.is_late,
        "由科协代填": filing.on_behalf,
        "经过退回或更正": version.number > 1,
        "有检查结果": any(finding["level"] != Level.OK for finding in version.findings),
        "与台账不同": bool(filing.changes),
        f"盖章件{ScanState(filing.scan).label}": scan_needed(
            filing.kind, filing.cycle.stamped_scan, before=ScanNeed.APPROVAL
        )
        and filing.scan not in SCAN_SETTLED,
        "有要决定的事项": bool(get_kind(filing.kind).decisions(version)),
        "有未解决的意见": filing.comments.filter(resolved_at=None).exists(),
    }
    return "、".join(reason for reason, holds in reasons.items() if holds)


def scan_needed(kind_code: str, stamped_scan: str, *, before: ScanNeed) -> bool:
    """Whether filings of a kind need their sealed paper before something, by what their cycle
    says."""
    return stamped_scan == before and Purpose.STAMPED in get_kind(kind_code).files


def scan_problem(filing, *, before: ScanNeed) -> str:
    """Why a filing is not submitted or approved for want of its sealed paper; '' where it may
    be."""
    if not scan_needed(filing.kind, filing.cycle.stamped_scan, before=before):
        return ""
    if filing.scan not in SCAN_WANTING:
        return ""
    if before == ScanNeed.SUBMISSION:
        return "请先打印、盖章，上传盖章件，再提交。"
    if filing.scan == ScanState.NONE:
        return "还没有盖章件：请学会上传，收到纸质原件的登记“原件已收”。"
    return f"{ScanState(filing.scan).label}：请学会重新上传，收到纸质原件的登记“原件已收”。"


def missing_files(filing) -> list[Finding]:
    """An error for each file that the kind asks for and that nobody attached, at the place where it
    is uploaded."""
    asked = get_kind(filing.kind).asks
    if not asked:
        return []
    there = set(filing.attachments.in_force().values_list("purpose", flat=True))
    return [
        Finding("file_missing", Level.ERROR, f"请上传{purpose.label}。", (f"{FILES}/{purpose}",))
        for purpose in asked
        if purpose not in there
    ]


def receiving_problem(filing, *, by) -> str:
    """Why somebody may not record now that the sealed paper of a filing has come (原件已收)."""
    if reason := actor_problem(filing, Actor.DECIDER, by=by):
        return reason
    if not scan_needed(filing.kind, filing.cycle.stamped_scan, before=ScanNeed.APPROVAL):
        return "这件申报批准前不需要盖章件。"
    if filing.state not in WAITING:
        return f"这件申报现在是“{State(filing.state).label}”，不登记原件。"
    return "已经登记过原件已收。" if filing.scan == ScanState.RECEIVED else ""


def unreceiving_problem(filing, *, by) -> str:
    """Why somebody may not take 原件已收 of a filing back now; once it is approved, it stands."""
    if reason := actor_problem(filing, Actor.DECIDER, by=by):
        return reason
    if filing.scan != ScanState.RECEIVED:
        return "没有登记过原件已收。"
    if filing.state not in WAITING:
        return f"这件申报现在是“{State(filing.state).label}”，不能撤销原件已收。"
    return ""


# What a society owes in a cycle (primary keys).
obligation_of = Prepared(
    lambda cycle, society: Obligation.objects.filter(cycle=cycle, society=society)
)


def hold_problem(kind, society, *, on: dt.date) -> str:
    """Why a society is kept out of what this kind is about (note 3); '' where it is not."""
    return hold_on(society, kind.process, on=on) if kind.process else ""


def filing_window_problem(kind, *, society, cycle, on: dt.date) -> str:
    """May this society file this kind now? '' where it may, else why not: the one answer for page,
    action, import and admin. After the deadline filing stays possible, marked late (note 1)."""
    if on < cycle.opens_on:
        return f"{cycle.title}自{cycle.opens_on:%Y年%-m月%-d日}起填报。"
    if society.membership == Membership.LEFT:
        return "本学会已退会，不再填报。"
    if kind.owed and not obligation_of(cycle.pk, society.pk):
        return "本学会在这个周期没有填报义务。"
    if reason := hold_problem(kind, society, on=on):
        return reason
    return kind.window_problem(society=society, cycle=cycle, on=on)


def cycle_change_problem(cycle, changed) -> str:
    """Why these fields of a campaign (a collection of names) cannot change any more: once it is
    open, its first and last day are what societies were told; more time is given by extension."""
    if {"year", "opens_on", "deadline"} & set(changed) and cycle.obligations.exists():
        return "开放填报以后，年度、开放日期和截止日期不能再改；需要放宽期限时，请党委办理展期。"
    return ""


def extension_problem(*, until: dt.date, reason: str, by) -> str:
    """Why more time is not granted so: it is the committee's, and has a reason."""
    if by.role not in EXTENDERS:
        return "展期由省科技社团党委批准。"
    return "" if reason.strip() else "展期须写明原因。"


def days_left(due: dt.date, *, on: dt.date) -> int:
    """Deadline − today; 14 on 2017-11-06 for 2017-11-20; negative when overdue."""
    return (due - on).days


def is_late(due: dt.date, *, on: dt.date) -> bool:
    """The deadline is inclusive to 23:59:59 Asia/Shanghai (note 1)."""
    return on > due


def filed_in_time(obligation, filing, *, on: dt.date) -> bool:
    """First submitted by the due date and not withdrawn since; a return keeps it if resubmitted by
    its due date, and gives it up for good when the filing's own is over, too (note 1)."""
    if not obligation.first_submitted_at or filing is None:
        return False
    if filing.state == State.RETURNED and on > max(filing.return_due, obligation.due):
        return False
    return not is_late(obligation.due, on=local_date(obligation.first_submitted_at))


def first_submission(moves: Iterable[tuple]) -> dt.datetime | None:
    """When a filing counts as first submitted, from its (move, moment, due) in order: a withdrawal
    gives it up, a resubmission after its due date begins anew (note 1). The moment of a submission
    is that of its version; `due` is that of a return."""
    first = until = None
    for move, at, due in moves:
        if move == Move.WITHDRAW:
            first = None
        elif move == Move.RETURN:
            until = due
        elif move in SUBMISSIONS:
            overdue = move == Move.RESUBMIT and is_late(until, on=local_date(at))
            if first is None or overdue:
                first = at
    return first


def local_time(moment: dt.datetime) -> dt.datetime:
    """The moment in Asia/Shanghai; no page has another time zone."""
    return moment.astimezone(timezone.get_default_timezone())


def local_date(moment: dt.datetime) -> dt.date:
    return local_time(moment).date()
