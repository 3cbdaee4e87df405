"""The sheet under the fingers: keys, pasted blocks, findings while typing."""

import pytest
from playwright.sync_api import expect

from filings import actions, comments
from tests.browser.editor import (
    address,
    cell,
    council,
    expect_saved,
    open_draft,
    sign_in,
    stored,
    stored_cell,
    type_into,
)
from tests.factories import SocietyFactory, cadre, claimed, document, secretary_of

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE = [
    ["何志远", "男", "理事长", "15400000110", "吉林大学物理学院党委"],
    ["韩冬梅", "女", "副理事长", "15400000207", "东北师范大学物理学院党委"],
]


def paste(locator, *, text="", html=""):
    """A paste as the browser makes it from the clipboard of WPS or Excel."""
    locator.evaluate(
        """(target, [text, html]) => {
            const data = new DataTransfer();
            if (text) data.setData("text/plain", text);
            if (html) data.setData("text/html", html);
            const event = new ClipboardEvent("paste",
                {clipboardData: data, bubbles: true, cancelable: true});
            target.dispatchEvent(event);
        }""",
        [text, html],
    )


def people(filing, **kwargs):
    return [
        [row.get(name, "") for name in ("name", "sex", "society_post", "phone")]
        for row in stored(filing)["rows"]["council"]
    ]


def test_enter_goes_down_and_tab_goes_right(page, live_server):
    filing = open_draft(page, live_server)
    first = cell(page, council(filing, 0, "phone"))
    first.focus()
    first.press("Enter")
    expect(cell(page, council(filing, 1, "phone"))).to_be_focused()
    page.keyboard.press("Shift+Enter")
    expect(first).to_be_focused()
    page.keyboard.press("Tab")
    expect(cell(page, council(filing, 0, "party_relation_unit"))).to_be_focused()
    assert page.url == address(live_server, filing, "table3")


def test_enter_goes_to_the_next_cell_of_a_card_and_submits_nothing(page, live_server):
    filing = open_draft(page, live_server, "table1")
    cell(page, "staff_count").press("Enter")
    expect(cell(page, "full_time_staff")).to_be_focused()
    assert page.url == address(live_server, filing, "table1")


def test_typing_into_the_last_row_goes_on_without_a_button(page, live_server, width):
    filing = open_draft(page, live_server)
    for name in ("何志远", "韩冬梅", "徐国强"):
        row = page.locator(f"#{page.locator('.roster__row').last.get_attribute('id')}")
        if width == 360:
            row.get_by_role("link", name="修改").click()
        row.get_by_label("姓名").fill(name)
        row.get_by_label("联系电话").fill("15400000110")
        row.get_by_label("联系电话").press("Tab")
    expect_saved(page)
    assert [row["name"] for row in stored(filing)["rows"]["council"][3:]] == [
        "何志远", "韩冬梅", "徐国强",
    ]  # fmt: skip


@pytest.mark.parametrize(("sort", "with_header"), [("text", True), ("html", False)])
def test_block_from_a_spreadsheet_becomes_rows(page, live_server, sort, with_header):
    filing = open_draft(page, live_server)
    header = [["姓名", "性别", "学会职务", "联系电话", "党组织关系所在单位"]] if with_header else []
    block = header + PEOPLE * 15
    last = page.locator(".roster__row").last.get_by_label("姓名")
    if sort == "text":
        paste(last, text="\n".join("\t".join(row) for row in block))
    else:
        cells = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in block)
        paste(last, text="ignored", html=f"<html><table>{cells}</table></html>")
    expect(page.get_by_text("已粘贴 30 行")).to_be_visible()
    assert people(filing)[3:] == [row[:4] for row in PEOPLE * 15]


def test_block_pasted_over_cells_being_typed_loses_neither(page, live_server):
    filing = open_draft(page, live_server)
    cell(page, council(filing, 0, "name")).fill("还没保存")
    paste(cell(page, council(filing, 1, "name")), text="何志远\t男\t多出来\n韩冬梅\t女")
    expect(page.get_by_text("已粘贴 2 行")).to_be_visible()
    assert [row[0] for row in people(filing)] == ["还没保存", "何志远", "韩冬梅"]


def test_merged_cells_and_what_does_not_fit_are_shown(page, live_server):
    filing = open_draft(page, live_server)
    table = (
        "<table><tr><td>姓名</td><td>党组织关系所在单位</td><td>备注</td></tr>"
        "<tr><td>何志远</td><td rowspan=2>吉林大学<br>党委</td><td>返聘</td></tr>"
        "<tr><td>韩冬梅</td><td></td></tr></table>"
    )
    paste(page.locator(".roster__row").last.get_by_label("姓名"), html=table)
    expect(page.get_by_text("粘贴的第 1 行“备注”：返聘")).to_be_visible()
    rows = stored(filing)["rows"]["council"][3:]
    assert [row["party_relation_unit"] for row in rows] == ["吉林大学\n党委"] * 2


def test_single_text_is_pasted_as_anywhere(page, live_server):
    filing = open_draft(page, live_server)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    target = cell(page, council(filing, 0, "name"))
    page.evaluate("navigator.clipboard.writeText('何志远')")
    target.fill("")
    target.press("ControlOrMeta+V")
    expect(target).to_have_value("何志远")


