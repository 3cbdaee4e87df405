"""The results as a table, and in words what misses its aim."""

import statistics
from dataclasses import dataclass

from bench.cases import Case
from bench.server import Answer

HEAD = """| case | world | p50 ms | p95 ms | CPU ms | in database | queries | bytes | × bare | aim |
|---|---|---|---|---|---|---|---|---|---|"""
GROWTH, CHEAP = 1.2, 3  # how much more the large world may cost than the small one, or than bare


@dataclass
class Result:
    case: Case
    world: str
    answers: list[Answer]

    def median(self, name: str) -> float:
        return statistics.median(getattr(answer, name) for answer in self.answers)

    @property
    def cpu(self) -> float:
        return self.median("cpu")

    def line(self, floor: float) -> str:
        walls = sorted(answer.wall for answer in self.answers)
        p95 = walls[int(len(walls) * 0.95)]
        return (
            f"| {self.case.name} | {self.world} | {self.median('wall'):.1f} | {p95:.1f} "
            f"| {self.cpu:.1f} | {self.median('database'):.1f} | {self.median('queries'):.0f} "
            f"| {self.median('bytes'):,.0f} | {self.cpu / floor:.1f} | {self.case.aim:g} |"
        )


def table(results: list[Result], floor: float) -> str:
    return "\n".join([HEAD, *(result.line(floor) for result in results)])


def misses(results: list[Result], floor: float) -> list[str]:
    """The small world misses a case's aim; the large one where it costs much more than the small
    one and is not cheap either."""
    found, small = [], {}
    for result in results:
        ratio = result.cpu / floor
        said = f"{result.case.name}, {result.world}: {ratio:.1f} × bare"
        if result.case.name not in small:
            small[result.case.name] = result.cpu
            if ratio > result.case.aim:
                found.append(f"{said}, aim {result.case.aim:g} ×")
            continue
        growth = result.cpu / small[result.case.name]
        if growth > GROWTH and ratio > CHEAP:
            found.append(
                f"{said}, {growth:.1f} × the small world; aim {CHEAP} × bare or {GROWTH} × small"
            )
    return found
