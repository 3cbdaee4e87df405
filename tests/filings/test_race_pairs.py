"""Every two moves at once, on PostgreSQL: what comes out is what one after the other would give."""

from itertools import combinations_with_replacement, cycle, islice

import pytest
from django.db import transaction

from accounts.enums import Role
from filings import staff_actions
from filings.enums import STEPS, Move
from filings.models import Event, Filing
from filings.rules import MoveNotAllowed
from tests.factories import UserFactory
from tests.filings.test_lifecycle import FILERS_MOVES, LEGAL, MOVES, WAY, draft_plain, make
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

BULK = "bulk approve"
RACERS = [
    Move.CLAIM,
    Move.RELEASE,
    Move.RETURN,
    Move.UNDO,
    Move.APPROVE,
    BULK,
    Move.WITHDRAW,
    Move.RESUBMIT,
    Move.DISCARD,
]
PAIRS = list(combinations_with_replacement(RACERS, 2))


def sources(move):
    return STEPS[Move.CLAIM if move == BULK else move].sources


@transaction.atomic
def race_track(state, pair, reviewer, colleague):
    """A filing in a state and the two moves on it, as functions. Of two claims, or of a claim and a
    bulk approval, each is another reviewer's."""
    pk, filer = draft_plain()
    for step in WAY[state]:
        make(step, pk, filer, reviewer)

    def runner(place, move):
        if move == BULK:
            return lambda: staff_actions.approve_unseen(pk, by=colleague, version=1)
        takes_over = move == Move.CLAIM and place == 1
        by = filer if move in FILERS_MOVES else colleague if takes_over else reviewer
        return lambda: MOVES[move](pk, by)

    return pk, [runner(place, move) for place, move in enumerate(pair)]


def refused(move) -> bool:
    try:
        move()
    except MoveNotAllowed:
        return True
    return False


def history(pk):
    return [(e.move, e.from_state, e.to_state) for e in Event.objects.filter(filing=pk)]


def outcomes_one_after_the_other(state, pair, *reviewers):
    """(refusals, history) of both orders."""
    possible = []
    for order in ((0, 1), (1, 0)):
        pk, moves = race_track(state, pair, *reviewers)
        refusals = {place: refused(moves[place]) for place in order}
        possible.append(([refusals[0], refusals[1]], history(pk)))
    return possible


@pytest.mark.parametrize("first", RACERS)
def test_two_moves_at_once_end_as_one_after_the_other(first, race_rounds):
    reviewers = UserFactory.create_batch(2, role=Role.REVIEWER)
    for pair in (pair for pair in PAIRS if pair[0] == first):
        states = list(dict.fromkeys([*sources(pair[0]), *sources(pair[1])]))
        possible = {s: outcomes_one_after_the_other(s, pair, *reviewers) for s in states}
        for state in islice(cycle(states), race_rounds):
            pk, moves = race_track(state, pair, *reviewers)
            refusals = [outcome is not None for outcome in at_once(*moves)]
            assert (refusals, history(pk)) in possible[state], (pair, state)
            check_history(pk)


def check_history(pk):
    events = history(pk)
    for earlier, later in zip(events, events[1:], strict=False):
        assert later[1] == earlier[2]
        assert LEGAL[later[1], later[0]] == later[2]
    assert events[-1][2] == Filing.objects.get(pk=pk).state
