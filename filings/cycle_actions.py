"""Campaigns, and what a society owes in them from its admission until it leaves."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.actions import audit
from accounts.enums import AuditAction
from filings.actions import make_move
from filings.enums import Move
from filings.models import Cycle, Filing, Obligation
from filings.queries import current_cycle
from filings.rules import check_move, cycle_change_problem
from societies.models import Society


@transaction.atomic
def open_cycle(cycle: Cycle, *, by=None, request=None) -> int:
    """Give every member society its obligation in a cycle. Safe to run twice. Gives how many were
    new."""
    Cycle.objects.select_for_update().get(pk=cycle.pk)
    members = Society.objects.members_on(cycle.opens_on).exclude(obligations__cycle=cycle)
    new = [
        Obligation(cycle=cycle, society=society, due=cycle.deadline)
        for society in members.iterator()
    ]
    Obligation.objects.bulk_create(new, batch_size=1000)
    _record(cycle, {"obligations": len(new)}, by=by, request=request)
    return len(new)


@transaction.atomic
def add_cycle(*, by, request=None, **fields) -> Cycle:
    """Enter a campaign. Raises ValidationError."""
    cycle = _save(Cycle(**fields), by=by)
    _record(cycle, {"cycle": cycle.title}, by=by, request=request)
    return cycle


@transaction.atomic
def change_cycle(cycle, *, by, request=None, **fields) -> Cycle:
    """Change what a campaign says. Raises ValidationError, also for the days that societies were
    told when it was opened (filings.rules.cycle_change_problem)."""
    row = Cycle.objects.select_for_update().get(pk=cycle.pk)
    changed = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if not changed:
        return row
    if problem := cycle_change_problem(row, changed):
        raise ValidationError(problem)
    for name, value in changed.items():
        setattr(row, name, value)
    _save(row, by=by)
    _record(row, {name: str(value) for name, value in changed.items()}, by=by, request=request)
    return row


def _save(cycle, *, by) -> Cycle:
    cycle._history_user = by
    cycle.full_clean()
    try:
        with transaction.atomic():
            cycle.save()
    except IntegrityError:
        raise ValidationError("刚才有人添加了同一年度的周期，请刷新后重试。") from None
    return cycle


def _record(cycle, changed: dict, *, by, request) -> None:
    target, detail = str(cycle), {"changed": changed}
    audit(AuditAction.CHANGE_REGISTER, by=by, request=request, target=target, detail=detail)


def owe_after_admission(society, *, by, on) -> None:
    """A society that is admitted while a campaign runs owes its filing too, some days later."""
    cycle = current_cycle(on)
    if cycle:
        due = on + timedelta(days=cycle.resubmission_days)
        Obligation.objects.get_or_create(cycle=cycle, society=society, defaults={"due": due})


def discard_after_leaving(society, *, by, reason: str) -> None:
    """Every open filing of a society that leaves ends with it: one event each, with the reason."""
    filings = Filing.objects.open().filter(society=society)
    for filing in filings.select_for_update(of=("self",)).order_by("pk"):
        check_move(filing, Move.LEAVE, by=by)
        make_move(filing, Move.LEAVE, by=by, text=f"学会退会：{reason}")
