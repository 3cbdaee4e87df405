"""Where a page takes its numbers from: the ledger on a day, or figures that were frozen. Both
answer the same questions, so that pages, lists, exports and briefs are written once."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from filings.models import Cycle
from ledger.coverage import people, queries
from ledger.coverage.enums import Occasion
from ledger.coverage.figures import Figures
from ledger.coverage.forecast import Point
from ledger.coverage.models import Snapshot
from ledger.coverage.suppression import Counts
from societies.models import Society


@dataclass(frozen=True)
class Live:
    """The ledger on a day, as known now."""

    on: dt.date
    cycle: Cycle
    pending: bool = False

    def figures(self) -> Figures:
        cells = queries.cells(self.on, cycle=self.cycle, pending=self.pending)
        return Figures(cells, self.cycle.goal_percent)

    def societies(self):
        """The denominator, with the columns of queries.societies_on."""
        return queries.societies_on(self.on, cycle=self.cycle, pending=self.pending)

    def rows(self, condition: Q):
        """A part of the societies as a list, with names (rows.society_row)."""
        found = queries.closest_first(self.societies().filter(condition))
        return found.prefetch_related("names")

    def history(self) -> list[Point]:
        return queries.history(self.on, cycle=self.cycle)

    def people(self) -> dict[str, Counts]:
        return people.totals(self.on)

    def people_by_society(self, by: str) -> dict[int, Counts]:
        return people.by_society(self.on, by)

    def names(self, keys) -> dict[int, str]:
        """The names of societies on the day, by primary key."""
        found = Society.objects.filter(pk__in=keys).prefetch_related("names")
        return {society.pk: society.name_on(self.on) for society in found}


@dataclass(frozen=True)
class Frozen:
    """A snapshot."""

    snapshot: Snapshot
    pending = False

    @property
    def on(self) -> dt.date:
        return self.snapshot.on

    @property
    def cycle(self) -> Cycle:
        return self.snapshot.cycle

    def figures(self) -> Figures:
        return Figures(self.snapshot.cells, self.snapshot.goal_percent)

    def societies(self):
        return self.snapshot.rows.all()

    def rows(self, condition: Q):
        return queries.closest_first(self.societies().filter(condition)).defer("people")

    def history(self) -> list[Point]:
        return [
            Point(dt.date.fromisoformat(day), submitted, approved)
            for day, submitted, approved in self.snapshot.history
        ]

    def people(self) -> dict[str, Counts]:
        return self.snapshot.people

    def people_by_society(self, by: str) -> dict[int, Counts]:
        rows = self.snapshot.rows.values_list("society", "people")
        return {society: counts[by] for society, counts in rows if by in counts}

    def names(self, keys) -> dict[int, str]:
        rows = self.snapshot.rows.filter(society__in=keys)
        return dict(rows.values_list("society", "name"))


def last_year(cycle: Cycle) -> Frozen | None:
    """The figures frozen at the goal date (or deadline) of the cycle before, to compare with."""
    earlier = Snapshot.objects.filter(cycle__year=cycle.year - 1).defer("history", "people")
    found = {snapshot.occasion: snapshot for snapshot in earlier}
    snapshot = found.get(Occasion.GOAL_DATE) or found.get(Occasion.DEADLINE)
    return snapshot and Frozen(snapshot)
