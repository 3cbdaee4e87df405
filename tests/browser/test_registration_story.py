"""One story: a secretary files Tables 1–3, a reviewer returns and approves, coverage changes."""

import re

import pytest
from playwright.sync_api import expect

from accounts.enums import Role
from accounts.models import AuditRecord
from filings.models import Filing
from members.models import Person
from tests.factories import ObligationFactory, SocietyFactory, UserFactory, secretary_of

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "partyreg-2017"

TABLE_1 = {
    "工作人员总数": "6",
    "专职人员数": "3",
    "下辖党支部": "0",
    "党员总数": "4",
    "党的积极分子数量": "1",
    "党务干部数量": "1",
}
HEAD = {
    "姓名": "何志远",
    "年龄": "58",
    "学历": "大学本科",
    "政治面貌": "中共党员",
    "党内外职务": "理事长",
    "联系方式": "15400000110",
}
ORGANIZATION = {
    "党组织类型": "独立党支部",
    "建立党组织时间": "2017.9.18",
    "党组织关系隶属": "吉林大学物理学院党委",
    "党组织工作经费": "5千元",
    "党组织活动场所": "60㎡",
}
LEADER = {
    "姓名": "高文博",
    "年龄": "46",
    "学历": "大学本科",
    "任职时间": "2017年9月",
    "行政职务": "秘书长",
    "联系方式": "15400000123",
}
CADRE = {
    "性别": "男",
    "党员类别": "正式党员",
    "专职或兼职": "专职",
    "出生日期": "1971.2",
    "民族": "汉族",
    "籍贯": "吉林长春",
    "入党日期": "1998年12月",
    "学历": "大学本科",
    "工作单位": "吉林大学",
    "职务": "干事",
    "人事档案所在单位": "吉林大学",
    "党组织关系所在单位": "吉林大学物理学院党委",
}
COUNCIL = {
    "姓名": "何志远",
    "性别": "男",
    "学会职务": "理事长",
    "联系电话": "15400000110",
    "党组织关系所在单位": "吉林大学物理学院党委",
    "党员类别": "正式党员",
}


class Visitor:
    """Somebody at a browser: every page seen is checked for accessibility and width."""

    def __init__(self, page, server, width, axe):
        self.page, self.server, self.width, self.axe = page, server, width, axe

    def look(self):
        self.axe(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth") == self.width

    def sign_in(self, username):
        self.page.goto(f"{self.server}/accounts/login/")
        self.page.get_by_label("用户名").fill(username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.press("登录")
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()
        self.look()

    def press(self, name, **kwargs):
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, **kwargs).first.click()

    def fill(self, cells, row=-1):
        """Type texts into the cells of a row, by the labels of the official tables; blank rows that
        the page offers may grow below it."""
        main = self.page.locator("main")
        for label, text in cells.items():
            cell = main.get_by_label(label, exact=True).nth(row)
            if cell.evaluate("cell => cell.tagName") == "SELECT":
                cell.select_option(label=text)
            else:
                cell.fill(text)


@pytest.fixture
def people():
    society = SocietyFactory(name="吉林省物理学会")
    ObligationFactory(society=society)
    secretary = secretary_of(society)
    reviewer = UserFactory(role=Role.REVIEWER, name="许晴")
    leader = UserFactory(role=Role.LEADER)
    for user in (secretary, reviewer, leader):
        user.set_password(PASSWORD)
        user.save()
    return secretary, reviewer, leader


def fill_in(visitor):
    visitor.press("开始填报")
    visitor.fill(TABLE_1)
    visitor.press("添加一位负责人")
    visitor.fill(HEAD)
    visitor.look()
    visitor.press(re.compile("下一部分：党组织"))
    visitor.press("添加一个党组织")
    visitor.fill(ORGANIZATION)
    visitor.press("添加一位书记（组长）")
    visitor.fill(LEADER)
    visitor.look()
    visitor.press(re.compile("下一部分：表2"))
    for number, name in enumerate(["高文博", "林雨欣", "孙立新"]):
        visitor.press("添加一人")
        visitor.fill({"姓名": name, "手机号码": f"1540000{123 + number:04}", **CADRE})
    visitor.press("保存", exact=True)
    expect(visitor.page.get_by_text("正式党员 3 人").first).to_be_visible()
    visitor.look()
    visitor.press(re.compile("下一部分：表3"))
    visitor.fill(COUNCIL, row=0)
    visitor.look()
    visitor.press(re.compile("核对并提交"))


def submit(visitor):
    page = visitor.page
    expect(page.get_by_role("heading", name="核对并提交")).to_be_visible()
    expect(page.get_by_text("没有错误")).to_be_visible()
    visitor.look()
    page.get_by_label(re.compile("本会已核实以上内容")).check()
    visitor.press("提交给省科协")
    expect(page.get_by_text(re.compile(r"DJ2017-\d{4}")).first).to_be_visible()
    visitor.look()


def test_from_sign_in_to_a_changed_coverage_rate(
    page, new_context, live_server, width, axe, people
):
    secretary, reviewer, leader = people
    size = {"width": width, "height": 800}
    files, decides, reads = (
        Visitor(opened, live_server.url, width, axe)
        for opened in (page, *(new_context(viewport=size).new_page() for _ in range(2)))
    )

    reads.sign_in(leader.username)
    reads.page.goto(f"{live_server.url}/coverage/")
    expect(reads.page.get_by_text("0.0").first).to_be_visible()
    reads.look()

    files.sign_in(secretary.username)
    fill_in(files)
    submit(files)

    decides.sign_in(reviewer.username)
    decides.page.goto(f"{live_server.url}/admin/filings/filing/")
    decides.page.get_by_role("link", name="吉林省物理学会").click()
    expect(decides.page.get_by_text("154****0123").first).to_be_visible()
    assert Person.objects.count() == 0
    decides.look()
    decides.press("审核")
    decides.press("批准")
    expect(decides.page.get_by_text("已批准").first).to_be_visible()
    decides.look()

    assert Filing.objects.get().state == "approved"
    assert Person.objects.count() == 4
    assert AuditRecord.objects.filter(action="decide", by=reviewer).count() == 1
    reads.page.reload()
    expect(reads.page.get_by_text("100.0").first).to_be_visible()
    reads.page.clock.install()
    reads.page.goto(f"{live_server.url}/coverage/?screen=1")
    reads.look()
    with reads.page.expect_navigation():
        reads.page.clock.run_for("05:01")
