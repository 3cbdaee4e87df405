"""Freezing the figures of the days that count."""

import datetime as dt

from django.db import transaction

from accounts import clock
from filings.models import Cycle
from ledger.coverage import queries
from ledger.coverage.enums import Occasion
from ledger.coverage.models import Snapshot, SnapshotRow
from ledger.coverage.people import CATEGORIES
from ledger.coverage.sources import Live


def take_due_snapshots() -> list[Snapshot]:
    """Freeze each cycle's deadline and goal date once the day is over. Safe to run again; gives the
    new ones."""
    today = clock.today()
    taken = []
    for cycle in Cycle.objects.order_by("year"):
        days = {Occasion.DEADLINE: cycle.deadline, Occasion.GOAL_DATE: cycle.goal_date}
        for occasion, day in days.items():
            if day < today and not cycle.snapshots.filter(occasion=occasion).exists():
                taken.append(take_snapshot(cycle, occasion, on=day))
    return taken


@transaction.atomic
def take_snapshot(cycle: Cycle, occasion: Occasion, *, on: dt.date) -> Snapshot:
    """Freeze figures and lists of a day. Raises IntegrityError where they are frozen already."""
    source = Live(on, cycle)
    snapshot = Snapshot.objects.create(
        cycle=cycle,
        occasion=occasion,
        on=on,
        taken_at=clock.now(),
        goal_percent=cycle.goal_percent,
        cells=source.figures().cells,
        history=[
            [point.day.isoformat(), point.submitted, point.approved] for point in source.history()
        ],
        people=source.people(),
    )
    counts = {by: source.people_by_society(by) for by in CATEGORIES}
    facts = queries.rows(source.facts, [])
    names = source.names([fact["society_id"] for fact in facts])
    rows = (_row(snapshot, fact, names, counts) for fact in facts)
    SnapshotRow.objects.bulk_create(rows, batch_size=1000)
    return snapshot


def _row(snapshot, fact: dict, names: dict, counts: dict) -> SnapshotRow:
    key = fact.pop("society_id")
    return SnapshotRow(
        snapshot=snapshot,
        society_id=key,
        name=names[key],
        support_unit_id=fact.pop("unit") or None,
        no_org_reason_code=fact.pop("reason"),
        people={by: found[key] for by, found in counts.items() if key in found},
        **fact,
    )
