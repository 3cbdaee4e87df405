"""Liaison officers in the admin: the committee assigns and ends, others look (article 3)."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import AuditRecord
from partyorgs.actions import assign_liaison_officer
from partyorgs.models import LiaisonAssignment
from tests.factories import SocietyFactory, UserFactory

pytestmark = pytest.mark.django_db

URL = "/admin/partyorgs/liaisonassignment/"
OFFICER = {
    "society": "吉林省光学学会",
    "officer_name": "韩冬",
    "officer_unit": "吉林大学",
    "officer_phone": "15400001234",
    "on": "2017-11-01",
}


@pytest.fixture
def society():
    return SocietyFactory(name="吉林省光学学会")


@pytest.fixture
def committee(client):
    user = UserFactory(role=Role.COMMITTEE)
    client.force_login(user)
    return user


@pytest.fixture
def assignment(society):
    return assign_liaison_officer(
        society,
        by=UserFactory(role=Role.COMMITTEE),
        officer_name="韩冬",
        officer_unit="吉林大学",
        officer_phone="15400001234",
        on=dt.date(2017, 11, 1),
    )


@pytest.mark.parametrize("typed", ["吉林省光学学会", "光学", "jlsgxxh"])
def test_committee_assigns_by_any_name(client, committee, society, typed):
    client.post(URL + "assign/", {**OFFICER, "society": typed})
    made = LiaisonAssignment.objects.get()
    assert (made.society, made.officer_name, made.assigned_by) == (society, "韩冬", committee)
    assert made.valid_from == dt.date(2017, 11, 1)
    assert AuditRecord.objects.filter(action="decide", by=committee).count() == 1


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"society": "不存在的学会"}, "名册里没有这个学会。"),
        ({"society": "吉林省"}, "不止一个学会符合"),
        ({"officer_name": ""}, "这个字段是必填项。"),
    ],
)
def test_wrong_assignment_is_asked_again(client, committee, society, wrong, says):
    SocietyFactory(name="吉林省化学会")
    response = client.post(URL + "assign/", {**OFFICER, **wrong})
    assert says in response.content.decode()
    assert not LiaisonAssignment.objects.exists()


def test_second_officer_of_a_society_is_refused(client, committee, assignment):
    response = client.post(URL + "assign/", OFFICER)
    assert "本学会已有在任的党建联络员。" in response.content.decode()
    assert LiaisonAssignment.objects.count() == 1


def test_committee_ends_with_date_and_reason(client, committee, assignment):
    client.post(f"{URL}{assignment.pk}/end/", {"on": "2017-11-05", "reason": "已建联合党支部"})
    assignment.refresh_from_db()
    assert (assignment.valid_until, assignment.end_reason) == (
        dt.date(2017, 11, 5),
        "已建联合党支部",
    )


@pytest.mark.parametrize("wrong", [{"reason": " "}, {"on": "2017-10-31"}])
def test_end_needs_reason_and_a_day_not_before_the_start(client, committee, assignment, wrong):
    typed = {"on": "2017-11-05", "reason": "已建联合党支部", **wrong}
    response = client.post(f"{URL}{assignment.pk}/end/", typed)
    assert response.status_code == 200
    assignment.refresh_from_db()
    assert assignment.valid_until is None


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.ADMINISTRATOR])
def test_others_look_but_do_not_decide(client, assignment, role):
    client.force_login(UserFactory(role=role))
    page = client.get(URL).content.decode()
    assert "韩冬" in page and "选派联络员" not in page and "结束选派" not in page
    assert client.post(URL + "assign/", OFFICER).status_code == 403
    assert client.post(f"{URL}{assignment.pk}/end/", {}).status_code == 403


def test_phone_is_masked_until_revealed(client, committee, assignment):
    for url in (URL, f"{URL}{assignment.pk}/change/"):
        assert "15400001234" not in client.get(url).content.decode()
    assert "15400001234" in client.post(f"{URL}{assignment.pk}/reveal/").content.decode()
    assert AuditRecord.objects.filter(action="reveal").count() == 1
