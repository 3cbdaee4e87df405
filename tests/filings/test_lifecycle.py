"""The lifecycle: every pair of state and move, and random walks of several people."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Role
from filings import actions, staff_actions
from filings.enums import OPEN, STEPS, Move, State
from filings.models import Filing, Obligation, Version
from filings.rules import MoveNotAllowed, filed_in_time
from tests.factories import ObligationFactory, UserFactory, secretary_of
from tests.kinds import PLAIN

pytestmark = pytest.mark.django_db

MOVES = {
    Move.SUBMIT: lambda pk, by: actions.submit(pk, by=by),
    Move.WITHDRAW: lambda pk, by: actions.withdraw(pk, by=by),
    Move.CLAIM: lambda pk, by: actions.claim(pk, by=by),
    Move.RELEASE: lambda pk, by: actions.release(pk, by=by),
    Move.RETURN: lambda pk, by: actions.return_filing(
        pk, by=by, version=latest(pk), reason="unclear", text="请写清楚。"
    ),
    Move.RESUBMIT: lambda pk, by: actions.submit(pk, by=by),
    Move.APPROVE: lambda pk, by: actions.approve(pk, by=by, version=latest(pk)),
    Move.DISCARD: lambda pk, by: actions.discard(pk, by=by, text="误填"),
    Move.UNDO: lambda pk, by: staff_actions.undo_return(pk, by=by),
}
# The states as the table of the design draws them, written here once more on purpose.
LEGAL = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Move.DISCARD): State.DISCARDED,
    (State.SUBMITTED, Move.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Move.CLAIM): State.IN_REVIEW,
    (State.IN_REVIEW, Move.RELEASE): State.SUBMITTED,
    (State.IN_REVIEW, Move.RETURN): State.RETURNED,
    (State.IN_REVIEW, Move.APPROVE): State.APPROVED,
    (State.RETURNED, Move.RESUBMIT): State.SUBMITTED,
    (State.RETURNED, Move.DISCARD): State.DISCARDED,
    (State.RETURNED, Move.UNDO): State.IN_REVIEW,
}
# Moves with tests of their own (test_staff_actions.py, test_leaving.py).
RARE = {
    (State.IN_REVIEW, Move.REFUSE): State.REFUSED,
    (State.IN_REVIEW, Move.FORCE_RELEASE): State.SUBMITTED,
    (State.IN_REVIEW, Move.CORRECT): State.SUBMITTED,
    **{(state, Move.LEAVE): State.DISCARDED for state in OPEN},
}
WAY = {
    State.DRAFT: [],
    State.SUBMITTED: [Move.SUBMIT],
    State.IN_REVIEW: [Move.SUBMIT, Move.CLAIM],
    State.RETURNED: [Move.SUBMIT, Move.CLAIM, Move.RETURN],
    State.APPROVED: [Move.SUBMIT, Move.CLAIM, Move.APPROVE],
    State.DISCARDED: [Move.DISCARD],
}
FILERS_MOVES = {Move.SUBMIT, Move.WITHDRAW, Move.RESUBMIT, Move.DISCARD}


def latest(pk):
    return Version.objects.filter(filing=pk).count()


def draft_plain(kind=PLAIN):
    obligation = ObligationFactory()
    filer = secretary_of(obligation.society)
    filing = actions.start(kind.code, society=obligation.society, cycle=obligation.cycle, by=filer)
    return filing.pk, filer


def start_plain(kind=PLAIN):
    return *draft_plain(kind), UserFactory(role=Role.REVIEWER)


def make(move, pk, filer, reviewer):
    MOVES[move](pk, filer if move in FILERS_MOVES else reviewer)


@pytest.mark.parametrize("state", WAY)
@pytest.mark.parametrize("move", MOVES)
def test_move_from_state_is_legal_or_changes_nothing(state, move):
    pk, filer, reviewer = start_plain()
    for step in WAY[state]:
        make(step, pk, filer, reviewer)
    before = list(Filing.objects.filter(pk=pk).values())
    # The action `submit` is both moves: from a returned filing it resubmits.
    twin = {Move.SUBMIT: Move.RESUBMIT, Move.RESUBMIT: Move.SUBMIT}.get(move)
    target = LEGAL.get((state, move)) or LEGAL.get((state, twin))
    if target:
        make(move, pk, filer, reviewer)
        assert Filing.objects.get(pk=pk).state == target
    else:
        with pytest.raises(MoveNotAllowed, match="不能"):
            make(move, pk, filer, reviewer)
        assert list(Filing.objects.filter(pk=pk).values()) == before


def test_table_of_steps_is_the_one_of_the_design():
    drawn = {(source, move): step.target for move, step in STEPS.items() for source in step.sources}
    assert drawn == LEGAL | RARE


@pytest.mark.parametrize("move", [m for m in MOVES if m not in FILERS_MOVES])
def test_reviewers_move_is_not_the_filers(move):
    pk, filer, reviewer = start_plain()
    actions.submit(pk, by=filer)
    if move != Move.CLAIM:
        actions.claim(pk, by=reviewer)
    if move == Move.UNDO:
        make(Move.RETURN, pk, filer, reviewer)
    with pytest.raises(MoveNotAllowed, match="不由您审核"):
        MOVES[move](pk, filer)


@pytest.mark.parametrize("role", [Role.LEADER, Role.COMMITTEE, Role.ADMINISTRATOR, Role.SECRETARY])
def test_only_the_role_that_decides_the_kind_may_claim(role):
    pk, filer, _ = start_plain()
    actions.submit(pk, by=filer)
    with pytest.raises(MoveNotAllowed, match="不由您审核"):
        actions.claim(pk, by=UserFactory(role=role))


def test_another_reviewer_may_not_decide_what_one_has_claimed():
    pk, filer, reviewer = start_plain()
    actions.submit(pk, by=filer)
    actions.claim(pk, by=reviewer)
    with pytest.raises(MoveNotAllowed, match=reviewer.name):
        actions.approve(pk, by=UserFactory(role=Role.REVIEWER), version=1)


def test_secretary_of_another_society_may_not_submit():
    pk, _, _ = start_plain()
    stranger = secretary_of(ObligationFactory().society)
    with pytest.raises(MoveNotAllowed, match="本学会的填报人"):
        actions.submit(pk, by=stranger)


def test_approval_of_an_older_version_is_refused():
    pk, filer, reviewer = start_plain()
    for step in (Move.SUBMIT, Move.CLAIM, Move.RETURN, Move.RESUBMIT, Move.CLAIM):
        make(step, pk, filer, reviewer)
    with pytest.raises(MoveNotAllowed, match="新的版本"):
        actions.approve(pk, by=reviewer, version=1)
    actions.approve(pk, by=reviewer, version=2)
    assert Filing.objects.get(pk=pk).state == State.APPROVED


@pytest.mark.parametrize(
    ("reason", "text", "due"),
    [("", "说明", None), ("nonsense", "说明", None), ("unclear", " ", None),
     ("unclear", "说明", dt.date(2017, 11, 5))],
)  # fmt: skip
def test_return_needs_reason_text_and_a_due_date_not_past(reason, text, due):
    pk, filer, reviewer = start_plain()
    make(Move.SUBMIT, pk, filer, reviewer)
    make(Move.CLAIM, pk, filer, reviewer)
    with pytest.raises(MoveNotAllowed):
        actions.return_filing(pk, by=reviewer, version=1, reason=reason, text=text, due=due)
    assert Filing.objects.get(pk=pk).state == State.IN_REVIEW


def test_submission_of_a_draft_that_moved_on_is_refused():
    pk, filer, _ = start_plain()
    actions.save_draft(pk, by=filer, cells={"society": "甲"})
    with pytest.raises(MoveNotAllowed, match="重新核对"):
        actions.submit(pk, by=filer, revision=0)


def test_withdrawing_gives_up_the_first_submission():
    pk, filer, _ = start_plain()
    actions.submit(pk, by=filer)
    assert Obligation.objects.get().first_submitted_at is not None
    actions.withdraw(pk, by=filer)
    assert Obligation.objects.get().first_submitted_at is None


def test_return_keeps_in_time_only_until_its_due_date(settings):
    pk, filer, reviewer = start_plain()
    for step in (Move.SUBMIT, Move.CLAIM, Move.RETURN):
        make(step, pk, filer, reviewer)
    filing = Filing.objects.select_related("obligation").get(pk=pk)
    due = filing.return_due
    assert due == dt.date(2017, 11, 13)
    assert filed_in_time(filing.obligation, filing, on=due)
    # What is sent again by the deadline is in time all the same.
    assert filed_in_time(filing.obligation, filing, on=due + dt.timedelta(days=1))
    assert not filed_in_time(filing.obligation, filing, on=dt.date(2017, 11, 21))
    settings.BUSINESS_DATE = dt.date(2017, 11, 21)
    actions.submit(pk, by=filer)
    filing = Filing.objects.select_related("obligation").get(pk=pk)
    assert filing.is_late
    assert not filed_in_time(filing.obligation, filing, on=dt.date(2017, 11, 21))


@pytest.mark.parametrize(("day", "late"), [(20, False), (21, True)])
def test_deadline_is_inclusive(settings, day, late):
    settings.BUSINESS_DATE = dt.date(2017, 11, day)
    pk, filer, _ = start_plain()
    actions.submit(pk, by=filer)
    assert Filing.objects.get(pk=pk).is_late is late


@given(walk=st.lists(st.tuples(st.sampled_from(list(MOVES)), st.integers(0, 2)), max_size=12))
def test_random_walks_leave_a_legal_history(walk):
    pk, filer, reviewer = start_plain()
    people = [filer, reviewer, UserFactory(role=Role.REVIEWER)]
    for move, who in walk:
        try:
            MOVES[move](pk, people[who])
        except MoveNotAllowed:
            continue
    filing = Filing.objects.get(pk=pk)
    events = list(filing.events.all())
    assert events[0].move == Move.START
    for earlier, later in zip(events, events[1:], strict=False):
        assert later.from_state == earlier.to_state
        assert LEGAL[later.from_state, later.move] == later.to_state
    assert events[-1].to_state == filing.state
    submissions = sum(e.move in (Move.SUBMIT, Move.RESUBMIT) for e in events)
    assert filing.versions.count() == submissions
    assert (filing.claimed_by is not None) == (filing.state == State.IN_REVIEW)
    filing.validate_constraints()
