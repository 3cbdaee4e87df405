"""What is typed survives whatever happens between browser and server, to the character."""

import datetime as dt
import time

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from filings import actions
from filings.models import Filing
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
from tests.factories import FilingFactory, SocietyFactory, UserFactory, secretary_of

pytestmark = pytest.mark.django_db(transaction=True)

ODD = "  𬭎䶮\u3000<b>&amp;\"'＼ ０ e\u0301 "
SAVES = "**/autosave/"


def failed(page):
    return page.get_by_role("alert").filter(has_text="未能保存，请勿关闭本页")


def test_cell_is_saved_when_it_is_left_with_the_time_of_the_server(page, live_server):
    filing = open_draft(page, live_server)
    type_into(page, council(filing, 0, "name"), ODD)
    expect_saved(page)
    assert stored_cell(filing, council(filing, 0, "name")) == ODD
    saved_at = timezone.localtime(Filing.objects.get(pk=filing.pk).saved_at)
    shown = page.locator("[data-save-time]").inner_text()
    assert shown in {f"{saved_at + dt.timedelta(seconds=s):%H:%M:%S}" for s in (0, 1)}


def test_typing_that_pauses_is_saved_without_leaving_the_cell(page, live_server):
    filing = open_draft(page, live_server)
    cell(page, council(filing, 0, "name")).fill("何志远")
    expect_saved(page)
    assert stored_cell(filing, council(filing, 0, "name")) == "何志远"


def test_only_changed_cells_go_to_the_server(page, live_server):
    filing = open_draft(page, live_server)
    with page.expect_request(SAVES) as sent:
        type_into(page, council(filing, 0, "name"), "何志远")
    fields = sent.value.post_data_json
    assert [name for name in fields if "/" in name] == [council(filing, 0, "name")]


@pytest.mark.parametrize("committed", [False, True], ids=["before", "after"])
def test_network_cut_before_or_after_the_server_commits(page, live_server, page_errors, committed):
    filing = open_draft(page, live_server)
    path = council(filing, 0, "name")

    def cut(route):
        if committed:
            route.fetch()
        route.abort()

    page.route(SAVES, cut)
    began = time.monotonic()
    type_into(page, path, ODD)
    expect(failed(page)).to_be_visible(timeout=3000)
    assert time.monotonic() - began < 3
    assert (stored_cell(filing, path) == ODD) is committed
    page.unroute(SAVES)
    page.get_by_role("button", name="现在重试").click()
    expect_saved(page)
    expect(failed(page)).to_be_hidden()
    assert stored_cell(filing, path) == ODD
    assert "conflicts" not in Filing.objects.get(pk=filing.pk).answers
    page_errors.clear()


def test_server_that_does_not_answer_is_reported_within_three_seconds(page, live_server):
    filing = open_draft(page, live_server)
    held = []
    page.route(SAVES, lambda route: held.append(route))
    type_into(page, council(filing, 0, "name"), "何志远")
    expect(failed(page)).to_be_visible(timeout=3000)
    held[0].continue_()
    expect_saved(page)
    assert stored_cell(filing, council(filing, 0, "name")) == "何志远"


def test_text_survives_reload_and_a_closed_window_while_offline(page, live_server, page_errors):
    filing = open_draft(page, live_server)
    path = council(filing, 1, "phone")
    page.route(SAVES, lambda route: route.abort())
    type_into(page, path, ODD)
    expect(failed(page)).to_be_visible()
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address(live_server, filing, "table3"))
    expect(cell(again, path)).to_have_value(ODD)
    # The closing window may have saved it at the last moment; then nothing waits here.
    expect(again.locator("[data-save-line]")).to_have_attribute("data-waiting", "0")
    assert stored_cell(filing, path) == ODD
    page_errors.clear()


def test_text_of_another_part_is_saved_when_any_part_opens(page, live_server, page_errors):
    filing = open_draft(page, live_server)
    path = council(filing, 1, "phone")
    page.route(SAVES, lambda route: route.abort())
    type_into(page, path, ODD)
    expect(failed(page)).to_be_visible()
    context = page.context
    page.close(run_before_unload=False)
    again = context.new_page()
    again.goto(address(live_server, filing, "table1"))
    expect_saved(again)
    assert stored_cell(filing, path) == ODD
    page_errors.clear()


def test_offline_browser_saves_when_the_network_is_back(page, live_server, page_errors):
    filing = open_draft(page, live_server)
    page.context.set_offline(True)
    type_into(page, council(filing, 0, "name"), "何志远")
    type_into(page, council(filing, 1, "name"), "韩冬梅")
    expect(failed(page)).to_be_visible(timeout=3000)
    page.context.set_offline(False)
    expect_saved(page)
    assert [row["name"] for row in stored(filing)["rows"]["council"][:2]] == ["何志远", "韩冬梅"]
    page_errors.clear()


