"""A returned filing: what to see to, how far it is, what the desk said."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from filings import actions, comments, staff_actions
from filings.enums import State
from filings.models import Filing
from tests.factories import claimed, secretary_of
from tests.filings.editor_pages import EditorPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def filing(client):
    """Returned with two marked cells and a comment on a third."""
    filing = claimed()
    first, second, _ = filing.document["rows"]["council"]
    comments.add_comment(
        filing.pk, by=filing.claimed_by, path=f"council/{second['key']}/name", text="是本名吗？"
    )
    actions.return_filing(
        filing.pk,
        by=filing.claimed_by,
        version=1,
        reason="unclear",
        text="有三处不清楚。",
        cells=[f"council/{first['key']}/phone", "staff_count"],
    )
    client.force_login(secretary_of(filing.society))
    return Filing.objects.get(pk=filing.pk)


def open_part(client, filing, part="table3", query="") -> EditorPage:
    return EditorPage(client, f"/filings/{filing.pk}/{part}/{query}")


def council(filing, row, name) -> str:
    return f"council/{filing.document['rows']['council'][row]['key']}/{name}"


def test_every_part_counts_the_places_and_leads_through_them(client, filing):
    page = open_part(client, filing)
    assert "3 处待修改" in page.html and "还剩 7 天" in page.html and "有三处不清楚。" in page.html
    seen, url = [], f"/filings/{filing.pk}/table1/"
    for _ in range(3):
        html = client.get(url).content.decode().replace("&amp;", "&")
        url, anchor = re.search(r'<a href="([^"#]+)#([^"]+)">下一处', html).groups()
        seen.append(anchor)
    paths = ("staff_count", council(filing, 0, "phone"), council(filing, 1, "name"))
    assert seen == ["cell-" + path.replace("/", "-") for path in paths]
    html = client.get(url).content.decode()
    assert "第 3 处" in html and "下一处" not in html and "上一处" in html


def test_marked_cell_is_done_when_it_changes(client, filing):
    open_part(client, filing, "table1").fill(staff_count="8").press("保存")
    assert "2 处待修改" in open_part(client, filing).html
    open_part(client, filing, "table1").fill(staff_count="6").press("保存")
    assert "3 处待修改" in open_part(client, filing).html


def test_comment_stands_in_its_cell_and_is_answered_there(client, filing):
    page = open_part(client, filing)
    cell = f"cell-{council(filing, 1, 'name').replace('/', '-')}"
    assert re.search(rf'<input id="{cell}"[^>]*aria-describedby="comment-1"', page.html)
    page.set(council(filing, 0, "name"), "何志远").set("reply-1-text", "是本名。")
    html = page.press("答复").content.decode()
    assert "是本名。" in html and "2 处待修改" in html
    assert Filing.objects.get(pk=filing.pk).document["rows"]["council"][0]["name"] == "何志远"


def test_parts_and_first_page_say_where_something_is_to_mend(client, filing):
    html = open_part(client, filing).html
    assert "2 处要处理" in html and "1 处要处理" in html
    home = client.get("/").content.decode()
    assert "审核人要求修改 2 处" in home and "待修改" in home


def test_comment_of_a_removed_row_is_kept_with_its_name(client, filing):
    row = filing.document["rows"]["council"][1]
    open_part(client, filing).press("保存")
    actions.remove_row(filing.pk, "council", row["key"], by=secretary_of(filing.society))
    html = open_part(client, filing).html
    assert "原行已删除" in html and row["name"] in html and "是本名吗？" in html
    assert "2 处待修改" in html


def test_comments_stay_visible_after_resubmission_and_can_be_answered(client, filing):
    open_part(client, filing, "table1").fill(staff_count="8").press("保存")
    actions.submit(filing.pk, by=secretary_of(filing.society))
    response = client.get(f"/filings/{filing.pk}/receipt/")
    assert "是本名吗？" in response.content.decode()
    client.post(f"/filings/{filing.pk}/comments/1/reply/", {"reply-1-text": "是本名。"})
    assert "是本名。" in client.get(f"/filings/{filing.pk}/receipt/").content.decode()
    version = client.get(f"/filings/{filing.pk}/versions/2/").content.decode()
    assert "与上一版不同" in version and '<ins class="now">8</ins>' in version


def test_correction_is_shown_and_objected_to(client):
    filing = claimed()
    staff_actions.correct(
        filing.pk,
        by=filing.claimed_by,
        version=1,
        cells={"staff_count": "7"},
        text="人数笔误。",
    )
    client.force_login(secretary_of(filing.society))
    html = client.get(f"/filings/{filing.pk}/receipt/").content.decode()
    assert "审核人已更正" in html and "人数笔误。" in html
    response = client.post(f"/filings/{filing.pk}/comments/", {"text": "没有错。"}, follow=True)
    assert "没有错。" in response.content.decode()
    assert Filing.objects.get(pk=filing.pk).comments.get().path == ""


def test_empty_answer_says_so(client, filing):
    html = open_part(client, filing).press("答复").content.decode()
    assert "请写明答复。" in html and "3 处待修改" in html


def test_cost_does_not_grow_with_the_comments(client, filing):
    numbers = []
    client.get(f"/filings/{filing.pk}/table3/")
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/filings/{filing.pk}/table3/").status_code == 200
        numbers.append(len(queries))
        for row in range(3):
            comments.add_comment(
                filing.pk,
                by=filing.events.get(move="return").by,
                path=council(filing, row, "phone"),
                text="？",
            )
    assert numbers[0] == numbers[1]
    assert filing.state == State.RETURNED