def test_error_appears_when_the_cell_is_left_and_goes_when_it_is_right(page, live_server, width):
    filing = open_draft(page, live_server)
    path = council(filing, 1, "phone")
    if width == 360:
        page.get_by_role("link", name="修改第 2 行").click()
    type_into(page, path, "154000003")
    note = page.locator(".finding--error")
    expect(note).to_contain_text("联系电话")
    expect(cell(page, path)).to_have_attribute("aria-invalid", "true")
    described = cell(page, path).get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_have_count(1)
    expect(page.locator("#summary")).to_contain_text("本部分有 1 处要处理")
    expect(page.locator(".sections")).to_contain_text("1 处要处理")
    page.locator("#summary a").click()
    expect(cell(page, path)).to_be_focused()
    type_into(page, path, "15400000319")
    expect(note).to_have_count(0)
    expect(page.locator("#summary")).to_have_count(0)
    expect(cell(page, path)).not_to_have_attribute("aria-invalid", "true")


def test_finding_across_cells_appears_without_leaving_the_part(page, live_server):
    open_draft(page, live_server, "table1")
    type_into(page, "full_time_staff", "99")
    expect(page.locator(".finding--error")).to_contain_text("不能多于工作人员总数（6）")
    type_into(page, "full_time_staff", "3")
    expect(page.locator(".finding--error")).to_have_count(0)


def test_question_is_answered_while_typing_goes_on(page, live_server):
    filing = open_draft(page, live_server)
    path = council(filing, 0, "party_status")
    type_into(page, path, "党员")
    # check() would look at the button afterwards, which is gone once the answer is saved.
    page.get_by_label("预备党员", exact=True).click()
    expect(cell(page, path)).to_have_value("预备党员")
    expect(page.locator(".finding--question")).to_have_count(0)
    assert stored_cell(filing, path) == "预备党员"


def test_explanation_is_saved_while_it_is_typed(page, live_server):
    open_draft(page, live_server, "table1")
    type_into(page, "party_member_count", "12")
    box = page.get_by_label("改正，或说明原因")
    why = "返聘人员 1 人，\n组织关系在原单位。"
    box.fill(why)
    box.press("Tab")
    expect_saved(page)
    page.reload()
    expect(page.get_by_label("改正，或说明原因")).to_have_value(
        "返聘人员 1 人，\n组织关系在原单位。"
    )


def test_advice_follows_table_2(page, live_server):
    society = SocietyFactory()
    content = document(society, cadres=[cadre(), cadre(), cadre(party_status="预备党员")])
    filing = open_draft(page, live_server, "table2", content=content)
    expect(page.get_by_text("不满 3 人")).to_be_visible()
    key = content["rows"]["cadres"][2]["key"]
    page.goto(address(live_server, filing, "table2") + f"?open={key}")
    page.get_by_label("党员类别").select_option("正式党员")
    expect(page.get_by_text("秘书处有正式党员 3 人")).to_be_visible()


def test_link_of_the_check_page_puts_the_focus_into_the_cell(page, live_server):
    filing = open_draft(page, live_server, "check")
    path = f"cadres/{filing.document['rows']['cadres'][1]['key']}/work_unit"
    page.locator(f'[id="cell-{path.replace("/", "-")}"] a').click()
    expect(cell(page, path)).to_be_focused()


def test_places_of_a_return_are_gone_through_and_answered(page, live_server, width, axe):
    filing = claimed()
    path = f"cadres/{filing.document['rows']['cadres'][1]['key']}/work_unit"
    comments.add_comment(filing.pk, by=filing.claimed_by, path=path, text="请写单位全称。")
    actions.return_filing(
        filing.pk,
        by=filing.claimed_by,
        version=1,
        reason="unclear",
        text="见各格。",
        cells=["staff_count"],
    )
    sign_in(page.context, live_server, secretary_of(filing.society))
    page.goto(address(live_server, filing, "table3"))
    expect(page.get_by_role("heading", name="2 处待修改")).to_be_visible()
    page.get_by_role("link", name="下一处").click()
    expect(cell(page, "staff_count")).to_be_focused()
    type_into(page, "staff_count", "8")
    expect(page.get_by_role("heading", name="1 处待修改")).to_be_visible()
    page.get_by_role("link", name="下一处").click()
    expect(cell(page, path)).to_be_focused()
    axe(page)
    page.get_by_label("答复第 1 条意见").fill("就是全称。")
    page.get_by_role("button", name="答复").click()
    expect(page.get_by_role("heading", name="都已处理")).to_be_visible()
    expect(page.get_by_text("就是全称。")).to_be_visible()


def test_parts_are_accessible_and_fit(page, live_server, width, axe):
    society = SocietyFactory()
    content = document(society, full_time_staff="99", party_member_count="12")
    content["rows"]["council"][1] |= {"phone": "154000003", "party_status": "党员"}
    content["rows"]["cadres"][1] |= {"joined_party_on": "03年6月", "work_unit": ""}
    content["rows"]["organizations"][0]["org_established"] = ""
    filing = open_draft(page, live_server, content=content)
    for part in ("table1", "organizations", "table2", "table3", "check"):
        page.goto(address(live_server, filing, part))
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width
        small = page.evaluate(
            """[...document.querySelectorAll(
                    ".cell > :is(input, select, textarea), .button, .link-button, summary")]
                .filter((control) => control.checkVisibility())
                .filter((control) => control.getBoundingClientRect().height < 24)
                .map((control) => control.outerHTML)"""
        )
        assert small == []
