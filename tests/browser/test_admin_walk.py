"""Every page of the admin that a link leads to, as each role: one look, in Chinese, without a
finding of axe or of the content policy, and not wider than the window at 1280 and 768 px."""

import re
from urllib.parse import urljoin, urlsplit

import pytest

from accounts.enums import Role
from tests.browser.editor import sign_in
from tests.factories import UserFactory, in_every_state
from tests.test_admin_access import english_said

pytestmark = [pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 768, "height": 900}
A_FILE = re.compile(r"/template/")
NOT_PAGES = re.compile(r"/admin/logout/|/admin/jsi18n/")


def sort_of(address: str) -> str:
    """Pages of one sort differ by their keys alone."""
    return re.sub(r"\d+", "N", urlsplit(address).path)


def walk(page, live_server, axe, seen: set[str]) -> list[str]:
    """Follow all links; gives what is wrong. A sort of page that another role has seen is only
    asked for."""
    waiting, wrong, own = ["/admin/", "/admin/password_change/"], [], set()
    while waiting:
        address = waiting.pop()
        sort = sort_of(address)
        if sort in own or NOT_PAGES.search(address):
            continue
        own.add(sort)
        is_known = sort in seen or A_FILE.search(address)
        visit = page.context.request.get if is_known else page.goto
        response = visit(live_server.url + address)
        if response.status != 200:
            wrong.append(f"{address}: {response.status}")
        if response.status != 200 or is_known:
            continue
        seen.add(sort)
        axe(page)
        wrong += [f"{address}: {words}" for words in english_said(page.content())]
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{address}: wider than {size['width']} px")
        assert page.locator(".site-header .site-brand").count() == 1
        links = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        paths = [urljoin(address, link.removeprefix(live_server.url)) for link in links]
        waiting += [path for path in paths if path.startswith("/admin/")]
    return wrong


def test_every_page_of_the_admin(new_context, live_server, axe):
    reviewer = UserFactory(role=Role.REVIEWER, name="许晴")
    in_every_state(reviewer)
    seen = set()
    for role in (Role.ADMINISTRATOR, Role.COMMITTEE, Role.REVIEWER):
        user = reviewer if role == Role.REVIEWER else UserFactory(role=role)
        context = new_context(viewport=WIDE)
        sign_in(context, live_server, user)
        assert walk(context.new_page(), live_server, axe, seen) == []
    assert len(seen) > 35
