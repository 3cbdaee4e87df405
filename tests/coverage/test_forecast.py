"""The forecast is plain arithmetic, and its drawing stays inside its frame."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.coverage import charts
from ledger.coverage.forecast import Point, add_up, forecast, weekly

OPENED, DEADLINE = dt.date(2017, 10, 9), dt.date(2017, 11, 20)
TODAY = dt.date(2017, 11, 6)


def points(*numbers):
    """(day, submitted) pairs, nothing approved."""
    return [Point(day, submitted, 0) for day, submitted in numbers]


def expect(*numbers, due=130):
    return forecast(points(*numbers), due=due, opened=OPENED, deadline=DEADLINE)


def test_recent_pace_is_carried_to_the_deadline():
    found = expect((dt.date(2017, 10, 23), 96), (dt.date(2017, 10, 30), 100), (TODAY, 110))
    assert (found.submitted, found.pace, found.left_over) == (124, "1.0", 6)


def test_pace_is_cut_and_nobody_files_twice():
    found = expect((dt.date(2017, 10, 24), 60), (TODAY, 129))
    assert (found.window, found.gained, found.pace) == (14, 129, "9.2")
    assert (found.submitted, found.left_over) == (130, 0)


def test_first_days_look_at_the_days_since_opening():
    found = forecast(points((dt.date(2017, 10, 11), 3)), due=130, opened=OPENED, deadline=DEADLINE)
    assert (found.window, found.submitted) == (2, 3 + 3 * 40 // 2)


def test_withdrawn_filings_do_not_forecast_fewer():
    assert expect((dt.date(2017, 10, 20), 50), (TODAY, 48)).submitted == 48


def test_after_the_deadline_there_is_no_forecast():
    assert expect((DEADLINE, 110)) is None


def test_nothing_filed_is_one_point():
    assert add_up({}, {}, until=TODAY) == [Point(TODAY, 0, 0)]


def test_weeks_end_on_their_last_change():
    monday, friday = dt.date(2017, 10, 30), dt.date(2017, 11, 3)
    history = points((monday, 1), (friday, 4), (TODAY, 5))
    assert weekly(history) == points((friday, 4), (TODAY, 5))


days = st.integers(0, 90).map(lambda days: OPENED + dt.timedelta(days))


@pytest.mark.parametrize("size", [charts.WIDE, charts.NARROW, charts.SCREEN, charts.PAPER])
@given(changes=st.dictionaries(days, st.integers(0, 40), max_size=20), last=days)
def test_drawing_stays_inside_and_its_dates_apart(size, changes, last):
    changes = {day: number for day, number in changes.items() if day <= last}
    history = add_up(changes, {}, until=last)
    due = sum(changes.values())
    expected = forecast(history, due=due, opened=OPENED, deadline=DEADLINE)
    drawing = charts.burn_up(
        history, size, due=due, deadline=DEADLINE, is_today=True, expected=expected
    )
    corners = [tuple(map(int, pair.split(","))) for pair in drawing.area.split()]
    for x, y in [*corners, drawing.now, drawing.expected or drawing.now]:
        assert 0 <= x <= size.width and 0 <= y <= size.height
    for label in [*drawing.labels, *drawing.grid, *drawing.days]:
        assert 0 <= label.x <= size.width and 0 < label.y <= size.height
    middles = sorted(label.x for label in drawing.days)
    assert all(b - a >= 2 * size.font for a, b in zip(middles, middles[1:], strict=False))
