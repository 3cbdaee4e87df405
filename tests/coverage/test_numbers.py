"""The four numbers and their lists in a world worked out by hand."""

import datetime as dt

import pytest

from accounts.enums import Role
from ledger.coverage import queries
from ledger.coverage.enums import Measure
from ledger.coverage.figures import Figures
from ledger.coverage.forms import Selection
from ledger.coverage.sources import Live
from tests.coverage import worlds
from tests.coverage.worlds import TODAY, small_world
from tests.factories import UserFactory, approve

pytestmark = pytest.mark.django_db


def covered(measure, *, on=TODAY, pending=False) -> set[int]:
    """Primary keys of the societies that count for a number."""
    selection = Selection({"of": measure})
    assert selection.is_valid()
    source = Live(on, queries.cycle_of(on), pending=pending)
    return {row["society_id"] for row in queries.rows(source.facts, selection.conditions())}


def figures(*, on=TODAY, pending=False) -> Figures:
    return Live(on, queries.cycle_of(on), pending=pending).figures()


ORGANIZATION = {"branch", "joint", "partner", "group", "group_liaison", "both"}
EXPECTED = {
    Measure.ORGANIZATION_DIRECTIVE: ORGANIZATION,
    Measure.WORK_DIRECTIVE: ORGANIZATION | {"liaison"},
    Measure.ORGANIZATION_STATISTICS: {"branch", "joint", "partner", "both"},
    Measure.WORK_STATISTICS: {"branch", "joint", "partner", "both", "group_liaison", "liaison"},
}


@pytest.mark.parametrize("measure", Measure)
def test_each_number_and_its_list(measure):
    world = small_world()
    expected = {world[name].pk for name in EXPECTED[measure]}
    assert covered(measure) == expected
    rate = figures().rate(measure)
    assert (rate.numerator, rate.denominator) == (len(expected), 10)


def test_approving_a_filing_covers_on_the_next_look():
    small_world()
    before = figures().rate(Measure.ORGANIZATION_DIRECTIVE)
    filing = approve()
    after = figures().rate(Measure.ORGANIZATION_DIRECTIVE)
    assert (after.numerator, after.denominator) == (before.numerator + 1, before.denominator + 1)
    assert filing.society_id in covered(Measure.ORGANIZATION_STATISTICS)


def test_pending_counts_what_waits_and_never_mixes():
    world = small_world()
    waiting = world["waiting"].pk
    for measure in Measure:
        assert waiting not in covered(measure)
        assert covered(measure, pending=True) == covered(measure) | {waiting}


def test_ended_liaison_assignment_stops_counting_on_its_day():
    world = small_world()
    worlds.liaison(world["nothing"], since=dt.date(2017, 10, 1), until=dt.date(2017, 11, 6))
    assert world["nothing"].pk not in covered(Measure.WORK_DIRECTIVE)
    assert world["nothing"].pk in covered(Measure.WORK_DIRECTIVE, on=dt.date(2017, 11, 5))
    assert world["nothing"].pk not in covered(Measure.ORGANIZATION_DIRECTIVE)


def test_society_that_leaves_counts_until_the_day_before():
    world = small_world()
    assert world["left"].pk in covered(Measure.WORK_DIRECTIVE, on=dt.date(2017, 11, 5))
    assert figures(on=dt.date(2017, 11, 5)).total == 11


def page(client, path, role=Role.LEADER):
    client.force_login(UserFactory(role=role))
    return client.get(path)


def test_overview_says_the_four_numbers(client):
    small_world()
    text = page(client, "/coverage/").content.decode()
    assert "党的工作覆盖率 70.0%，距 90% 还差 2 个学会" in text
    for value in ("60.0", "70.0", "40.0"):
        assert f"<b>{value}</b>%" in text


@pytest.mark.parametrize("measure", Measure)
def test_list_has_exactly_as_many_rows_as_the_number(client, measure):
    small_world()
    response = page(client, f"/coverage/list/?of={measure.value}&on=2017-11-06")
    assert len(response.context["rows"]) == len(EXPECTED[measure])
    assert response.context["page"].paginator.count == len(EXPECTED[measure])


@pytest.mark.parametrize("path", ["/coverage/", "/coverage/list/?of=members"])
def test_query_count_does_not_grow_with_the_societies(
    client, path, django_assert_max_num_queries, django_assert_num_queries
):
    small_world()
    user = UserFactory(role=Role.LEADER)
    client.force_login(user)
    client.get(path)
    small_world()  # what an earlier look remembers is old
    with django_assert_max_num_queries(20) as first:
        client.get(path)
    small_world()
    with django_assert_num_queries(len(first)):
        client.get(path)


def test_secretaries_may_not_look(client):
    small_world()
    assert page(client, "/coverage/", Role.SECRETARY).status_code == 403
    assert page(client, "/coverage/list/?of=members", Role.SECRETARY).status_code == 403


def test_overview_with_what_waits_says_so_in_its_headline(client):
    small_world()
    text = page(client, "/coverage/?pending=1").content.decode()
    assert "含待审核，党的工作覆盖率 80.0%，距 90% 还差 1 个学会" in text


def test_a_day_to_come_is_refused_with_words(client):
    small_world()
    text = page(client, "/coverage/?on=2017-12-31").content.decode()
    assert "还没有到这一天" in text
    assert "2017年11月6日" in text


@pytest.mark.parametrize("path", ["", "people/", "people/list/?by=age", "list/", "parts/?by=area"])
@pytest.mark.parametrize("day", ["0001-01-01", "2017-02-30", "x"])
def test_a_day_that_is_none_shows_today(client, path, day):
    small_world()
    address = f"/coverage/{path}{'&' if '?' in path else '?'}on={day}"
    assert "2017年11月6日" in page(client, address).content.decode()


def test_no_cycle_and_no_societies_are_said_plainly(client):
    assert "还没有填报周期" in page(client, "/coverage/").content.decode()
    worlds.CycleFactory()
    assert "这一天没有会员学会" in page(client, "/coverage/").content.decode()
