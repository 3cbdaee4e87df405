import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.coverage import rules


@pytest.mark.parametrize(
    ("numerator", "denominator", "text"),
    [
        (0, 0, "—"),
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (2, 3, "66.6"),
        (999, 1000, "99.9"),
        (9999, 10000, "99.9"),
        (91, 130, "70.0"),
    ],
)
def test_rate_is_cut_never_rounded_up(numerator, denominator, text):
    assert rules.rate(numerator, denominator) == text


@pytest.mark.parametrize(
    ("numerator", "denominator", "reached", "missing"),
    [
        (117, 130, True, 0),
        (116, 130, False, 1),
        (0, 0, False, 0),
        (9, 10, True, 0),
        (10, 11, True, 0),
        (9, 11, False, 1),
    ],
)
def test_goal_is_compared_in_whole_numbers(numerator, denominator, reached, missing):
    assert rules.is_reached(numerator, denominator, 90) is reached
    assert rules.missing(numerator, denominator, 90) == missing


@given(st.integers(1, 50_000), st.data(), st.integers(0, 100))
def test_what_is_missing_just_reaches_the_goal(denominator, data, goal):
    numerator = data.draw(st.integers(0, denominator))
    missing = rules.missing(numerator, denominator, goal)
    assert rules.is_reached(numerator + missing, denominator, goal)
    assert missing == 0 or not rules.is_reached(numerator + missing - 1, denominator, goal)
    assert float(rules.rate(numerator, denominator)) * denominator <= 100 * numerator + 1e-6
    assert float(rules.rate(numerator, denominator)) <= 100
