"""Today's numbers are remembered, and never old: whatever changes is seen at the next look."""

import datetime as dt
import random
import threading
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.enums import Role
from filings import actions as filing_actions
from filings.enums import State
from filings.models import Filing
from ledger.coverage import changes, queries
from ledger.coverage.models import Change
from ledger.coverage.sources import Live
from partyorgs import actions as liaison_actions
from partyorgs.enums import OrgKind
from partyorgs.models import LiaisonAssignment, OrganizationMember
from societies import actions
from societies.models import Society
from tests.coverage import worlds
from tests.coverage.worlds import TODAY, file, organization, small_world
from tests.factories import FilingFactory, SocietyFactory, UserFactory

pytestmark = pytest.mark.django_db


def remembered(pending=False):
    """Numbers, progress and first uncovered societies, as the page asks for them."""
    source = Live(TODAY, queries.cycle_of(TODAY), pending=pending)
    cells = source.figures().cells
    return sorted(map(sorted_items, cells)), source.history(), source.uncovered()


def counted(pending=False):
    """The same, counted from the whole ledger."""
    source = Live(TODAY, queries.cycle_of(TODAY), pending=pending)
    facts = source.facts
    return (
        sorted(map(sorted_items, queries.cells(facts))),
        queries.history(TODAY, queries.moves(facts).values()),
        queries.rows(facts, [("cover", ("none",))], last=10),
    )


def sorted_items(cell):
    return sorted(cell.items())


def staff():
    return UserFactory(role=Role.COMMITTEE)


def assign(society):
    liaison_actions.assign_liaison_officer(
        society, by=staff(), officer_name="测试", officer_unit="测试单位", on=TODAY
    )


def end(society):
    row = LiaisonAssignment.objects.first()
    liaison_actions.end_liaison(row.pk, by=staff(), on=TODAY, reason="工作调动")


def join(society):
    applicant = Society.objects.get(membership="applicant")
    actions.admit(applicant, by=staff(), on=TODAY, basis="测试文件")


def leave(society):
    actions.leave(society, by=staff(), on=TODAY, reason="测试")


def change(society):
    actions.change(society, by=staff(), discipline="E")


def start(society):
    FilingFactory(society)


def claim(society):
    filing_actions.claim(Filing.objects.get(state=State.SUBMITTED).pk, by=reviewer())


def reviewer():
    return UserFactory(role=Role.REVIEWER)


def withdraw(society):
    filing = Filing.objects.get(state=State.SUBMITTED)
    filing_actions.make_move(filing_actions.locked(filing.pk), "withdraw", by=filing.submitted_by)


CHANGES = [
    assign,
    end,
    join,
    leave,
    change,
    start,
    claim,
    withdraw,
    lambda society: organization(society, OrgKind.INDEPENDENT_BRANCH),
    lambda society: OrganizationMember.objects.filter(kind="joint_branch").update(
        valid_until=TODAY
    ),
    lambda society: OrganizationMember.objects.first().delete(),
    lambda society: society.obligations.update(due=dt.date(2017, 11, 1)),
    lambda society: file(society, State.APPROVED),
    lambda society: Filing.objects.filter(state="submitted").update(declared="none"),
]


@pytest.mark.parametrize("make", CHANGES)
def test_every_change_is_seen_at_once(make):
    world = small_world()
    before = remembered(), remembered(pending=True)
    assert before == (counted(), counted(pending=True))
    make(world["nothing"])
    after = remembered(), remembered(pending=True)
    assert after == (counted(), counted(pending=True))
    assert after != before


def test_saving_a_draft_makes_nothing_old():
    small_world()
    filing = FilingFactory()
    number = Change.objects.count()
    filing.answers = {"gone": {}}
    filing.save()
    assert Change.objects.count() == number


def test_what_did_not_change_is_not_counted_again(django_assert_num_queries):
    small_world()
    first = remembered()
    with django_assert_num_queries(2):  # the cycle, and whether anything changed
        assert remembered() == first


def test_what_was_undone_is_forgotten():
    world = small_world()
    before = remembered()
    with transaction.atomic():
        assign(world["nothing"])
        assert remembered() != before
        transaction.set_rollback(True)
    assert remembered() == before == counted()


def test_daily_command_clears_the_notes():
    small_world()
    before = remembered()
    call_command("snapshot", stdout=StringIO())
    assert Change.objects.count() == 1
    assert remembered() == before


def test_many_changes_in_many_worlds():
    """Step by step, over several groups of societies."""
    chance = random.Random(6)
    small_world()
    for _ in range(12):
        pk = chance.choice([None, chance.randrange(5) * changes.GROUP + chance.randrange(900)])
        fields = {} if pk is None or Society.objects.filter(pk=pk).exists() else {"pk": 90000 + pk}
        society = SocietyFactory(discipline=chance.choice("ABCDE"), **fields)
        if chance.random() < 0.7:
            file(society, chance.choice(list(worlds.PATHS)), declared="joint_branch")
        if chance.random() < 0.5:
            organization(society, chance.choice(list(OrgKind)))
        pending = chance.random() < 0.5
        assert remembered(pending) == counted(pending)


def test_past_days_are_counted_from_the_ledger():
    world = small_world()
    past = Live(dt.date(2017, 11, 3), queries.cycle_of(TODAY))
    before = past.figures().cells, past.history()
    remembered()
    assign(world["nothing"])
    assert (past.figures().cells, past.history()) == before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_posters_do_not_wait_for_each_other_and_late_commits_count():
    """Two change societies of one group in crossed order; who commits last is seen, too."""
    world = small_world()
    met = threading.Barrier(2, timeout=20)
    failed = []

    def post(mine):
        try:
            with transaction.atomic():
                organization(mine, OrgKind.INDEPENDENT_BRANCH)
                met.wait()  # both have written, neither has committed
                remembered()
                met.wait()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=post, args=(world[name],)) for name in ("nothing", "waiting")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert remembered() == counted()
