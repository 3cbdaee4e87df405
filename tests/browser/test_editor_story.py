"""A first filing as a new secretary would try it, from sign-in to receipt; counts what the hands
do."""

import pytest
from playwright.sync_api import expect

from filings.models import Filing
from tests.factories import ObligationFactory, SocietyFactory, secretary_of

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "partyreg-2017"
NAMES = [a + b for a in "何韩徐唐" for b in ("志远", "冬梅", "国强", "思远", "晓岚")]
ROSTER = "姓名\t性别\t学会职务\t联系电话\t党组织关系所在单位\t党员类别\n" + "\n".join(
    f"{name}\t{'女' if name[1:] in ('冬梅', '晓岚') else '男'}\t"
    f"{'理事长' if n == 0 else '常务理事'}\t1540000{n:04}\t吉林大学物理学院党委\t正式党员"
    for n, name in enumerate(NAMES)
)
FIGURES = ["6", "3", "0", "24", "1", "1"]
HEAD = ["何志远", "58", "", "大学本科", "中共党员", "理事长", "15400000000"]
LEADER = ["", "高文博", "46", "", "大学本科", "2017年9月", "秘书长", "15400001001"]
CADRES = [("高文博", "秘书长"), ("林雨欣", "办公室主任"), ("孙立新", "干事"), ("罗嘉怡", "干事")]


class Hands:
    """Types and clicks, and counts: a character or key is a keystroke, a choice from a list two
    clicks."""

    def __init__(self, page):
        self.page, self.keys, self.clicks = page, 0, 0

    def click(self, target):
        self.clicks += 1
        target.click()

    def type(self, text):
        self.keys += len(text)
        self.page.keyboard.insert_text(text)

    def press(self, key):
        self.keys += 1
        self.page.keyboard.press(key)

    def choose(self, label, option):
        self.clicks += 2
        self.page.get_by_label(label, exact=True).select_option(option)

    def fill(self, label, text):
        self.click(self.page.get_by_label(label, exact=True))
        self.type(text)

    def across(self, texts):
        """From the cell that has the focus, cell by cell."""
        for index, text in enumerate(texts):
            if index:
                self.press("Tab")
            if text:
                self.type(text)

    def button(self, name):
        self.click(self.page.get_by_role("button", name=name))


def begin(page, live_server, hands, user):
    page.goto(f"{live_server.url}/")
    hands.fill("用户名", user.username)
    hands.fill("密码", PASSWORD)
    hands.press("Enter")
    hands.button("开始填报")


def table_1(page, hands):
    hands.click(page.get_by_label("工作人员总数", exact=True))
    hands.across(FIGURES)
    hands.click(page.locator(".roster__row").last.get_by_label("姓名"))
    hands.across(HEAD)
    hands.button("下一部分")


def organization(page, hands):
    hands.choose("党组织类型", "独立党支部")
    hands.fill("建立党组织时间", "2017年9月")
    hands.across(["", "吉林大学物理学院党委", "5000", "60", "吉大物党发〔2017〕12号", "2017.9.18"])
    hands.click(page.locator(".roster__row").last.get_by_label("所属党组织类型"))
    hands.across(LEADER)
    hands.button("下一部分")


def table_2(page, hands):
    for number, (name, post) in enumerate(CADRES):
        if number:
            hands.button("添加一人")
            expect(page.get_by_label("姓名", exact=True)).to_have_value("")
        hands.fill("姓名", name)
        hands.choose("性别", "男" if number % 2 == 0 else "女")
        hands.fill("出生日期", f"197{number}年4月")
        hands.across(["", "汉族", "吉林省德惠市", "2003年6月"])
        hands.choose("学历", "大学本科")
        hands.fill("学位", "学士")
        unit = "吉林大学物理学院"
        hands.across(
            ["", "讲师", unit, post, f"1540000100{number + 1}", f"user{number}@example.org"]
        )
        hands.across(["", unit, "吉林大学物理学院党委"])
        hands.choose("党员类别", "正式党员" if number < 3 else "预备党员")
        hands.choose("专职或兼职", "专职" if number < 3 else "兼职")
    hands.button("下一部分")


def table_3(page, hands):
    hands.click(page.get_by_text("粘贴多行", exact=True))
    hands.click(page.get_by_label("从 WPS 或 Excel 复制几行"))
    hands.keys += 2  # Ctrl+V
    page.keyboard.insert_text(ROSTER)
    hands.button("放入表中")
    expect(page.get_by_text("已粘贴 20 行")).to_be_visible()
    hands.button("核对并提交")


def test_first_filing_from_sign_in_to_receipt(page, live_server, width, axe, record_property):
    obligation = ObligationFactory(society=SocietyFactory(name="吉林省物理学会"))
    user = secretary_of(obligation.society)
    user.set_password(PASSWORD)
    user.save()
    hands = Hands(page)
    begin(page, live_server, hands, user)
    parts = {
        "table1": table_1,
        "organizations": organization,
        "table2": table_2,
        "table3": table_3,
    }
    for slug, fill in parts.items():
        page.wait_for_url(f"**/{slug}/")
        axe(page)
        fill(page, hands)
    page.wait_for_url("**/check/")
    expect(page.get_by_text("没有错误")).to_be_visible()
    axe(page)
    hands.click(page.get_by_label("本会已核实以上内容"))
    hands.button("提交给省科协")
    filing = Filing.objects.get()
    expect(page.get_by_role("heading", name="提交回执")).to_be_visible()
    expect(page.get_by_text(filing.receipt, exact=True)).to_be_visible()
    axe(page)
    assert len(filing.document["rows"]["council"]) == 20
    assert [row["name"] for row in filing.document["rows"]["cadres"]] == [n for n, _ in CADRES]
    record_property(
        "said", f"{width} px: {hands.keys} keystrokes, {hands.clicks} clicks, sign-in to receipt"
    )
