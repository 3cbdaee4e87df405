"""The register in the admin: what the administrator enters and changes, and its history."""

import datetime as dt

import pytest

from accounts.enums import Role
from filings.models import Obligation
from societies.models import PartyBody, Society, SupportUnit
from tests.factories import CycleFactory, SocietyFactory, SupportUnitFactory, UserFactory

pytestmark = pytest.mark.django_db
URL = "/admin/societies/society/"
NEW = {
    "name": "吉林省量子学会",
    "discipline": "A",
    "place_code": "220100",
    "membership": "applicant",
}


@pytest.fixture(autouse=True)
def autumn(settings):
    settings.BUSINESS_DATE = dt.date(2017, 11, 6)


@pytest.fixture
def admin(client):
    user = UserFactory(role=Role.ADMINISTRATOR, name="罗海燕")
    client.force_login(user)
    return user


def text(response) -> str:
    return response.content.decode()


def test_an_applicant_is_entered_admitted_and_owes_its_filing(client, admin):
    CycleFactory()
    client.post(URL + "enter/", NEW)
    society = Society.objects.get()
    assert text(client.get(f"{URL}{society.pk}/change/")).count("办理入会") == 1
    client.post(f"{URL}{society.pk}/admit/", {"on": "2017-11-06", "basis": "批复〔2017〕3号"})
    assert Obligation.objects.get(society=society).due == dt.date(2017, 11, 13)
    history = text(client.get(f"{URL}{society.pk}/history/"))
    assert "批复〔2017〕3号" in history and "罗海燕" in history
    assert "<del>申请入会</del> → 团体会员" in history


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": ""}, "这个字段是必填项。"),
        ({"discipline": ""}, "这个字段是必填项。"),
        ({"membership": "member"}, "团体会员须填写入会日期"),
        ({"membership": "member", "member_from": "2018-01-01"}, "日期不能晚于今天。"),
        ({"support_unit": "不存在的大学"}, "名册里没有这个支撑单位。"),
        ({"name": "吉林省光学学会"}, "名册里已有叫这个名称的学会。"),
        ({"slug": "省 学会"}, "字母，数字"),
    ],
)
def test_a_wrong_society_is_asked_again_and_nothing_is_lost(client, admin, wrong, says):
    SocietyFactory(name="吉林省光学学会")
    page = text(client.post(URL + "enter/", {**NEW, "short_name": "省量子学会", **wrong}))
    assert says in page and 'value="省量子学会"' in page
    assert Society.objects.count() == 1


def test_a_society_is_changed_and_renamed(client, admin):
    society = SocietyFactory(name="吉林省旧名会", support_unit=None)
    SupportUnitFactory(name="吉林大学")
    kept = {"discipline": "B", "place_code": "220100", "operating_state": "active"}
    client.post(f"{URL}{society.pk}/edit/", {**kept, "support_unit": "吉林大学"})
    client.post(f"{URL}{society.pk}/rename/", {"name": "吉林省新名会", "on": "2017-06-01"})
    society = Society.objects.get()
    assert (society.discipline, society.support_unit.name) == ("B", "吉林大学")
    assert society.name == "吉林省新名会"
    history = text(client.get(f"{URL}{society.pk}/history/"))
    assert "<del>理科</del> → 工科" in history and "支撑单位：吉林大学" in history


def test_a_deregistered_society_says_since_when(client, admin):
    society = SocietyFactory()
    kept = {"discipline": "A", "place_code": "220100", "operating_state": "deregistered"}
    page = text(client.post(f"{URL}{society.pk}/edit/", kept))
    assert "已注销的学会须填写注销日期。" in page


def test_a_new_council_follows_the_last(client, admin):
    society = SocietyFactory()
    term = {"number": "5", "starts_on": "2017-06-01", "ends_on": "2022-06-01"}
    client.post(f"{URL}{society.pk}/term/", term)
    assert society.council_terms.get().number == 5
    page = text(client.get(f"{URL}{society.pk}/term/"))
    assert 'value="6"' in page and 'value="2022-06-01"' in page
    again = text(client.post(f"{URL}{society.pk}/term/", term))
    assert "已经存在" in again


def test_leaving_needs_a_reason(client, admin):
    society = SocietyFactory()
    client.post(f"{URL}{society.pk}/leave/", {"on": "2017-11-06", "reason": " "})
    assert Society.objects.get().membership == "member"
    client.post(f"{URL}{society.pk}/leave/", {"on": "2017-11-06", "reason": "自愿退会"})
    assert Society.objects.get().left_reason == "自愿退会"


def test_units_and_party_bodies_are_entered(client, admin):
    client.post("/admin/societies/supportunit/enter/", {"name": "吉林大学", "phone": "15400001234"})
    unit = SupportUnit.objects.get()
    body = {"name": "中共吉林大学委员会", "kind": "support_unit", "support_unit": "吉林大学"}
    client.post("/admin/societies/partybody/enter/", body)
    assert PartyBody.objects.get().support_unit == unit
    page = text(client.get(f"/admin/societies/supportunit/{unit.pk}/history/"))
    assert "添加支撑单位" in page and "15400001234" not in page


def test_history_asks_no_more_queries_when_it_is_longer(
    client, admin, django_assert_max_num_queries
):
    society = SocietyFactory()
    for code in ("220200", "220300", "220100"):
        kept = {"discipline": "A", "place_code": code, "operating_state": "active"}
        client.post(f"{URL}{society.pk}/edit/", {**kept, "support_unit": society.support_unit.name})
    with django_assert_max_num_queries(13):
        client.get(f"{URL}{society.pk}/history/")
