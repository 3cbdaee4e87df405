"""Bulk approval: only what nobody has to look at, each by itself, nothing that changed since."""

import pytest

from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions, comments
from filings.enums import State
from filings.models import Event, Filing
from members.models import Person
from tests.factories import (
    CycleFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    approve,
    claimed,
    document,
    secretary_of,
    submitted,
)
from tests.kinds import COMMITTEE_PLAIN

pytestmark = pytest.mark.django_db

URL = "/admin/filings/filing/bulk/"


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER, name="许晴")
    client.force_login(user)
    return user


def with_warning() -> Filing:
    society = SocietyFactory()
    return submitted(society, content=document(society, party_member_count="99"))


def previewed(client) -> dict:
    """What the preview offers, and why it does not offer the rest."""
    rows = client.get(URL).context["rows"]
    return {row["filing"].pk: row["problem"] for row in rows}


def post(client, *filings) -> str:
    ticked = [f"{filing.pk}:{filing.versions.count()}" for filing in filings]
    response = client.post(URL, {"filings": ticked}, follow=True)
    return "".join(str(message) for message in response.context["messages"])


def states(*filings) -> list[str]:
    return [Filing.objects.get(pk=filing.pk).state for filing in filings]


def test_calm_filings_are_approved_each_by_its_own_events(client, reviewer):
    first, second = submitted(), submitted()
    assert previewed(client) == {first.pk: "", second.pk: ""}
    assert post(client, first, second) == "已批准 2 件，内容已记入台账。"
    assert states(first, second) == [State.APPROVED] * 2
    for filing in (first, second):
        assert [event.move for event in filing.events.all()][-2:] == ["claim", "approve"]
        assert Person.objects.filter(society=filing.society).exists()
    assert AuditRecord.objects.filter(action="decide", by=reviewer).count() == 2


def test_filings_with_something_to_see_are_not_offered(client, reviewer):
    with_warning()
    claimed(submitted(), by=UserFactory(role=Role.REVIEWER))
    late = submitted()
    Filing.objects.filter(pk=late.pk).update(is_late=True)
    renamed = SocietyFactory()
    submitted(renamed, content=document(renamed, society="吉林省新名学会"))
    assert previewed(client) == {}


def test_commented_or_resubmitted_filing_is_offered_for_a_look_only(client, reviewer):
    commented, resubmitted = submitted(), claimed(submitted(), by=reviewer)
    comments.add_comment(commented.pk, by=reviewer, path="", text="请核对。")
    actions.return_filing(resubmitted.pk, by=reviewer, version=1, reason="unclear", text="请核对。")
    actions.submit(resubmitted.pk, by=secretary_of(resubmitted.society))
    assert previewed(client) == {commented.pk: "有未解决的意见", resubmitted.pk: "经过退回或更正"}
    told = post(client, commented, resubmitted)
    assert "有未解决的意见，请打开查看后再决定" in told
    assert states(commented, resubmitted) == [State.SUBMITTED] * 2


def test_what_changed_since_the_preview_is_skipped_and_told(client, reviewer):
    calm, withdrawn, taken = submitted(), submitted(), submitted()
    other = UserFactory(role=Role.REVIEWER, name="吴佳宁")
    actions.withdraw(withdrawn.pk, by=secretary_of(withdrawn.society))
    actions.claim(taken.pk, by=other)
    told = post(client, calm, withdrawn, taken)
    assert "已批准 1 件" in told
    assert "现在是“填写中”" in told and "现在是“审核中”" in told
    assert states(calm, withdrawn, taken) == [State.APPROVED, State.DRAFT, State.IN_REVIEW]
    assert Event.objects.filter(filing=withdrawn, move="claim").count() == 0


def test_newer_version_than_previewed_is_skipped(client, reviewer):
    filing = submitted()
    secretary = secretary_of(filing.society)
    actions.withdraw(filing.pk, by=secretary)
    actions.submit(filing.pk, by=secretary)
    response = client.post(URL, {"filings": [f"{filing.pk}:1"]}, follow=True)
    assert "已提交新的版本" in response.content.decode()
    assert states(filing) == [State.SUBMITTED]


def test_one_that_fails_leaves_no_claim_behind(client, reviewer):
    filing = with_warning()
    post(client, filing)
    filing.refresh_from_db()
    assert (filing.state, filing.claimed_by) == (State.SUBMITTED, None)


@pytest.mark.parametrize("ticked", [[], ["nonsense"], ["1;2"], ["999999:1"]])
def test_nothing_sensible_ticked_approves_nothing(client, reviewer, ticked):
    filing = submitted()
    assert client.post(URL, {"filings": ticked}, follow=True).status_code == 200
    assert states(filing) == [State.SUBMITTED]


@pytest.mark.parametrize("staff_count", ["6", "9"])
def test_next_year_needs_a_look_where_it_differs_from_the_ledger(client, reviewer, staff_count):
    society = SocietyFactory()
    first = approve(submitted(society))
    cycle = CycleFactory(year=2018)
    content = {**first.document, "cells": {**first.document["cells"], "staff_count": staff_count}}
    again = submitted(obligation=ObligationFactory(cycle=cycle, society=society), content=content)
    differs = staff_count != "6"
    assert again.changes == differs
    assert (again.pk in previewed(client)) != differs
    page = client.get(f"/admin/filings/filing/{again.pk}/change/", {"against": "ledger"})
    assert [c["name"] for c in page.context["changes"]] == ["工作人员总数"] * differs


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEADER, Role.SECRETARY])
def test_who_decides_nothing_does_not_enter(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get(URL, follow=True).status_code == 403


def test_committee_approves_its_own_kinds_in_bulk_and_no_registration(client):
    registration, obligation = submitted(), ObligationFactory()
    secretary = secretary_of(obligation.society)
    own = actions.start(
        COMMITTEE_PLAIN.code, society=obligation.society, cycle=obligation.cycle, by=secretary
    )
    actions.submit(own.pk, by=secretary)
    client.force_login(UserFactory(role=Role.COMMITTEE))
    assert previewed(client) == {own.pk: ""}
    assert "不由您审核" in post(client, registration, own)
    assert states(registration, own) == [State.SUBMITTED, State.APPROVED]
