"""/ for each role; the secretary's task list."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from filings import actions
from tests.factories import (
    CycleFactory,
    FilingFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    cadre,
    claimed,
    document,
    secretary_of,
    submitted,
)

pytestmark = pytest.mark.django_db


def home(client, society, query="") -> str:
    client.force_login(secretary_of(society))
    response = client.get(f"/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.REVIEWER, "/admin/filings/filing/"),
        (Role.COMMITTEE, "/admin/filings/filing/"),
        (Role.ADMINISTRATOR, "/admin/"),
        (Role.LEADER, "/coverage/"),
    ],
)
def test_staff_and_leaders_land_on_their_own_page(client, role, place):
    client.force_login(UserFactory(role=role))
    assert client.get("/").url == place


def test_liaison_officer_is_told_that_there_is_nothing_yet(client):
    client.force_login(UserFactory(role=Role.LIAISON_OFFICER))
    assert "还没有要办理的事" in client.get("/").content.decode()


def test_secretary_without_a_society_is_told_whom_to_ask(client):
    client.force_login(UserFactory(role=Role.SECRETARY))
    assert "请联系省科协" in client.get("/").content.decode()


def test_before_the_start_it_shows_deadline_consequences_and_one_button(client):
    CycleFactory(
        contacts=[{"for": "填报", "name": "学会学术部 梁静", "phone": "0431-5550 0101"}],
        email="dangjian@example.org",
    )
    html = home(client, ObligationFactory(society=SocietyFactory(name="吉林省物理学会")).society)
    assert "还剩 <b>14</b> 天" in html
    assert "2017年11月20日（星期一）24时前提交" in html
    assert html.count("开始填报") == 1
    assert html.count("未开始") == 5
    for words in (
        "通报批评",
        "不能参与评优",
        "年检视为不合格",
        "换届暂缓",
        "不能申报承担省科协项目",
    ):
        assert words in html
    assert 'href="/policy/#note-3"' in html
    assert "梁静" in html and "0431-5550 0101" in html and "dangjian@example.org" in html
    assert "秘书处有没有党员？" in html and 'href="/policy/#article-3"' in html


def test_tasks_say_what_is_missing_and_what_is_to_mend(client):
    society = SocietyFactory()
    content = document(
        society,
        cadres=[cadre(name="孙立新", joined_party_on="", work_unit=""), cadre(), cadre()],
    )
    content["rows"]["council"][1]["phone"] = "154000003"
    content["rows"]["council"][2]["party_status"] = "党员"
    filing = FilingFactory(society, content=content)
    html = home(client, society)
    assert "5 部分已完成 2 部分" in html
    assert "3 人，还差 2 项：孙立新的入党日期、孙立新的工作单位" in html
    assert "3 人，1 处必须修改，1 处请您确认" in html
    assert "填写中" in html and "待修改" in html and "已完成" in html
    assert "继续填写：表2 秘书处党员" in html
    assert f'href="/filings/{filing.pk}/table2/"' in html
    assert "秘书处有正式党员 3 人" in html


def test_finished_draft_leads_to_the_check_page(client):
    filing = FilingFactory()
    html = home(client, filing.society)
    assert "5 部分已完成 4 部分" in html
    assert f'href="/filings/{filing.pk}/check/"' in html


def test_submitted_filing_leads_to_its_receipt(client):
    filing = submitted()
    html = home(client, filing.society)
    assert filing.receipt in html
    assert f'href="/filings/{filing.pk}/receipt/"' in html
    assert f'href="/filings/{filing.pk}/table1/"' not in html


def test_returned_filing_counts_the_days_until_its_own_due_date(client):
    filing = claimed()
    actions.return_filing(
        filing.pk, by=filing.claimed_by, version=1, reason="unclear", text="请写全。"
    )
    html = home(client, filing.society)
    assert "请写全。" in html
    assert "还剩 <b>7</b> 天" in html


def test_late_secretary_is_told_how_many_days(client, settings):
    society = ObligationFactory().society
    settings.BUSINESS_DATE = dt.date(2017, 11, 27)
    assert "已逾期 <b>7</b> 天" in home(client, society)


def test_secretary_of_two_societies_chooses(client):
    first, second = ObligationFactory().society, ObligationFactory().society
    user = secretary_of(first)
    second.accounts.create(user=user)
    client.force_login(user)
    html = client.get(f"/?society={second.slug}").content.decode()
    assert f"<h1>{second}</h1>" in html
    assert f'href="/?society={first.slug}"' in html
    assert f"?society={second.slug}" not in home(client, ObligationFactory().society)


def test_cost_does_not_grow_with_the_people(client):
    numbers = []
    for people in (3, 30):
        society = SocietyFactory()
        FilingFactory(society, content=document(society, cadres=[cadre() for _ in range(people)]))
        client.force_login(secretary_of(society))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_sign_in_page_says_until_when_and_whom_to_ask(client):
    assert "前填报" not in client.get("/accounts/login/").content.decode()
    contacts = [{"for": "填报联系", "name": "学会部", "phone": "0431-12345678"}]
    CycleFactory(contacts=contacts)
    page = client.get("/accounts/login/").content.decode()
    assert "2017年11月20日" in page
    assert "0431-12345678" in page
