"""Worlds of other sizes, built through the actions."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from ledger.home.demo import sizes
from members.models import Person
from societies.models import Society

pytestmark = pytest.mark.django_db


def test_world_of_a_given_size(capsys):
    call_command("demo", societies=20, people=300)
    assert "学会 20 个" in capsys.readouterr().out
    assert (Society.objects.count(), Person.objects.count()) == (20, 300)
    call_command("verify")


@pytest.mark.parametrize("options", [{"societies": 0}, {"societies": 20, "people": 1}])
def test_impossible_size_is_refused(options):
    with pytest.raises(CommandError):
        call_command("demo", **options)
    assert not Society.objects.exists()


@pytest.mark.parametrize("number", [1, 2, 14, 100, 173])
def test_part_of_the_plan_keeps_shared_branches_whole(number):
    plan = sizes.read_plan()
    chosen = sizes.some_of(number)
    assert len(chosen) == number
    for slug, story in plan.items():
        if story.joins:
            assert (slug in chosen) == (story.joins in chosen)


def test_turns_make_up_the_size():
    assert [len(slugs) for slugs in sizes.turns(1000)] == [174] * 5 + [130]
