"""The POSTs of the desk: what each does, and what it refuses to whom."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions
from filings.enums import State
from filings.models import Event, Filing
from tests.factories import ObligationFactory, UserFactory, secretary_of
from tests.kinds import COMMITTEE_PLAIN, PLAIN

pytestmark = pytest.mark.django_db

MOVES = ("claim", "release", "return", "approve")
RETURN = {"version": 1, "reason": "unclear", "text": "请写清楚。", "due": "2017-11-09"}


def submitted(kind=PLAIN) -> Filing:
    obligation = ObligationFactory()
    filer = secretary_of(obligation.society)
    filing = actions.start(kind.code, society=obligation.society, cycle=obligation.cycle, by=filer)
    actions.submit(filing.pk, by=filer)
    return Filing.objects.get(pk=filing.pk)


def claimed(by, kind=PLAIN) -> Filing:
    filing = submitted(kind)
    actions.claim(filing.pk, by=by)
    return filing


def url(filing, part="change") -> str:
    return f"/admin/filings/filing/{filing.pk}/{part}/"


def told(response) -> str:
    return "".join(str(message) for message in response.context["messages"])


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER, name="许晴")
    client.force_login(user)
    return user


def test_looking_claims_nothing(client, reviewer):
    filing = submitted()
    assert client.get(url(filing)).status_code == 200
    filing.refresh_from_db()
    assert (filing.state, filing.claimed_by) == (State.SUBMITTED, None)


def test_claim_leads_to_the_decision(client, reviewer):
    filing = submitted()
    response = client.post(url(filing, "claim"), follow=True)
    filing.refresh_from_db()
    assert (filing.state, filing.claimed_by) == (State.IN_REVIEW, reviewer)
    assert response.redirect_chain == [(url(filing), 302)]
    assert response.context["approval_form"] and response.context["return_form"]


def test_claimed_filing_is_not_claimed_again(client, reviewer):
    other = UserFactory(role=Role.REVIEWER, name="吴佳宁")
    filing = claimed(other)
    response = client.post(url(filing, "claim"), follow=True)
    assert told(response) == "这件申报现在是“审核中”，不能认领。"
    assert "吴佳宁正在审核。" in response.content.decode()
    assert Filing.objects.get(pk=filing.pk).claimed_by == other


def test_release_puts_own_claim_back(client, reviewer):
    filing = claimed(reviewer)
    client.post(url(filing, "release"))
    filing.refresh_from_db()
    assert (filing.state, filing.claimed_by) == (State.SUBMITTED, None)


@pytest.mark.parametrize("move", ["release", "return", "approve"])
def test_claim_of_another_is_not_decided(client, reviewer, move):
    filing = claimed(UserFactory(role=Role.REVIEWER, name="吴佳宁"))
    response = client.post(url(filing, move), {**RETURN}, follow=True)
    assert told(response) == "这件申报由吴佳宁认领，不由您办理。"
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


def test_return_tells_reason_text_and_due_date(client, reviewer):
    filing = claimed(reviewer)
    client.post(url(filing, "return"), RETURN)
    filing.refresh_from_db()
    assert filing.state == State.RETURNED
    assert (filing.return_reason, filing.return_text) == ("unclear", "请写清楚。")
    assert filing.return_due == dt.date(2017, 11, 9)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": ""}, "这个字段是必填项。"),
        ({"reason": "boredom"}, "boredom"),
        ({"text": "  "}, "这个字段是必填项。"),
        ({"due": "2017-11-05"}, "期限不能早于今天。"),
        ({"due": "soon"}, "输入一个有效的日期。"),
    ],
)
def test_incomplete_return_comes_back_with_what_was_typed(client, reviewer, wrong, says):
    filing = claimed(reviewer)
    response = client.post(url(filing, "return"), {**RETURN, **wrong})
    page = response.content.decode()
    assert says in page
    assert ("请写清楚。" in page) == ("text" not in wrong)
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


def test_approval_decides_and_is_recorded(client, reviewer):
    filing = claimed(reviewer)
    client.post(url(filing, "approve"), {"version": 1})
    filing.refresh_from_db()
    assert (filing.state, filing.decided_by) == (State.APPROVED, reviewer)
    record = AuditRecord.objects.get(action="decide")
    assert (record.by, record.target, record.address) == (reviewer, filing.receipt, "127.0.0.1")


def test_approval_of_an_old_version_is_refused(client, reviewer):
    filing = claimed(reviewer)
    actions.return_filing(filing.pk, by=reviewer, version=1, reason="unclear", text="请写清楚。")
    actions.submit(filing.pk, by=secretary_of(filing.society))
    actions.claim(filing.pk, by=reviewer)
    response = client.post(url(filing, "approve"), {"version": 1}, follow=True)
    assert told(response) == "学会已提交新的版本，请重新查看后再办理。"
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ADMINISTRATOR])
def test_who_only_looks_cannot_move(client, role, move):
    filing = submitted()
    client.force_login(UserFactory(role=role))
    assert "由科协审核人审核，您可以查看。" in client.get(url(filing)).content.decode()
    assert client.post(url(filing, move), RETURN).status_code == 403
    assert Filing.objects.get(pk=filing.pk).state == State.SUBMITTED


def test_committee_decides_its_own_kind(client, reviewer):
    filing = submitted(COMMITTEE_PLAIN)
    assert client.post(url(filing, "claim")).status_code == 403
    client.force_login(UserFactory(role=Role.COMMITTEE))
    client.post(url(filing, "claim"))
    client.post(url(filing, "approve"), {"version": 1})
    assert Filing.objects.get(pk=filing.pk).state == State.APPROVED


@pytest.mark.parametrize("part", ["change", *MOVES, "reveal"])
def test_draft_of_a_society_does_not_exist_for_staff(client, reviewer, part):
    filing = submitted()
    actions.withdraw(filing.pk, by=secretary_of(filing.society))
    ask = client.get if part == "change" else client.post
    assert ask(url(filing, part)).status_code == 404


@pytest.mark.parametrize("part", [*MOVES, "reveal"])
def test_get_moves_nothing(client, reviewer, part):
    filing = submitted()
    assert client.get(url(filing, part)).status_code == 405
    assert Event.objects.filter(filing=filing).count() == 2


def test_next_and_previous_follow_the_queue_and_go_round(client, reviewer):
    first, second, late = submitted(), submitted(), submitted()
    submitted(COMMITTEE_PLAIN)
    Filing.objects.filter(pk=late.pk).update(is_late=True)
    after = {f: client.get(url(f)).context["next"]["url"] for f in (late, first, second)}
    assert after == {late: url(first), first: url(second), second: url(late)}
    assert client.get(url(second, "previous")).url == url(first)
    assert client.get(url(first, "previous")).url == url(late)
    assert client.get(url(late, "previous")).url == "/admin/filings/filing/"


def test_approve_and_next_leads_to_the_next_filing(client, reviewer):
    filing, following = claimed(reviewer), submitted()
    response = client.post(url(filing, "approve"), {"version": 1, "next": "1"})
    assert Filing.objects.get(pk=filing.pk).state == State.APPROVED
    assert response.url == url(following)
    client.post(url(following, "claim"))
    response = client.post(url(following, "approve"), {"version": 1, "next": "1"})
    assert response.url == "/admin/filings/filing/"
