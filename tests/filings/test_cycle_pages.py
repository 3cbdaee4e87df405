"""Campaigns and extensions in the admin."""

import datetime as dt

import pytest

from accounts.enums import Role
from filings.models import Cycle, ExtendedObligation, Extension, Obligation
from tests.factories import CycleFactory, ObligationFactory, SocietyFactory, UserFactory

pytestmark = pytest.mark.django_db
CYCLES, GRANT = "/admin/filings/cycle/", "/admin/filings/extension/grant/"
CYCLE = {
    "year": "2018",
    "title": "2018年度党建信息填报",
    "document_title": "2018年党建工作要点",
    "document_number": "吉科协发学字〔2018〕1号",
    "opens_on": "2018-05-02",
    "deadline": "2018-11-20",
    "reporting_date": "2018-11-20",
    "goal_percent": "95",
    "goal_date": "2018-12-31",
    "inspection_year": "2019",
    "resubmission_days": "7",
    "branch_full_members": "3",
    "group_members": "3",
    "stamped_scan": "approval",
    "contacts-TOTAL_FORMS": "2",
    "contacts-INITIAL_FORMS": "0",
    "contacts-0-matter": "填报",
    "contacts-0-name": "梁静",
    "contacts-0-phone": "0431-55500101",
}


@pytest.fixture(autouse=True)
def autumn(settings):
    settings.BUSINESS_DATE = dt.date(2017, 11, 6)


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR, name="罗海燕"))


@pytest.fixture
def committee(client):
    client.force_login(UserFactory(role=Role.COMMITTEE))


def text(response) -> str:
    return response.content.decode()


def test_a_cycle_is_entered_with_contacts_and_opened(client, admin):
    SocietyFactory(), SocietyFactory()
    SocietyFactory(membership="applicant", member_from=None)
    client.post(CYCLES + "enter/", CYCLE)
    cycle = Cycle.objects.get()
    assert cycle.contacts == [{"for": "填报", "name": "梁静", "phone": "0431-55500101"}]
    assert "2 个还没有本周期的填报义务" in text(client.get(f"{CYCLES}{cycle.pk}/open/"))
    page = client.post(f"{CYCLES}{cycle.pk}/open/", follow=True)
    assert "新增 2 项填报义务" in text(page)
    assert set(Obligation.objects.values_list("due", flat=True)) == {dt.date(2018, 11, 20)}
    assert "填报：梁静 0431-55500101" in text(client.get(f"{CYCLES}{cycle.pk}/history/"))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"deadline": "2018-04-01"}, "须依次排列"),
        ({"contacts-0-phone": ""}, "联系人没有填完整"),
        ({"year": "2017"}, "已存在"),
    ],
)
def test_a_wrong_cycle_is_asked_again(client, admin, wrong, says):
    CycleFactory()
    page = text(client.post(CYCLES + "enter/", {**CYCLE, **wrong}))
    assert says in page and 'value="梁静"' in page
    assert Cycle.objects.count() == 1


def test_what_societies_were_told_stays_once_a_cycle_is_open(client, admin):
    cycle = ObligationFactory().cycle
    told = {**CYCLE, "year": "2017", "opens_on": "2017-05-02", "goal_date": "2018-12-31"}
    page = text(client.post(f"{CYCLES}{cycle.pk}/edit/", {**told, "deadline": "2017-12-20"}))
    assert "请党委办理展期" in page
    client.post(f"{CYCLES}{cycle.pk}/edit/", {**told, "deadline": "2017-11-20"})
    cycle.refresh_from_db()
    assert (cycle.title, cycle.deadline) == ("2018年度党建信息填报", dt.date(2017, 11, 20))


def asked(cycle, **fields):
    return {"cycle": cycle.pk, "until": "2017-12-05", "reason": "场地搬迁", **fields}


def test_a_filtered_set_is_previewed_and_extended(client, committee):
    cycle = CycleFactory()
    for discipline in "AAB":
        ObligationFactory(cycle=cycle, society=SocietyFactory(discipline=discipline))
    ObligationFactory(
        cycle=cycle, society=SocietyFactory(discipline="A"), due=dt.date(2017, 12, 31)
    )
    chosen = asked(cycle, discipline="A", filed="no")
    page = text(client.get(GRANT, chosen))
    assert "2 个学会展期至 2017年12月5日" in page and "另有 1 个学会" in page
    assert not Extension.objects.exists()
    page = text(client.post(GRANT, chosen, follow=True))
    assert "已给 2 个学会展期至2017年12月5日" in page
    extension = Extension.objects.get()
    assert extension.chosen_by == "未报的；学科：理科"
    assert ExtendedObligation.objects.count() == 2
    moved = f"/admin/filings/obligation/?extensions__extension={extension.pk}"
    assert moved in text(client.get(f"/admin/filings/extension/{extension.pk}/change/"))
    assert "2 应报义务" in text(client.get(moved))


def test_an_obligation_says_how_it_was_moved(client, committee):
    obligation = ObligationFactory()
    client.post(GRANT, asked(obligation.cycle))
    page = text(client.get(f"/admin/filings/obligation/{obligation.pk}/change/"))
    assert "2017年11月20日" in page and "2017年12月5日" in page and "场地搬迁" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"reason": ""}, "这个字段是必填项。"),
        ({"until": "明年"}, "输入一个有效的日期"),
        ({"until": "2017-11-20"}, "没有应报截止日早于2017年11月20日的学会。"),
    ],
)
def test_a_wrong_extension_moves_nothing(client, committee, wrong, says):
    obligation = ObligationFactory()
    assert says in text(client.post(GRANT, asked(obligation.cycle, **wrong)))
    assert not Extension.objects.exists()
