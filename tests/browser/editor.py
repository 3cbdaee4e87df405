"""Drives the editor in a browser."""

import re

from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from filings.models import Filing
from tests.factories import FilingFactory, SocietyFactory, secretary_of

SAVED = re.compile(r"已自动保存 \d\d:\d\d:\d\d")


def sign_in(context, live_server, user):
    """A session of its own, as the sign-in page would make it."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def open_draft(page, live_server, part="table3", **kwargs) -> Filing:
    """A draft that could be submitted, opened at a part by its secretary."""
    filing = FilingFactory(SocietyFactory(name="吉林省物理学会"), **kwargs)
    sign_in(page.context, live_server, secretary_of(filing.society))
    page.goto(address(live_server, filing, part))
    return filing


def address(live_server, filing, part) -> str:
    return f"{live_server.url}/filings/{filing.pk}/{part}/"


def cell(page, path):
    return page.locator(f'[name="{path}"]:not([type=hidden])')


def council(filing, row, name) -> str:
    """The path of a cell of Table 3."""
    return f"council/{filing.document['rows']['council'][row]['key']}/{name}"


def stored(filing) -> dict:
    return Filing.objects.get(pk=filing.pk).document


def stored_cell(filing, path) -> str:
    first, *rest = path.split("/")
    document = stored(filing)
    if not rest:
        return document["cells"].get(first, "")
    row = next(row for row in document["rows"][first] if row["key"] == rest[0])
    return row.get(rest[1], "")


def expect_saved(page):
    expect(page.locator("[data-save=saved]")).to_have_text(SAVED)
    expect(page.locator("[data-save=saved]")).to_be_visible()
    expect(page.locator("[data-save-line]")).to_have_attribute("data-waiting", "0")


def type_into(page, path, text):
    """As a person does, and on to the next cell."""
    cell(page, path).fill(text)
    cell(page, path).press("Tab")
