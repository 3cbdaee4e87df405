"""Where a page takes its numbers from: the ledger on a day, or figures that were frozen. Both
answer the same questions, so that pages, lists, exports and briefs are written once."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter

from accounts import clock
from filings.models import Cycle
from ledger.coverage import changes, people, queries, remembered
from ledger.coverage.enums import Cover, Occasion
from ledger.coverage.facts import Facts, frozen, live
from ledger.coverage.figures import Figures
from ledger.coverage.forecast import Point
from ledger.coverage.models import Snapshot
from ledger.coverage.suppression import Counts
from societies.models import Society

UNCOVERED = [("cover", (Cover.NONE,))]
FIRST = 10  # of the uncovered societies, that overviews name


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
    def _revisions(self) -> dict[int, tuple]:
        return changes.revisions()

    def _today(self, what: Callable, **options) -> list[dict]:
        """What a question of queries.py answers for the groups of societies, remembered."""
        return remembered.rows(
            (what, self.pending),
            (self.on, self.cycle.pk),
            self._revisions,
            lambda groups: what(self._facts(tuple(groups)), **options),
        )

    @property
    def _is_today(self) -> bool:
        return self.on == clock.today()

    def figures(self) -> Figures:
        if self._is_today:
            cells = queries.together(self._today(queries.cells_by_group))
        else:
            cells = queries.cells(self.facts)
        return Figures(cells, self.cycle.goal_percent)

    def history(self) -> list[Point]:
        moves = self._today(queries.moves) if self._is_today else queries.moves(self.facts)
        return queries.history(self.on, moves)

    def uncovered(self) -> list[dict]:
        """The first FIRST rows of the list of the uncovered societies."""
        if not self._is_today:
            return queries.rows(self.facts, UNCOVERED, last=FIRST)
        found = self._today(queries.first_uncovered, last=FIRST)
        return sorted(found, key=itemgetter(*queries.ORDER))[:FIRST]

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


def last_year(cycle: Cycle) -> Frozen | None:
    """The figures frozen at the goal date (or deadline) of the cycle before, to compare with."""
    earlier = Snapshot.objects.filter(cycle__year=cycle.year - 1).defer("history", "people")
    found = {snapshot.occasion: snapshot for snapshot in earlier}
    snapshot = found.get(Occasion.GOAL_DATE) or found.get(Occasion.DEADLINE)
    return snapshot and Frozen(snapshot)
