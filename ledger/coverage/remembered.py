"""Today's numbers as this process counted them last. Only groups of societies that changed since
are counted again, and their difference goes into the numbers of all (docs/decisions/0015)."""

from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import chain

FIRST = 10  # of the uncovered societies, that overviews name


@dataclass(frozen=True)
class Counted:
    """Numbers of one group, or of all together."""

    cells: Counter = field(default_factory=Counter)  # societies by queries.DIMENSIONS
    moves: Counter = field(default_factory=Counter)  # filings by (day, 'submitted' or 'approved')
    uncovered: list[tuple] = field(default_factory=list)  # the FIRST in their order

    def changed(self, *, less: list["Counted"], more: list["Counted"]) -> "Counted":
        """A copy with other numbers of some groups; `uncovered` does not add up."""
        found = Counted(Counter(self.cells), Counter(self.moves))
        for part in less:
            found.cells.subtract(part.cells)
            found.moves.subtract(part.moves)
        for part in more:
            found.cells.update(part.cells)
            found.moves.update(part.moves)
        return replace(found, cells=+found.cells)  # without combinations that are no more


@dataclass(frozen=True)
class State:
    """Never changed, only replaced: threads look at it together."""

    key: tuple = ()
    tokens: dict[int, int] = field(default_factory=dict)
    groups: dict[int, Counted] = field(default_factory=dict)
    all: Counted = field(default_factory=Counted)


_states: dict[Hashable, State] = {}


def counted(
    what: Hashable,
    key: tuple,
    size: int,
    tokens: dict[int, int],
    read: Callable[[list[int]], dict[int, Counted]],
) -> Counted:
    """The numbers of groups 0 to `size` - 1 together. `read` counts groups, and is called for those
    whose token changed; `key` is what the numbers of all depend on beside the ledger."""
    known = _states.get(what, State())
    if known.key != key:
        known = State()
    changed = {group for group, _ in tokens.items() ^ known.tokens.items()}
    new = [group for group in changed.union(range(len(known.groups), size)) if group < size]
    gone = range(size, len(known.groups))
    if not new and not gone:
        return known.all
    fresh = read(new) if new else {}
    old = [known.groups[group] for group in (*new, *gone) if group in known.groups]
    groups = known.groups | fresh
    for group in gone:
        del groups[group]
    together = known.all.changed(less=old, more=list(fresh.values()))
    first = _first(known.all.uncovered, less=old, more=fresh.values(), parts=groups.values())
    state = _states[what] = State(key, tokens, groups, replace(together, uncovered=first))
    return state.all


def _first(known: list[tuple], *, less, more, parts) -> list[tuple]:
    """The first uncovered of all: what changed groups bring, put among those known; where one of
    these is in a changed group, they are looked for in all parts."""
    changed = {row for part in less for row in part.uncovered}
    if changed.isdisjoint(known):
        found = [known, *(part.uncovered for part in more)]
    else:  # they stand in the groups whose own first come first
        found = nsmallest(FIRST, (part.uncovered for part in parts if part.uncovered))
    return nsmallest(FIRST, chain.from_iterable(found))
