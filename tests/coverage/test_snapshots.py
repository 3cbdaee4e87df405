"""Frozen figures: taken once the day is over, once, and never moved."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from accounts import clock
from accounts.enums import Role
from ledger.coverage.enums import Measure, Occasion
from ledger.coverage.models import Snapshot
from ledger.coverage.sources import Frozen
from partyorgs.enums import OrgKind
from tests.coverage import worlds
from tests.coverage.worlds import at, person, small_world
from tests.factories import CycleFactory, UserFactory

pytestmark = pytest.mark.django_db

DEADLINE = dt.date(2017, 11, 20)


def take(day) -> None:
    with clock.pretend(at(day)):
        call_command("snapshot", verbosity=0)


def test_each_day_is_frozen_once_it_is_over():
    small_world()
    take(DEADLINE)
    assert not Snapshot.objects.exists()
    take(dt.date(2017, 11, 21))
    take(dt.date(2017, 11, 21))
    assert [snapshot.occasion for snapshot in Snapshot.objects.all()] == [Occasion.DEADLINE]
    take(dt.date(2018, 1, 1))
    assert {snapshot.occasion for snapshot in Snapshot.objects.all()} == set(Occasion)


@pytest.fixture
def frozen():
    """A small world, its frozen deadline, and what happened afterwards."""
    world = small_world()
    for _ in range(7):
        person(world["branch"])
    take(dt.date(2017, 11, 21))
    worlds.organization(world["nothing"], OrgKind.INDEPENDENT_BRANCH)
    world["nothing"].names.update(name="改名以后的学会")
    person(world["branch"])
    return Frozen(Snapshot.objects.get())


def test_later_changes_do_not_move_it(frozen):
    figures = frozen.figures()
    assert figures.rate(Measure.ORGANIZATION_DIRECTIVE).numerator == 6
    assert frozen.people()["sex"]["1"] == 7
    assert frozen.people_by_society("sex") == {
        next(iter(frozen.people_by_society("sex"))): {"1": 7, "2": 0, "other": 0}
    }
    assert "改名以后的学会" not in frozen.names(
        [row.society_id for row in frozen.snapshot.rows.all()]
    )


def test_its_lists_have_as_many_rows_as_its_numbers(frozen, client):
    client.force_login(UserFactory(role=Role.LEADER))
    for measure in Measure:
        path = f"/coverage/list/?of={measure.value}&snapshot={frozen.snapshot.pk}"
        rows = client.get(path).context["rows"]
        assert len(rows) == frozen.figures().rate(measure).numerator
    text = client.get(f"/coverage/?snapshot={frozen.snapshot.pk}").content.decode()
    assert "截止日数据，冻结于 2017-11-21 10:00" in text
    for page in ("parts/?by=unit", "parts/?by=reason", "people/?", "people/list/?by=sex"):
        path = f"/coverage/{page}&snapshot={frozen.snapshot.pk}"
        assert client.get(path).status_code == 200


def test_database_refuses_to_change_it(frozen):
    rows = frozen.snapshot.rows.all()
    changes = [
        lambda: Snapshot.objects.update(goal_percent=50),
        lambda: rows.update(cover="larger"),
        lambda: rows.delete(),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_next_year_is_compared_with_it(frozen, client):
    CycleFactory(
        year=2018,
        title="2018年度",
        opens_on=dt.date(2018, 4, 1),
        deadline=DEADLINE.replace(year=2018),
        goal_date=dt.date(2018, 12, 31),
    )
    client.force_login(UserFactory(role=Role.LEADER))
    with clock.pretend(at(dt.date(2018, 5, 1))):
        text = client.get("/coverage/").content.decode()
    assert "上年（2017年11月20日）60.0%，6 / 10 个" in text
