"""A sitting at the desk by keys alone: ten approved, two returned, without going back to the
list."""

import pytest

from accounts.enums import Role
from filings.enums import State
from filings.models import Comment, Filing
from tests.browser.editor import sign_in
from tests.factories import UserFactory, secretary_of, submitted

pytestmark = pytest.mark.django_db(transaction=True)

RETURNED = (3, 7)  # which of the twelve go back


@pytest.fixture
def desk(context, page, live_server):
    filings = [submitted() for _ in range(12)]
    reviewer = UserFactory(role=Role.REVIEWER, name="许晴")
    sign_in(context, live_server, reviewer)
    page.goto(f"{live_server.url}/admin/filings/filing/{filings[0].pk}/change/")
    return filings


def press(page, key):
    """A key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def comment_on_first_phone(page, text):
    page.locator('td[data-label="联系电话"] a[href^="?cell="]').first.focus()
    page.keyboard.press("c")
    page.keyboard.type(text)
    press(page, "Control+Enter")


def give_back(page, text):
    page.keyboard.press("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type(text)
    press(page, "Control+Enter")


def test_ten_are_approved_and_two_returned_by_keys(page, desk, axe):
    visited = []
    for number in range(12):
        visited.append(page.url)
        press(page, "s")
        if number in RETURNED:
            comment_on_first_phone(page, f"请核对号码 {number}。")
            give_back(page, "见意见。")
            press(page, "j")
        else:
            press(page, "a")
    assert len(set(visited)) == 12
    states = [filing.state for filing in Filing.objects.order_by("pk")]
    assert states.count(State.APPROVED) == 10
    assert [i for i, state in enumerate(states) if state == State.RETURNED] == list(RETURNED)
    for filing in Filing.objects.filter(state=State.RETURNED):
        key = filing.document["rows"]["council"][0]["key"]
        comment = Comment.objects.get(filing=filing)
        assert comment.path == f"council/{key}/phone"
        assert filing.events.last().cells == [comment.path]


def test_comment_stands_at_its_cell_on_the_secretarys_page(
    page, desk, new_context, live_server, axe
):
    press(page, "s")
    comment_on_first_phone(page, "请核对这个号码。")
    axe(page)
    give_back(page, "见意见。")
    filing = desk[0]
    secretary = new_context()
    sign_in(secretary, live_server, secretary_of(filing.society))
    theirs = secretary.new_page()
    theirs.goto(f"{live_server.url}/filings/{filing.pk}/table3/")
    key = filing.document["rows"]["council"][0]["key"]
    cell = theirs.locator(f'[name="council/{key}/phone"]')
    note = theirs.get_by_text("请核对这个号码。").first
    assert abs(cell.bounding_box()["y"] - note.bounding_box()["y"]) < 200


def test_keys_do_nothing_while_typing(page, desk):
    press(page, "s")
    page.keyboard.press("c")
    page.keyboard.type("sajrk?")
    assert page.locator("#comment textarea").input_value() == "sajrk?"
    assert Filing.objects.filter(state=State.APPROVED).count() == 0


def test_question_mark_shows_the_keys(page, desk):
    page.keyboard.press("?")
    assert page.locator("#keys").evaluate("element => element === document.activeElement")


def test_findings_stand_level_with_their_cells(page, desk, live_server):
    filing = submitted(party_member_count="99")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{live_server.url}/admin/filings/filing/{filing.pk}/change/")
    cell = page.locator("#cell-party_member_count").bounding_box()
    note = page.locator('[data-cell="cell-party_member_count"]').bounding_box()
    assert abs(cell["y"] - note["y"]) < 4
    assert note["x"] > cell["x"] + cell["width"]


@pytest.mark.parametrize("width", [1280, 768])
def test_desk_pages_fit_and_are_accessible(page, desk, live_server, axe, width):
    page.set_viewport_size({"width": width, "height": 900})
    base = f"{live_server.url}/admin/filings/filing/"
    for address in ("", "bulk/", f"{desk[0].pk}/change/"):
        page.goto(base + address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
