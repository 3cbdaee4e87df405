"""An evaluation that staff ask for on a page: done in the background, told of when it is done."""

import datetime as dt
import uuid

from django.db import transaction
from django_tasks import task

from accounts.actions import audit
from accounts.enums import AuditAction
from accounts.models import User
from filings.models import Cycle
from filings.rules import MoveNotAllowed
from ledger.inspection.notifications import tell_of_evaluation
from ledger.inspection.proposing import inspect
from ledger.inspection.steps import CONFIRMERS


@transaction.atomic
def begin(cycle: Cycle, *, on: dt.date, by, request=None) -> None:
    """Ask for the evaluation of a cycle on a day. Raises MoveNotAllowed."""
    if by.role not in CONFIRMERS:
        raise MoveNotAllowed("年检由科协审核人检查。")
    detail = {"move": "evaluate", "on": on.isoformat()}
    audit(AuditAction.DECIDE, by=by, request=request, target=str(cycle), detail=detail)
    key = uuid.uuid4().hex  # the same should a worker take the task up twice
    transaction.on_commit(lambda: evaluate.enqueue(cycle.pk, on.isoformat(), by.pk, key))


@task()
def evaluate(cycle_pk: int, on: str, by_pk: int, key: str) -> None:
    cycle, day = Cycle.objects.get(pk=cycle_pk), dt.date.fromisoformat(on)
    counts = inspect(cycle, on=day)
    tell_of_evaluation(User.objects.filter(pk=by_pk), cycle, on=day, counts=counts, key=key)
