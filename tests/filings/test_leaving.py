"""A society joins or leaves the association: what it owes begins, what is open ends."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from filings import actions
from filings.enums import OPEN, Move, State
from filings.models import Event, Filing, Obligation
from filings.rules import MoveNotAllowed
from societies.actions import admit, leave
from societies.enums import Membership
from tests.factories import CycleFactory, ObligationFactory, SocietyFactory, UserFactory
from tests.filings.test_lifecycle import WAY, make, start_plain
from tests.races import at_once

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 11, 6)


@pytest.fixture(autouse=True)
def autumn(settings):
    settings.BUSINESS_DATE = TODAY


def administrator():
    return UserFactory(role=Role.ADMINISTRATOR)


def let_leave(society, on=TODAY):
    return leave(society, by=administrator(), on=on, reason="合并到省光学工程学会")


def applicant(**fields):
    return SocietyFactory(membership=Membership.APPLICANT, member_from=None, **fields)


@pytest.mark.parametrize("state", OPEN)
def test_leaving_ends_an_open_filing_with_one_event_and_the_reason(state):
    pk, filer, reviewer = start_plain()
    for step in WAY[state]:
        make(step, pk, filer, reviewer)
    before = Event.objects.filter(filing=pk).count()
    let_leave(Filing.objects.get(pk=pk).society)
    filing = Filing.objects.get(pk=pk)
    assert (filing.state, filing.claimed_by) == (State.DISCARDED, None)
    assert filing.events.count() == before + 1
    assert (filing.events.last().move, filing.events.last().text) == (
        Move.LEAVE,
        "学会退会：合并到省光学工程学会",
    )


def test_what_was_decided_stays_and_nothing_new_begins():
    pk, filer, reviewer = start_plain()
    for step in (Move.SUBMIT, Move.CLAIM, Move.APPROVE):
        make(step, pk, filer, reviewer)
    filing = Filing.objects.get(pk=pk)
    let_leave(filing.society)
    assert Filing.objects.get(pk=pk).state == State.APPROVED
    with pytest.raises(MoveNotAllowed, match="已退会"):
        actions.start("plain", society=filing.society, cycle=filing.cycle, by=filer)


def test_only_a_member_leaves_and_only_once():
    society = SocietyFactory()
    let_leave(society)
    with pytest.raises(ValidationError, match="已退会"):
        let_leave(society)
    with pytest.raises(ValidationError, match="申请入会"):
        let_leave(applicant())
    with pytest.raises(ValidationError, match="不能早于入会日期"):
        let_leave(SocietyFactory(), on=dt.date(1999, 1, 1))
    with pytest.raises(ValidationError, match="不能晚于今天"):
        let_leave(SocietyFactory(), on=dt.date(2017, 11, 7))


def test_a_refused_leaving_discards_nothing():
    pk, _, _ = start_plain()
    with pytest.raises(ValidationError):
        let_leave(Filing.objects.get(pk=pk).society, on=dt.date(2018, 1, 1))
    assert Filing.objects.get(pk=pk).state == State.DRAFT


def test_an_admitted_society_owes_its_filing_some_days_later():
    cycle = CycleFactory()
    society = applicant()
    admit(society, by=administrator(), on=TODAY, basis="党组织批准文件")
    obligation = Obligation.objects.get(society=society)
    assert (obligation.cycle, obligation.due) == (cycle, dt.date(2017, 11, 13))
    with pytest.raises(ValidationError, match="团体会员"):
        admit(society, by=administrator(), on=TODAY, basis="党组织批准文件")


def test_before_the_first_cycle_an_admitted_society_owes_nothing():
    society = applicant()
    admit(society, by=administrator(), on=TODAY, basis="党组织批准文件")
    assert not Obligation.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_leaving_and_approving_at_once_end_one_way(race_rounds):
    for _ in range(race_rounds):
        pk, filer, reviewer = start_plain()
        for step in (Move.SUBMIT, Move.CLAIM):
            make(step, pk, filer, reviewer)
        society = Filing.objects.get(pk=pk).society
        approved, left = at_once(
            lambda p=pk, r=reviewer: actions.approve(p, by=r, version=1),
            lambda s=society: let_leave(s),
        )
        assert left is None
        expected = State.APPROVED if approved is None else State.DISCARDED
        assert Filing.objects.get(pk=pk).state == expected


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_no_filing_begins_while_its_society_leaves(race_rounds):
    for _ in range(race_rounds):
        obligation = ObligationFactory()
        society, cycle = obligation.society, obligation.cycle
        reviewer = UserFactory(role=Role.REVIEWER)
        _, left = at_once(
            lambda s=society, c=cycle, r=reviewer: actions.start("plain", society=s, cycle=c, by=r),
            lambda s=society: let_leave(s),
        )
        assert left is None
        assert not Filing.objects.open().filter(society=society).exists()
