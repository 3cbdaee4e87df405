"""One story: a late society from proposal to notice, its defence refused, penalties in force, a
project refused, rectification, lifting."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from accounts import clock
from accounts.enums import Role
from ledger.inspection.models import Penalty
from ledger.inspection.proposing import inspect
from tests.browser.test_registration_story import PASSWORD, Visitor
from tests.factories import (
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    approve,
    secretary_of,
    submitted,
)

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.date(2018, 1, 22)
NAME = "吉林省造纸学会"
PAGE = "/inspection/2017/paper/"


class Person(Visitor):
    def go(self, path):
        self.page.goto(self.server + path)
        self.look()

    def look_on_a_phone(self):
        self.page.set_viewport_size({"width": 360, "height": 800})
        assert self.page.evaluate("document.documentElement.scrollWidth") == 360
        self.axe(self.page)
        self.page.set_viewport_size({"width": self.width, "height": 800})

    def says(self, text):
        expect(self.page.get_by_text(text).first).to_be_visible()


def at(day: dt.date):
    return clock.pretend(dt.datetime.combine(day, dt.time(9), clock.now().tzinfo))


@pytest.fixture
def society(settings):
    """It established its branch in time and filed a week late; the inspection has proposed."""
    society = SocietyFactory(name=NAME, slug="paper", charter_has_party_building=True)
    obligation = ObligationFactory(society=society)
    with at(dt.date(2017, 11, 27)):
        filing = submitted(society)
    with at(dt.date(2017, 12, 5)):
        approve(filing)
    with at(dt.date(2018, 1, 15)):
        inspect(obligation.cycle, on=dt.date(2018, 1, 15))
    settings.BUSINESS_DATE = DAY
    return society


@pytest.fixture
def people(society, new_context, live_server, axe):
    accounts = {
        "secretary": secretary_of(society),
        "reviewer": UserFactory(role=Role.REVIEWER, name="许晴"),
        "committee": UserFactory(role=Role.COMMITTEE, name="郑立群"),
    }
    found = []
    for user in accounts.values():
        user.set_password(PASSWORD)
        user.save()
        page = new_context(viewport={"width": 1280, "height": 800}).new_page()
        person = Person(page, live_server.url, 1280, axe)
        person.sign_in(user.username)
        found.append(person)
    return found


def answer(secretary, kind, cells):
    """Fill a small kind in, check it and submit."""
    secretary.press(f"开始填写{kind}")
    secretary.look_on_a_phone()
    secretary.fill(cells, row=0)
    secretary.press(re.compile("核对并提交"))
    secretary.look()
    secretary.page.get_by_label(re.compile("本会已核实以上内容")).check()
    receiver = "省科技社团党委" if kind == "申辩书" else "省科协"
    secretary.press(f"提交给{receiver}")
    secretary.says(f"已提交给{receiver}")


def review(decider, kind):
    """From the queue to one's own desk."""
    decider.go(f"/admin/filings/filing/?kind={kind}&show=all")
    decider.page.get_by_role("link", name=NAME).click()
    decider.press("审核")
    decider.look()


def test_late_society_from_proposal_to_lifting(people):
    secretary, reviewer, committee = people

    reviewer.go("/inspection/2017/?show=notice")
    reviewer.page.get_by_role("link", name=NAME).click()
    reviewer.says("晚于应报截止")
    reviewer.press("送达告知书")
    reviewer.says("吉科协告字〔2018〕1号")
    reviewer.look()

    secretary.go("/")
    secretary.says("还剩 10 天可以申辩")
    secretary.look_on_a_phone()
    secretary.go("/inspection/own/")
    secretary.look_on_a_phone()
    answer(secretary, "申辩书", {"申辩理由": "支撑单位党组织批复迟延。"})

    review(committee, "defence")
    committee.page.get_by_label("理由", exact=True).fill("批复与报送无关。")
    committee.press("作出决定：不采纳")
    committee.says("不予采纳")
    committee.go("/inspection/2017/?show=decide")
    committee.page.get_by_role("link", name=NAME).click()
    committee.page.get_by_label("文号").fill("吉科协决字〔2018〕7号")
    committee.press("作出决定")
    committee.says("执行中")
    committee.look()
    committee.page.emulate_media(media="print")  # a print says which society it is about
    expect(committee.page.get_by_role("heading", name=NAME)).to_be_visible()
    committee.page.emulate_media(media="screen")

    secretary.go("/inspection/own/")
    secretary.says("不能申报承担省科协项目")
    assert secretary.page.get_by_role("button", name="开始填写项目申报").count() == 0
    secretary.go(PAGE)
    secretary.look_on_a_phone()
    answer(
        secretary,
        "整改报告",
        {"整改情况": "台账已补报并经批准。", "整改完成日期": "2018年1月20日"},
    )

    review(reviewer, "rectification")
    reviewer.page.locator("[data-key=A]").click()
    reviewer.says("已批准")
    committee.go(PAGE)
    committee.says("建议解除")
    for box in committee.page.locator("[name=codes]").all():
        box.check()
    committee.page.get_by_label("解除理由").fill("已建立独立党支部，台账经审核批准。")
    committee.page.get_by_label("文号").fill("吉科协决字〔2018〕15号")
    committee.press("作出解除决定")
    committee.says("2018-01-22 解除")
    committee.look()
    assert Penalty.objects.filter(lift=None).count() == 1  # 通报批评 is done

    secretary.go("/inspection/own/")
    expect(secretary.page.get_by_role("button", name="开始填写项目申报")).to_be_visible()
    secretary.go(f"/inspection/standing/paper/?on={DAY}")
    secretary.says("年检视为不合格")
    secretary.look_on_a_phone()
