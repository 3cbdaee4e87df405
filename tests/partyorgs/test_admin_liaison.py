"""Liaison officers in the admin: the committee assigns and ends, others look (article 3)."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import AuditRecord
from partyorgs.actions import assign_liaison_officer, end_liaison
from partyorgs.models import LiaisonAssignment
from tests.factories import SocietyFactory, UserFactory, approve, submitted

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


# Many at once

MANY = URL + "assign-many/"


def listed(client, **query) -> list[str]:
    """The keys of the societies offered."""
    page = client.get(MANY, query).content.decode()
    return re.findall(r'name="societies" value="(\d+)"', page)


def many(*societies, **fields):
    officer = {key: value for key, value in OFFICER.items() if key != "society"}
    return {"societies": [society.pk for society in societies], **officer, **fields}


def test_only_what_nothing_covers_is_listed(client, committee, assignment):
    covered = approve().society  # with an organization
    bare = SocietyFactory(name="吉林省化学会")
    SocietyFactory(membership="applicant", member_from=None)
    assert covered.organization_memberships.exists()
    assert listed(client) == listed(client, members="unknown") == [str(bare.pk)]
    assert listed(client, members="none") == listed(client, discipline="B") == []


def test_an_officer_goes_to_many_after_a_preview(client, committee):
    one, two = SocietyFactory(name="吉林省化学会"), SocietyFactory(name="吉林省声学学会")
    page = client.post(MANY, many(one, two)).content.decode()
    assert "向 2 个学会选派韩冬" in page and not LiaisonAssignment.objects.exists()
    page = client.post(MANY, many(one, two, confirmed="1"), follow=True).content.decode()
    assert "已向 2 个学会选派韩冬" in page
    assert LiaisonAssignment.objects.filter(officer_name="韩冬").count() == 2
    assert AuditRecord.objects.filter(action="decide").count() == 2


def test_what_is_covered_since_the_preview_is_skipped_and_told(client, committee, assignment):
    other = SocietyFactory(name="吉林省化学会")
    page = client.post(MANY, many(assignment.society, other, confirmed="1"), follow=True)
    said = page.content.decode()
    assert "已向 1 个学会选派" in said and "1 个学会已有党组织或联络员" in said
    assert LiaisonAssignment.objects.count() == 2


def test_nothing_ticked_is_asked_again_with_what_was_typed(client, committee, society):
    page = client.post(MANY, many()).content.decode()
    assert "请先勾选学会。" in page and 'value="韩冬"' in page
    assert client.post(MANY, many(society, officer_name="")).status_code == 200
    assert not LiaisonAssignment.objects.exists()


def test_an_officer_whose_society_has_members_now_is_flagged(client, committee):
    society = SocietyFactory(name="吉林省声学学会")
    assignment = assign_liaison_officer(
        society, by=committee, officer_name="韩冬", officer_unit="吉林大学", on=dt.date(2017, 6, 1)
    )
    filing = submitted(society)  # with three full members in the secretariat
    client.force_login(UserFactory(role=Role.REVIEWER))
    review = client.get(f"/admin/filings/filing/{filing.pk}/change/").content.decode()
    assert "韩冬，仍在任；秘书处已有党员，可建独立党支部（第3条）" in review
    approve(filing)
    client.force_login(committee)
    assert "可建独立党支部（第3条）" in client.get(URL).content.decode()
    assert f"/{assignment.pk}/change/" in client.get(URL + "?outlived=yes").content.decode()
    client.post(f"{URL}{assignment.pk}/end/", {"on": "2017-11-05", "reason": "已建独立党支部"})
    assert "可建独立党支部" not in client.get(URL).content.decode()


def test_an_assignment_ends_once(client, committee, assignment):
    end_liaison(assignment.pk, by=committee, on=dt.date(2017, 11, 5), reason="换人")
    with pytest.raises(ValidationError, match="已经结束"):
        end_liaison(assignment.pk, by=committee, on=dt.date(2017, 11, 6), reason="又换人")


def test_the_list_to_choose_from_takes_as_many_queries_for_many(
    client, committee, django_assert_num_queries
):
    SocietyFactory()
    client.get(MANY)
    with CaptureQueriesContext(connection) as few:
        client.get(MANY)
    for _ in range(5):
        SocietyFactory()
    with django_assert_num_queries(len(few)):
        client.get(MANY)
