"""Rows of societies as lists, exports and briefs show them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ledger.coverage import queries
from ledger.coverage.enums import BRANCHES, Cover, Gap, Progress
from ledger.coverage.rules import next_step
from societies.codes import disciplines, no_org_reasons

# Shapes of components/status_tag.html.
TAGS = {
    Progress.NOT_FILED: "ring",
    Progress.DRAFT: "ring",
    Progress.SUBMITTED: "half",
    Progress.IN_REVIEW: "half",
    Progress.RETURNED: "alert",
    Progress.APPROVED: "tick",
}


@dataclass(frozen=True)
class SocietyRow:
    """A society in a list: codes as words, no personal data, no free text."""

    name: str
    discipline: str
    cover: str
    progress: str
    tag: str
    is_late: bool
    reason: str
    next_step: str


def society_row(fact: dict, name: str) -> SocietyRow:
    """A row of queries.rows, with the society's name on the day."""
    code = "" if fact["cover"] in BRANCHES else fact["reason"]
    return SocietyRow(
        name=name,
        discipline=disciplines().name(fact["discipline"]),
        cover=Cover(fact["cover"]).label,
        progress=Progress(fact["progress"]).label,
        tag=TAGS.get(fact["progress"], ""),
        is_late=bool(fact["is_late"]),
        reason=no_org_reasons().name(code),
        next_step=next_step(Gap(fact["gap"]), code, fact["advised"]),
    )


@dataclass(frozen=True)
class Lazy:
    """A list that only counts itself and gives slices: what a Paginator needs."""

    size: Callable[[], int]
    part: Callable[[int, int], list]

    def count(self) -> int:
        return self.size()

    def __getitem__(self, piece: slice) -> list:
        return self.part(piece.start or 0, piece.stop)


def society_list(source, conditions) -> Lazy:
    """The list behind a number."""

    def part(first, last):
        return list(_named(source, queries.rows(source.facts, conditions, first=first, last=last)))

    return Lazy(lambda: queries.count(source.facts, conditions), part)


def first_uncovered(source) -> list[SocietyRow]:
    """The beginning of the list of uncovered societies."""
    return list(_named(source, source.uncovered()))


def all_rows(source, conditions) -> Iterator[SocietyRow]:
    """The whole list, for an export; names are looked up a thousand at a time."""
    facts = queries.rows(source.facts, conditions)
    for start in range(0, len(facts), 1000):
        yield from _named(source, facts[start : start + 1000])


def _named(source, facts: list[dict]) -> Iterator[SocietyRow]:
    names = source.names([fact["society_id"] for fact in facts])
    return (society_row(fact, names[fact["society_id"]]) for fact in facts)
