"""Where a page takes its numbers from: the ledger on a day, or figures that were frozen. Both
answer the same questions, so that pages, lists, exports and briefs are written once."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from accounts import clock
from accounts.prepared import Prepared
from filings.models import Cycle
from ledger.coverage import changes, people, queries, remembered
from ledger.coverage.enums import Cover, Occasion
from ledger.coverage.facts import Facts, frozen, live
from ledger.coverage.figures import Figures
from ledger.coverage.forecast import Point
from ledger.coverage.models import Snapshot
from ledger.coverage.remembered import FIRST, Counted
from ledger.coverage.suppression import Counts
from societies.queries import names_on

UNCOVERED = [("cover", (Cover.NONE,))]


@dataclass
class Live:
    """The ledger on a day, as known now."""

    on: dt.date
    cycle: Cycle
    pending: bool = False

    @cached_property
    def facts(self) -> Facts:
        return self._facts()

    def _facts(self, groups=None) -> Facts:
        return live(self.on, cycle=self.cycle, pending=self.pending, groups=groups)

    @cached_property
    def _remembered(self) -> Counted:
        """The numbers of today."""
        everybody, size, tokens = changes.revisions()
        key = (self.on, self.cycle.pk, everybody)
        return remembered.counted(self.pending, key, size, tokens, self._count)

    def _count(self, groups: list[int]) -> dict[int, Counted]:
        """The numbers of groups: neighbours at once, always by the same queries."""
        found: dict[int, Counted] = {}
        for run in changes.runs(groups):
            found |= queries.by_group(self._facts(run))
        return found

    @property
    def _is_today(self) -> bool:
        return self.on == clock.today()

    def figures(self) -> Figures:
        is_today = self._is_today
        cells = queries.as_cells(self._remembered) if is_today else queries.cells(self.facts)
        return Figures(cells, self.cycle.goal_percent)

    def history(self) -> list[Point]:
        if self._is_today:
            return queries.history(self.on, [self._remembered.moves])
        return queries.history(self.on, queries.moves(self.facts).values())

    def uncovered(self) -> list[dict]:
        """The first rows of the list of the uncovered societies."""
        if self._is_today:
            return queries.as_rows(self._remembered)
        return queries.rows(self.facts, UNCOVERED, last=FIRST)

    def people(self) -> dict[str, Counts]:
        return people.totals(self.on)

    def people_by_society(self, by: str) -> dict[int, Counts]:
        return people.by_society(self.on, by)

    def names(self, keys) -> dict[int, str]:
        """The names of societies on the day, by primary key."""
        return names_on(keys, self.on)


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
    def facts(self) -> Facts:
        return frozen(self.snapshot)

    def figures(self) -> Figures:
        return Figures(self.snapshot.cells, self.snapshot.goal_percent)

    def uncovered(self) -> list[dict]:
        return queries.rows(self.facts, UNCOVERED, last=FIRST)

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


_snapshots_of = Prepared(
    lambda year: Snapshot.objects.filter(cycle__year=year).defer("history", "people")
)


def last_year(cycle: Cycle) -> Frozen | None:
    """The figures frozen at the goal date (or deadline) of the cycle before, to compare with."""
    found = {snapshot.occasion: snapshot for snapshot in _snapshots_of(cycle.year - 1)}
    snapshot = found.get(Occasion.GOAL_DATE) or found.get(Occasion.DEADLINE)
    return snapshot and Frozen(snapshot)
