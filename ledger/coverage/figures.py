"""The numbers of a coverage page, added up from the cells of one grouped query (or of a snapshot's
rows)."""

from dataclasses import dataclass

from ledger.coverage import rules
from ledger.coverage.enums import COUNTED, Measure


@dataclass(frozen=True)
class Rate:
    """A coverage: how many of how many societies, against a goal in per cent."""

    numerator: int
    denominator: int
    goal: int

    @property
    def value(self) -> str:
        return rules.rate(self.numerator, self.denominator)

    @property
    def is_reached(self) -> bool:
        return rules.is_reached(self.numerator, self.denominator, self.goal)

    @property
    def needed(self) -> int:
        return rules.needed(self.denominator, self.goal)

    @property
    def missing(self) -> int:
        return rules.missing(self.numerator, self.denominator, self.goal)

    @property
    def width(self) -> str:
        """Length of its bar in per cent."""
        return rules.share(self.numerator, self.denominator)


@dataclass(frozen=True)
class Figures:
    """`cells` as ledger.coverage.queries.cells gives them; `goal` in per cent (article 4)."""

    cells: list[dict]
    goal: int

    def count(self, **conditions) -> int:
        """Societies whose dimensions have these values; a value may be a set of values."""
        cells = self.cells
        for name, value in conditions.items():
            values = value if isinstance(value, frozenset) else (value,)
            cells = [cell for cell in cells if cell[name] in values]
        return sum(cell["n"] for cell in cells)

    @property
    def total(self) -> int:
        return self.count()

    def rate(self, measure: Measure, **conditions) -> Rate:
        """One of the four numbers, of all societies or of those with the given values."""
        return Rate(
            self.count(cover=COUNTED[measure], **conditions), self.count(**conditions), self.goal
        )
