"""How many will have filed by the deadline: plain arithmetic that can be said in one sentence."""

import datetime as dt
from dataclasses import dataclass

from ledger.coverage.rules import tenths_text

WINDOW_DAYS = 14


@dataclass(frozen=True)
class Point:
    """What had been submitted, and approved of it, at the end of a day."""

    day: dt.date
    submitted: int
    approved: int


def add_up(submitted: dict, approved: dict, *, until: dt.date) -> list[Point]:
    """Changes by day → points, from the day before the first change; at least the last day."""
    days = sorted({*submitted, *approved, until})
    before = days[0] - dt.timedelta(days=1)
    points = [Point(before, 0, 0)] if len(days) > 1 else []
    total = [0, 0]
    for day in days:
        total[0] += submitted.get(day, 0)
        total[1] += approved.get(day, 0)
        points.append(Point(day, *total))
    return points


def weekly(points: list[Point]) -> list[Point]:
    """The last point of each week: what a table says of a long history."""
    return list({point.day.isocalendar()[:2]: point for point in points}.values())


@dataclass(frozen=True)
class Forecast:
    """The recent pace carried on to the deadline, in whole societies, never more than are due."""

    submitted: int
    due: int
    window: int  # days that were looked at
    gained: int  # societies that submitted in them

    @property
    def pace(self) -> str:
        """Societies a day, cut to one decimal."""
        return tenths_text(10 * self.gained // self.window)

    @property
    def left_over(self) -> int:
        return self.due - self.submitted


def forecast(points: list[Point], *, due: int, opened: dt.date, deadline: dt.date):
    """What the last days' pace leads to at the deadline; None where the deadline has come.

    `points` holds one for each day on which something changed, and the day itself last.
    """
    today = points[-1]
    days_left = (deadline - today.day).days
    if days_left <= 0:
        return None
    window = max(1, min(WINDOW_DAYS, (today.day - opened).days))
    earlier = [point for point in points if point.day <= today.day - dt.timedelta(days=window)]
    gained = max(0, today.submitted - (earlier[-1].submitted if earlier else 0))
    expected = min(due, today.submitted + gained * days_left // window)
    return Forecast(submitted=expected, due=due, window=window, gained=gained)
