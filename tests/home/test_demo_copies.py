"""Worlds copied in bulk from one that was built through the actions."""

from collections import Counter

import pytest
from django.core.management import call_command

from accounts.models import User
from filings import actions
from filings.models import Filing, Obligation
from ledger.home.demo import clones, register, sizes
from ledger.home.demo.world import World
from partyorgs.models import OrganizationMember, PartyOrganization
from societies.models import Society

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def copied(build_once):
    build_once(copy)


def copy():
    """A world of 18 societies through the actions, copied once whole and once in part."""
    told = [sizes.some_of(18), sizes.some_of(18), sizes.some_of(10)]
    told = [told[0], told[0], told[2]]
    rows = {row["slug"]: row for row in register.seed_rows()}
    copies = Counter(slug for slugs in told for slug in slugs)
    World(*sizes.retell(rows, told[:1]), copies=copies).build()
    clones.retell(told)


def test_copied_world_verifies(copied, capsys):
    call_command("verify")
    assert "全部相符" in capsys.readouterr().out
    assert Society.objects.count() == 18 + 18 + 10


def test_copies_are_whole_and_bear_other_names(copied):
    original = Society.objects.get(slug="mechanical-engineering")
    copy = Society.objects.get(slug="mechanical-engineering-1")
    assert (original.name, copy.name) == ("吉林省机械工程学会", "长春市机械工程学会")
    assert Society.objects.search("ccsjxgcxh").get() == copy
    assert copy.support_unit.name == "吉林大学长春市分部"
    assert copy.accounts.get().user.username == "mechanical-engineering-1"
    people = [society.people.order_by("pk") for society in (original, copy)]
    keys, names = (
        [list(rows.values_list(column, flat=True)) for rows in people] for column in ("key", "name")
    )
    assert keys[0] == keys[1]
    assert not set(names[0]) & set(names[1])
    branch = PartyOrganization.objects.get(owner=copy, kind="joint_branch")
    assert {member.society.slug for member in branch.members.all()} == {
        "mechanical-engineering-1",
        "welding-1",
    }
    assert branch.leader.society == copy
    assert OrganizationMember.objects.filter(society=original, organization=branch).count() == 0


def test_copies_are_worked_on_like_any_other(copied):
    """Ids go on after the copies, and a copied filing can be returned."""
    filing = Filing.objects.filter(state="approved").last()
    assert filing.receipt == f"DJ2017-{filing.pk:04d}"
    reviewer = User.objects.get(username="reviewer")
    waiting = Filing.objects.filter(state="submitted").last()
    actions.claim(waiting.pk, by=reviewer)
    version = waiting.versions.last().number
    actions.return_filing(waiting.pk, by=reviewer, version=version, reason="other", text="请核对。")
    assert waiting.events.last().move == "return"
    assert Obligation.objects.count() == Society.objects.filter(membership="member").count()
