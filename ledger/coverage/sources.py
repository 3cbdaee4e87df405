"""Where a page takes its numbers from: the ledger on a day, or figures that were frozen. Both
answer the same questions, so that pages, lists, exports and briefs are written once."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from filings.models import Cycle
from ledger.coverage import facts, people, queries
from ledger.coverage.enums import Occasion
from ledger.coverage.figures import Figures
from ledger.coverage.forecast import Point
from ledger.coverage.models import Snapshot
from ledger.coverage.suppression import Counts
from societies.models import Society


@dataclass
class Live:
    """The ledger on a day, as known now."""

    on: dt.date
    cycle: Cycle
    pending: bool = False

    @cached_property
    def facts(self) -> facts.Facts:
        return facts.live(self.on, cycle=self.cycle, pending=self.pending)

    def figures(self) -> Figures:
        return Figures(queries.cells(self.facts), self.cycle.goal_percent)

    def history(self) -> list[Point]:
        return queries.history(self.on, self.facts)

    def people(self) -> dict[str, Counts]:
        return people.totals(self.on)

    def people_by_society(self, by: str) -> dict[int, Counts]:
        return people.by_society(self.on, by)

    def names(self, keys) -> dict[int, str]:
        """The names of societies on the day, by primary key."""
        found = Society.objects.filter(pk__in=keys).only("pk").prefetch_related("names")
        return {society.pk: society.name_on(self.on) for society in found}


@dataclass
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

    @cached_property
    def facts(self) -> facts.Facts:
        return facts.frozen(self.snapshot)

    def figures(self) -> Figures:
        return Figures(self.snapshot.cells, self.snapshot.goal_percent)

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