def test_expired_session_signs_in_on_the_spot_and_replays(page, live_server, page_errors):
    filing = open_draft(page, live_server)
    user = secretary_of(filing.society)
    user.set_password("partyreg-2017")
    user.save()
    Session.objects.all().delete()
    page.context.clear_cookies()
    path = council(filing, 0, "name")
    type_into(page, path, ODD)
    expect(page.locator("[data-save=expired]")).to_contain_text("您填写的 1 格还在本页")
    page.get_by_role("link", name="在此登录").click()
    page.get_by_label("密码").fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_text("密码不对")).to_be_visible()
    page.get_by_label("密码").fill("partyreg-2017")
    page.get_by_label("密码").press("Enter")
    expect_saved(page)
    assert stored_cell(filing, path) == ODD
    page.get_by_role("button", name="保存", exact=True).click()  # the form's own token is renewed
    expect(cell(page, path)).to_have_value(ODD)
    page_errors.clear()


def test_waiting_text_is_never_saved_under_another_account(page, live_server, page_errors):
    filing = open_draft(page, live_server)
    path = council(filing, 0, "name")
    was = stored_cell(filing, path)
    other = UserFactory()
    filing.society.accounts.create(user=other)
    page.context.clear_cookies()
    sign_in(page.context, live_server, other)
    type_into(page, path, ODD)
    expect(page.get_by_role("alert").filter(has_text="别的账号")).to_be_visible()
    assert stored_cell(filing, path) == was
    context = page.context
    page.close(run_before_unload=False)
    theirs = context.new_page()
    theirs.goto(address(live_server, filing, "table3"))
    expect(cell(theirs, path)).to_have_value(was)
    context.clear_cookies()
    sign_in(context, live_server, secretary_of(filing.society))
    theirs.goto(address(live_server, filing, "table3"))
    expect(cell(theirs, path)).to_have_value(ODD)
    expect_saved(theirs)
    page_errors.clear()


def test_two_windows_merge_and_see_each_other(page, live_server):
    filing = open_draft(page, live_server)
    other = page.context.new_page()
    other.goto(address(live_server, filing, "table3"))
    type_into(page, council(filing, 0, "name"), "何志远")
    expect_saved(page)
    type_into(other, council(filing, 1, "name"), "韩冬梅")
    expect_saved(other)
    expect(cell(other, council(filing, 0, "name"))).to_have_value("何志远")
    assert [row["name"] for row in stored(filing)["rows"]["council"][:2]] == ["何志远", "韩冬梅"]


def test_cell_changed_in_both_windows_asks_with_both_texts(page, live_server):
    filing = open_draft(page, live_server)
    path = council(filing, 0, "phone")
    other = page.context.new_page()
    other.goto(address(live_server, filing, "table3"))
    type_into(page, path, "15400000391")
    expect_saved(page)
    type_into(other, path, "15400000319")
    question = other.locator(".finding--question").filter(has_text="这一格被两处同时修改")
    expect(question).to_contain_text("：15400000391")
    expect(question).to_contain_text("：15400000319")
    assert stored_cell(filing, path) == "15400000391"
    question.get_by_label("：15400000319").click()
    expect(cell(other, path)).to_have_value("15400000319")
    expect(question).to_have_count(0)
    assert stored_cell(filing, path) == "15400000319"


def test_draft_that_was_submitted_meanwhile_says_so_and_keeps_the_text(
    page, live_server, page_errors
):
    filing = open_draft(page, live_server)
    actions.submit(filing.pk, by=secretary_of(filing.society))
    path = council(filing, 0, "name")
    type_into(page, path, ODD)
    expect(page.get_by_role("alert").filter(has_text="已提交，待审核")).to_be_visible()
    expect(cell(page, path)).to_have_value(ODD)
    page_errors.clear()


def test_button_waits_for_what_is_still_being_saved(page, live_server):
    filing = open_draft(page, live_server)
    path = council(filing, 0, "name")
    cell(page, path).fill("何志远")
    page.get_by_role("button", name="保存，核对并提交").click()
    page.wait_for_url("**/check/")
    assert stored_cell(filing, path) == "何志远"


def test_save_after_the_deadline_is_kept(page, live_server, settings):
    filing = open_draft(page, live_server)
    settings.BUSINESS_DATE = dt.date(2017, 11, 27)
    type_into(page, council(filing, 0, "name"), "何志远")
    expect_saved(page)
    assert stored_cell(filing, council(filing, 0, "name")) == "何志远"


def test_another_society_has_no_autosave(client):
    filing = FilingFactory()
    client.force_login(secretary_of(SocietyFactory()))
    assert client.post(f"/filings/{filing.pk}/autosave/").status_code == 404
