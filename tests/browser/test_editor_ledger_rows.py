"""A row of the ledger goes out of next year's draft with a reason."""

from playwright.sync_api import expect

from filings.models import Filing
from tests.browser.editor import address, expect_saved, sign_in
from tests.factories import secretary_of
from tests.registration.test_next_year import draft, first  # noqa: F401 - fixtures


def test_removed_row_asks_why_and_keeps_the_answer(page, live_server, draft, axe):  # noqa: F811
    sign_in(page.context, live_server, secretary_of(draft.society))
    page.goto(address(live_server, draft, "table3"))
    page.locator("summary").filter(has_text="更多").first.click()
    page.locator("button:visible").filter(has_text="删除").first.click()
    expect(page.get_by_text("“何志远”在台账中，为什么删除？")).to_be_visible()
    axe(page)
    page.get_by_role("radio", name="离开").check()
    page.get_by_label("离开日期").fill("2018年3月")
    page.get_by_label("离开原因").fill("换届")
    page.get_by_label("离开原因").press("Tab")
    expect_saved(page)
    expect(page.get_by_text("请填写离开日期")).to_have_count(0)
    page.reload()
    expect(page.get_by_role("radio", name="离开")).to_be_checked()
    expect(page.get_by_label("离开原因")).to_have_value("换届")
    saved = Filing.objects.get(pk=draft.pk).answers["gone"]
    assert list(saved.values())[0]["note"] == "换届"
