"""Freezing the figures of the days that count."""

import datetime as dt

from django.db import transaction

from accounts import clock
from filings.models import Cycle
from ledger.coverage import people, queries
from ledger.coverage.enums import Occasion
from ledger.coverage.models import Snapshot, SnapshotRow

COPIED = (
    "discipline",
    "area",
    "support_unit_id",
    "cover",
    "has_group",
    "progress",
    "is_late",
    "gap",
    "no_org_reason_code",
)


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
    snapshot = Snapshot.objects.create(
        cycle=cycle,
        occasion=occasion,
        on=on,
        taken_at=clock.now(),
        goal_percent=cycle.goal_percent,
        cells=queries.cells(on, cycle=cycle),
        history=[
            [point.day.isoformat(), point.submitted, point.approved]
            for point in queries.history(on, cycle=cycle)
        ],
        people=people.totals(on),
    )
    counts = {by: people.by_society(on, by) for by in people.CATEGORIES}
    societies = queries.societies_on(on, cycle=cycle).prefetch_related("names")
    rows = (_row(snapshot, society, counts) for society in societies.iterator(chunk_size=1000))
    SnapshotRow.objects.bulk_create(rows, batch_size=1000)
    return snapshot


def _row(snapshot, society, counts) -> SnapshotRow:
    return SnapshotRow(
        snapshot=snapshot,
        society=society,
        name=society.name_on(snapshot.on),
        advised=society.advised or "",
        people={by: found[society.pk] for by, found in counts.items() if society.pk in found},
        **{name: getattr(society, name) for name in COPIED},
    )
