"""In random worlds each number is the length of its list, and what plain Python counts."""

import datetime as dt
import random
import re
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts import clock
from accounts.enums import Role
from ledger.coverage import queries, suppression
from ledger.coverage.enums import FILED, Measure
from ledger.coverage.people import CATEGORIES
from ledger.coverage.sources import Live
from partyorgs.enums import OrgKind
from societies.models import Society
from tests.coverage import worlds
from tests.coverage.worlds import TODAY
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

# A world takes longer to build than a text: a fifth of the examples, a few for whole pages.
worlds_of_profile = settings(max_examples=settings.default.max_examples // 5)
pages_of_profile = settings(max_examples=settings.default.max_examples // 16)
seeds = st.integers(0, 2**32)
days = st.integers(-20, 0).map(lambda days: TODAY + dt.timedelta(days))


@contextmanager
def world(seed):
    """A random world that is gone afterwards."""
    with transaction.atomic():
        try:
            worlds.random_world(random.Random(seed))
            yield
        finally:
            transaction.set_rollback(True)


def counts_for(society, measure, on) -> bool:
    """The definition, said again in Python about one society."""

    def in_force(row):
        return row.valid_from <= on and (row.valid_until is None or row.valid_until > on)

    kinds = {row.kind for row in society.organization_memberships.all() if in_force(row)}
    kinds.discard(OrgKind.PROVISIONAL_BRANCH)
    if measure in (Measure.ORGANIZATION_STATISTICS, Measure.WORK_STATISTICS):
        kinds.discard(OrgKind.FUNCTIONAL_GROUP)
    is_work = measure in (Measure.WORK_DIRECTIVE, Measure.WORK_STATISTICS)
    return bool(kinds) or is_work and any(map(in_force, society.liaison_assignments.all()))


def is_member(society, on) -> bool:
    ends = [day for day in (society.left_on, society.deregistered_on) if day]
    return society.member_from <= on and all(day > on for day in ends)


@worlds_of_profile
@given(seed=seeds, on=days)
def test_numbers_are_those_of_the_definition(seed, on):
    with world(seed):
        source = Live(on, queries.cycle_of(on))
        figures = source.figures()
        members = [society for society in Society.objects.all() if is_member(society, on)]
        assert {society.pk for society in members} == {
            *Society.objects.members_on(on).values_list("pk", flat=True)
        }
        for measure in Measure:
            rate = figures.rate(measure)
            expected = [society for society in members if counts_for(society, measure, on)]
            assert (rate.numerator, rate.denominator) == (len(expected), len(members))
            assert rate.numerator <= rate.denominator
            assert rate.value == "—" or float(rate.value) <= 100


@worlds_of_profile
@given(seed=seeds, on=days)
def test_progress_of_today_is_what_the_events_say(seed, on):
    with world(seed):
        cycle = queries.cycle_of(TODAY)
        now = queries.rows(Live(TODAY, cycle).facts, [])
        with clock.pretend(worlds.at(TODAY + dt.timedelta(days=1))):
            assert queries.rows(Live(TODAY, cycle).facts, []) == now
        source = Live(on, cycle)
        history, figures = source.history(), source.figures()
        assert history[-1].day == on
        assert history[-1].submitted == figures.count(progress=frozenset(FILED))
        assert history[-1].approved == figures.count(progress="approved")


LINK = re.compile(
    r'<a[^>]*href="(/coverage/list/[^"]*)"[^>]*>\s*(?:全部 )?(\d+)(?: 个(?:学会)?)?\s*</a>'
)


@pages_of_profile
@given(seed=seeds, on=days, pending=st.booleans())
def test_every_number_on_the_pages_opens_a_list_of_that_length(seed, on, pending):
    with world(seed):
        client = Client()
        client.force_login(UserFactory(role=Role.LEADER))
        query = f"on={on}{'&pending=1' if pending else ''}"
        paths = [f"/coverage/?{query}"]
        paths += [f"/coverage/parts/?by={by}&{query}" for by in ("area", "unit", "reason")]
        links = {link for path in paths for link in LINK.findall(client.get(path).content.decode())}
        assert links or not Society.objects.members_on(on).exists()
        for address, number in links:
            response = client.get(unescape(address))
            assert response.context["page"].paginator.count == int(number), address
            assert len(response.context["rows"]) == int(number)


@worlds_of_profile
@given(seed=seeds)
def test_small_numbers_of_people_cannot_be_worked_out(seed):
    with world(seed):
        source = Live(TODAY, queries.cycle_of(TODAY))
        totals = source.people()
        for by in CATEGORIES:
            rows = source.people_by_society(by)
            assert suppression.pooled(rows, rows) == {
                key: number for key, number in totals[by].items() if rows
            }
            check_suppression(totals[by], rows)


def check_suppression(totals, rows):
    hidden = suppression.hidden_categories(totals)
    together = sum(totals[name] for name in hidden)
    nothing_else = sum(totals.values()) == together
    assert not suppression.has_small({n: totals[n] for n in totals.keys() - hidden})
    assert not hidden or nothing_else or len(hidden) > 1 and together >= suppression.SMALL
    pool = suppression.hidden_rows(rows, hidden)
    assert suppression.hidden_categories({n: sum(row.values()) for n, row in rows.items()}) <= pool
    for society in rows.keys() - pool:
        assert not suppression.has_small(rows[society])
    pooled = suppression.pooled(rows, pool)
    assert not pool or len(pool) > 1 or pool == rows.keys()
    shown = {name: pooled[name] for name in pooled.keys() - hidden}
    assert pool == rows.keys() or not suppression.has_small(shown)


counts = st.dictionaries(st.sampled_from(["a", "b", "c", "other"]), st.integers(0, 30), min_size=4)


@given(st.dictionaries(st.integers(1, 30), counts))
def test_suppression_holds_for_any_table(rows):
    check_suppression(suppression.pooled(rows, rows), rows)


def test_a_hidden_total_is_not_the_sum_of_what_its_row_shows():
    """One society has three members, the next smallest five: of the grand total nothing is left
    over that says three."""
    rows = {1: {"a": 3, "b": 0}, 2: {"a": 5, "b": 0}, 3: {"a": 9, "b": 9}}
    assert suppression.hidden_rows(rows, set()) >= {1, 2}
