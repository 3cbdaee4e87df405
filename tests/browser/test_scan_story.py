"""A secretary uploads the scan of an old version, sees the flag, uploads the right one; the
reviewer approves."""

import re

import pytest
from django.test import Client
from playwright.sync_api import expect

from accounts.enums import Role
from filings import actions
from filings.models import Filing
from tests.factories import CycleFactory, UserFactory, claimed, scan, secretary_of, submitted

pytestmark = pytest.mark.django_db(transaction=True)


def open_as(context, user, url):
    """A page of somebody who is signed in."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": url}])
    return context.new_page()


def upload(page, name, data):
    file = {"name": name, "mimeType": "image/png", "buffer": data}
    page.get_by_label("选择文件").set_input_files(file)
    page.get_by_role("button", name="上传盖章件").click()


def test_old_scan_is_flagged_and_the_right_one_lets_the_filing_through(
    new_context, live_server, axe
):
    CycleFactory(stamped_scan="approval")
    reviewer = UserFactory(role=Role.REVIEWER)
    filing = claimed(submitted(), by=reviewer)
    secretary = secretary_of(filing.society)
    actions.return_filing(filing.pk, by=reviewer, version=1, reason="unclear", text="请改。")
    actions.submit(filing.pk, by=secretary)
    old, new = filing.versions.order_by("number")
    url = live_server.url

    phone = new_context(viewport={"width": 360, "height": 780}, has_touch=True, is_mobile=True)
    page = open_as(phone, secretary, url)
    page.goto(url)
    page.get_by_role("link", name="上传盖章件").click()
    expect(page.get_by_label("或者现在拍照")).to_be_visible()
    upload(page, "旧版.png", scan(old))
    expect(page.get_by_text("盖章件与现版本不一致").first).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 360

    desk = new_context(viewport={"width": 1280, "height": 800})
    review = open_as(desk, reviewer, url)
    review.goto(f"{url}/admin/filings/filing/{filing.pk}/change/")
    expect(review.get_by_text(re.compile("盖章件与现版本不一致：请学会"))).to_be_visible()
    axe(review)
    review.get_by_role("button", name="审核", exact=True).click()
    review.get_by_role("button", name="批准", exact=True).click()
    expect(review.get_by_text(re.compile("盖章件与现版本不一致：请学会")).first).to_be_visible()

    page.get_by_role("button", name="撤回 旧版.png").click()
    upload(page, "新版.png", scan(new))
    expect(page.get_by_text("盖章件与提交的这一版一致")).to_be_visible()

    review.reload()
    review.get_by_role("button", name="批准", exact=True).click()
    expect(review.get_by_text("已批准").first).to_be_visible()
    assert Filing.objects.get().state == "approved"
