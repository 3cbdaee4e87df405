"""Two people at once, on PostgreSQL: exactly one of two moves that exclude each other wins."""

import pytest

from accounts.enums import Role
from filings import actions
from filings.enums import State
from filings.file_actions import take_file
from filings.kinds import get_kind
from filings.models import Event, Filing
from filings.papers.reading import read
from tests.factories import FilingFactory, UserFactory, secretary_of
from tests.filings.test_lifecycle import start_plain
from tests.papers.strangers import FILES
from tests.races import at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_reviewers_claim_and_approve(race_rounds):
    for _ in range(race_rounds):
        pk, filer, one = start_plain()
        two = UserFactory(role=Role.REVIEWER)
        actions.submit(pk, by=filer)

        def decide(by, pk=pk):
            actions.claim(pk, by=by)
            actions.approve(pk, by=by, version=1)

        outcomes = at_once(lambda d=decide, b=one: d(b), lambda d=decide, b=two: d(b))
        assert sorted(outcome is None for outcome in outcomes) == [False, True]
        assert Filing.objects.get(pk=pk).state == State.APPROVED
        assert Event.objects.filter(filing=pk, move="approve").count() == 1


def test_the_same_approval_from_two_tabs(race_rounds):
    for _ in range(race_rounds):
        pk, filer, reviewer = start_plain()
        actions.submit(pk, by=filer)
        actions.claim(pk, by=reviewer)

        def approve(pk=pk, by=reviewer):
            actions.approve(pk, by=by, version=1)

        assert sorted(o is None for o in at_once(approve, approve)) == [False, True]
        assert Event.objects.filter(filing=pk, move="approve").count() == 1


def test_approval_against_withdrawal(race_rounds):
    for _ in range(race_rounds):
        pk, filer, reviewer = start_plain()
        actions.submit(pk, by=filer)

        def decide(pk=pk, by=reviewer):
            actions.claim(pk, by=by)
            actions.approve(pk, by=by, version=1)

        def withdraw(pk=pk, by=filer):
            actions.withdraw(pk, by=by)

        decided, withdrawn = at_once(decide, withdraw)
        assert (decided is None) != (withdrawn is None)
        expected = State.APPROVED if decided is None else State.DRAFT
        assert Filing.objects.get(pk=pk).state == expected


def test_the_same_file_confirmed_from_two_tabs(race_rounds):
    reading = read((FILES / "roster_only.xlsx").read_bytes(), get_kind("registration"))
    for _ in range(race_rounds):
        filing = FilingFactory()
        by = secretary_of(filing.society)

        def confirm(pk=filing.pk, by=by):
            take_file(pk, reading, by=by, name="名册.xlsx", sha256="0" * 64)

        assert at_once(confirm, confirm) == [None, None]
        saved = Filing.objects.get(pk=filing.pk)
        assert saved.revision == 1
        assert len(saved.document["rows"]["council"]) == 6
        assert saved.events.filter(move="take_file").count() == 1
