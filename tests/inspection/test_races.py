"""Two people at once, on PostgreSQL: exactly one of two steps that exclude each other wins."""

import datetime as dt

import pytest

from filings import actions as filings
from filings.enums import State
from ledger.inspection import actions
from ledger.inspection.attaching import attach_pdf
from ledger.inspection.enums import Grade, Step
from ledger.inspection.filing_kinds import DEFENCE
from ledger.inspection.models import Defence, DocumentFile, Lift, Notice, Proposal, Result
from ledger.inspection.proposing import inspect
from tests.factories import pdf, secretary_of
from tests.factories.inspection import (
    DECISION_DAY,
    INSPECTION_DAY,
    LAST_DAY,
    NOTICE_DAY,
    benign,
    committee,
    decided,
    drafted,
    noticed,
    on_day,
    proposed,
    rectified,
    reviewer,
)
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LIFT_DAY = dt.date(2018, 5, 15)


def one_wins(outcomes) -> bool:
    return sorted(outcome is None for outcome in outcomes) == [False, True]


def confirm(pk, by):
    with on_day(NOTICE_DAY):
        actions.confirm(pk, by=by, number="吉科协发学字〔2018〕3号", dated=NOTICE_DAY)


def decide(pk, by, **fields):
    with on_day(DECISION_DAY):
        paper = {"number": f"吉科协决字〔2018〕{pk}号", "dated": DECISION_DAY}
        actions.decide(pk, by=by, **paper, **fields)


def answer(notice):
    """To be called: sends a draft of a defence at the last second."""
    society = notice.proposal.society
    with on_day(LAST_DAY):
        pk = drafted(DEFENCE, society, notice.proposal.inspection.cycle).pk

    def submit():
        with on_day(LAST_DAY, 23, 59, 59):
            filings.submit(pk, by=secretary_of(society))

    return submit


def two_confirm():
    proposal, one, two = benign(), reviewer(), reviewer()
    assert one_wins(at_once(lambda: confirm(proposal.pk, one), lambda: confirm(proposal.pk, two)))
    assert Result.objects.filter(proposal=proposal).count() == 1


def one_confirms_in_bulk_what_another_confirms():
    proposal, one, two = benign(), reviewer(), reviewer()
    left_out = []

    def in_bulk():
        with on_day(NOTICE_DAY):
            paper = {"number": "吉科协发学字〔2018〕3号", "dated": NOTICE_DAY}
            left_out.extend(actions.confirm_all([proposal.pk], by=one, **paper)[1])

    bulk, single = at_once(in_bulk, lambda: confirm(proposal.pk, two))
    assert bulk is None
    assert bool(left_out) == (single is None)
    assert Result.objects.filter(proposal=proposal).count() == 1


def two_give_notice():
    proposal, one, two = proposed(), reviewer(), reviewer()

    def give(by):
        with on_day(NOTICE_DAY):
            paper = {"number": f"吉科协告字〔2018〕{proposal.pk}号", "dated": NOTICE_DAY}
            actions.give_notice(proposal.pk, by=by, reason="注3", **paper)

    assert one_wins(at_once(lambda: give(one), lambda: give(two)))
    assert Notice.objects.filter(proposal=proposal).count() == 1


def two_decide_differently():
    pk, one, two = noticed().proposal_id, committee(), committee()
    mild = {"grade": Grade.BASIC, "reason": "酌情"}
    strict, lenient = at_once(lambda: decide(pk, one), lambda: decide(pk, two, **mild))
    assert (strict is None) != (lenient is None)
    assert bool(Result.objects.get(proposal=pk).penalties.count()) == (strict is None)


def a_defence_and_a_decision():
    notice, by = noticed(), committee()
    submit, pk = answer(notice), notice.proposal_id
    answered, decision = at_once(submit, lambda: decide(pk, by))
    assert (answered is None) != (decision is None)
    assert Defence.objects.filter(notice=notice).exists() == (answered is None)
    assert Result.objects.filter(proposal=pk).exists() == (decision is None)


def the_same_defence_from_two_tabs():
    notice = noticed()
    submit = answer(notice)
    assert one_wins(at_once(submit, submit))
    assert Defence.objects.filter(notice=notice, filing__state=State.SUBMITTED).count() == 1


def two_lift():
    result, one, two = rectified(), committee(), committee()

    def lift(by):
        with on_day(LIFT_DAY):
            paper = {"number": f"吉科协决字〔2018〕2{result.pk}号", "dated": LIFT_DAY}
            actions.lift(result.pk, by=by, codes=["no_awards"], reason="已整改", **paper)

    assert one_wins(at_once(lambda: lift(one), lambda: lift(two)))
    assert Lift.objects.filter(penalty__result=result).count() == 1


def two_reopen():
    result, one, two = decided(), reviewer(), committee()

    def reopen(by):
        with on_day(DECISION_DAY):
            actions.reopen(result.pk, by=by, reason="补记")

    assert one_wins(at_once(lambda: reopen(one), lambda: reopen(two)))
    assert Proposal.objects.open().filter(society=result.society).count() == 1


def two_attach_a_pdf():
    document, one, two = decided().document, committee(), committee()
    assert one_wins(
        at_once(
            lambda: attach_pdf(document.pk, by=one, data=pdf(1)),
            lambda: attach_pdf(document.pk, by=two, data=pdf(2)),
        )
    )
    assert DocumentFile.objects.filter(document=document).count() == 1


def a_confirmation_and_another_evaluation():
    """Nobody signs what was replaced; nothing that was signed is proposed anew."""
    proposal, by = benign(), reviewer()

    def evaluate():
        with on_day(NOTICE_DAY):
            inspect(proposal.inspection.cycle, on=NOTICE_DAY)

    evaluated, confirmed = at_once(evaluate, lambda: confirm(proposal.pk, by))
    assert evaluated is None
    held = Proposal.objects.get(society=proposal.society)
    signed = confirmed is None
    assert (held.step == Step.SIGNED) == signed
    assert held.on == (INSPECTION_DAY if signed else NOTICE_DAY)


def two_evaluations():
    proposal = proposed()

    def evaluate(day):
        with on_day(day):
            inspect(proposal.inspection.cycle, on=day)

    assert at_once(lambda: evaluate(NOTICE_DAY), lambda: evaluate(DECISION_DAY)) == [None, None]
    assert Proposal.objects.filter(society=proposal.society).count() == 1


@pytest.mark.parametrize(
    "race",
    [
        two_confirm,
        two_decide_differently,
        a_defence_and_a_decision,
        two_lift,
        a_confirmation_and_another_evaluation,
    ],
)
def test_exactly_one_wins(race, race_rounds):
    for _ in range(race_rounds):
        race()


@pytest.mark.parametrize(
    "race",
    [
        one_confirms_in_bulk_what_another_confirms,
        two_give_notice,
        the_same_defence_from_two_tabs,
        two_reopen,
        two_attach_a_pdf,
        two_evaluations,
    ],
)
def test_steps_that_seldom_meet(race, race_rounds):
    for _ in range(race_rounds // 5):
        race()
