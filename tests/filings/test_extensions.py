"""The window and more time: the deadline to the second, who may grant, what it moves, refusing."""

import datetime as dt

import pytest
from django.db import connection
from django.db.utils import DatabaseError
from django.utils import timezone

from accounts import clock
from accounts.enums import Role
from filings import actions, staff_actions
from filings.enums import State
from filings.models import ExtendedObligation, Filing, Obligation
from filings.rules import MoveNotAllowed, filed_in_time
from societies.models import Society
from tests.factories import ObligationFactory, SocietyFactory, UserFactory, secretary_of
from tests.filings.test_lifecycle import start_plain
from tests.kinds import REFUSABLE
from tests.races import at_once

pytestmark = pytest.mark.django_db
UNTIL = dt.date(2017, 11, 30)


def at(*moment):
    return clock.pretend(dt.datetime(*moment, tzinfo=timezone.get_default_timezone()))


def committee():
    return UserFactory(role=Role.COMMITTEE)


def extend(society, until=UNTIL, **fields):
    societies = Society.objects.filter(pk=society.pk)
    cycle = Obligation.objects.get(society=society).cycle
    fields = {"reason": "搬迁", "by": committee(), **fields}
    return staff_actions.extend(cycle, societies, until=until, **fields)


@pytest.mark.parametrize(
    ("moment", "late"),
    [((2017, 11, 20, 23, 59, 59), False), ((2017, 11, 21, 0, 0, 0), True)],
)
def test_the_deadline_counts_to_its_last_second(moment, late):
    pk, filer, _ = start_plain()
    with at(*moment):
        actions.submit(pk, by=filer)
    filing = Filing.objects.select_related("obligation").get(pk=pk)
    assert filing.is_late is late
    assert filed_in_time(filing.obligation, filing, on=dt.date(2018, 1, 15)) is not late


def test_nobody_files_before_the_cycle_opens():
    society = ObligationFactory().society
    cycle = Obligation.objects.get(society=society).cycle
    with at(2017, 5, 1, 23, 59, 59), pytest.raises(MoveNotAllowed, match="5月2日起"):
        actions.start("plain", society=society, cycle=cycle, by=secretary_of(society))


def test_more_time_moves_due_date_and_lateness_of_what_was_filed():
    pk, filer, _ = start_plain()
    with at(2017, 11, 28, 9):
        actions.submit(pk, by=filer)
    filing = Filing.objects.get(pk=pk)
    assert filing.is_late
    extension = extend(filing.society)
    filing = Filing.objects.select_related("obligation").get(pk=pk)
    assert (filing.obligation.due, filing.is_late) == (UNTIL, False)
    row = ExtendedObligation.objects.get(extension=extension)
    assert (row.due_before, row.due_after) == (dt.date(2017, 11, 20), UNTIL)


def test_what_was_filed_after_the_new_date_stays_late():
    pk, filer, _ = start_plain()
    with at(2017, 12, 1, 0, 0, 0):
        actions.submit(pk, by=filer)
    extend(Filing.objects.get(pk=pk).society)
    assert Filing.objects.get(pk=pk).is_late


def test_a_set_of_societies_gets_more_time_at_once():
    societies = [ObligationFactory(society=SocietyFactory(discipline=d)).society for d in "AAB"]
    cycle = Obligation.objects.get(society=societies[0]).cycle
    chosen = Society.objects.filter(discipline="A")
    staff_actions.extend(
        cycle, chosen, until=UNTIL, reason="防疫", by=committee(), chosen_by="学科：理科"
    )
    dues = {s.pk: Obligation.objects.get(society=s).due for s in societies}
    assert [dues[s.pk] for s in societies] == [UNTIL, UNTIL, cycle.deadline]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE])
def test_only_the_committee_grants_more_time(role):
    society = ObligationFactory().society
    with pytest.raises(MoveNotAllowed, match="省科技社团党委"):
        extend(society, by=UserFactory(role=role))


def test_more_time_has_a_reason_and_is_more():
    society = ObligationFactory().society
    with pytest.raises(MoveNotAllowed, match="原因"):
        extend(society, reason="  ")
    with pytest.raises(MoveNotAllowed, match="没有应报截止日早于"):
        extend(society, until=dt.date(2017, 11, 20))


def test_an_extension_is_never_changed():
    extension = extend(ObligationFactory().society)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("UPDATE filings_extension SET reason = 'x' WHERE id = %s", [extension.pk])


def test_what_may_be_refused_is_refused_with_a_reason_for_good():
    pk, filer, reviewer = start_plain(REFUSABLE)
    actions.submit(pk, by=filer)
    actions.claim(pk, by=reviewer)
    with pytest.raises(MoveNotAllowed, match="原因"):
        staff_actions.refuse(pk, by=reviewer, version=1, text=" ")
    staff_actions.refuse(pk, by=reviewer, version=1, text="理由不成立")
    filing = Filing.objects.get(pk=pk)
    assert (filing.state, filing.decided_by) == (State.REFUSED, reviewer)
    assert filing.events.get(move="refuse").text == "理由不成立"


def test_a_registration_is_never_refused():
    pk, filer, reviewer = start_plain()
    actions.submit(pk, by=filer)
    actions.claim(pk, by=reviewer)
    with pytest.raises(MoveNotAllowed):
        staff_actions.refuse(pk, by=reviewer, version=1, text="不行")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_same_time_is_granted_once(race_rounds):
    for _ in range(race_rounds):
        society, one, two = ObligationFactory().society, committee(), committee()
        outcomes = at_once(
            lambda s=society, b=one: extend(s, by=b), lambda s=society, b=two: extend(s, by=b)
        )
        assert sorted(outcome is None for outcome in outcomes) == [False, True]
        assert ExtendedObligation.objects.filter(obligation__society=society).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_more_time_and_a_submission_agree_whoever_comes_first(race_rounds):
    for _ in range(race_rounds):
        pk, filer, _ = start_plain()
        society, by = Filing.objects.get(pk=pk).society, committee()

        def submit(pk=pk, by=filer):
            with at(2017, 11, 28, 9):
                actions.submit(pk, by=by)

        assert at_once(submit, lambda s=society, b=by: extend(s, by=b)) == [None, None]
        assert not Filing.objects.get(pk=pk).is_late
