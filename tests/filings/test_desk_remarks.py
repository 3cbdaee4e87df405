"""Comments, differences, corrections and the rarer moves on the review page."""

import copy

import pytest

from accounts.enums import Role
from filings import actions, comments, staff_actions
from filings.documents import new_row_key
from filings.enums import State
from filings.models import Comment, Filing
from tests.factories import UserFactory, claimed, secretary_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER, name="许晴")
    client.force_login(user)
    return user


@pytest.fixture
def filing(reviewer):
    return claimed(by=reviewer)


def url(filing, part="change") -> str:
    return f"/admin/filings/filing/{filing.pk}/{part}/"


def resubmit(filing, reviewer, change, cells=()) -> None:
    """Return a filing and let its secretary submit it again after `change(document)`."""
    actions.return_filing(
        filing.pk, by=reviewer, version=1, reason="unclear", text="请核对。", cells=list(cells)
    )
    filing = Filing.objects.get(pk=filing.pk)
    change(filing.document)
    filing.save()
    actions.submit(filing.pk, by=secretary_of(filing.society))


def test_cell_leads_to_the_comment_form_about_it(client, filing):
    key = filing.document["rows"]["council"][0]["key"]
    path = f"council/{key}/phone"
    page = client.get(url(filing)).content.decode()
    assert f'href="?cell={path}#comment"' in page
    response = client.get(url(filing), {"cell": path})
    name = filing.document["rows"]["council"][0]["name"]
    assert response.context["cell_label"] == f"理事会党员 {name} 联系电话"
    assert response.context["comment_form"]["path"].value() == path


def test_comment_is_pinned_to_its_cell_and_beside_it(client, filing, reviewer):
    client.post(url(filing, "comments"), {"path": "staff_count", "text": "请核对 15400001111"})
    comment = Comment.objects.get()
    assert (comment.by, comment.path) == (reviewer, "staff_count")
    response = client.get(url(filing))
    page = response.content.decode()
    assert 'class="pin" href="#comment-1"' in page and 'id="comment-1"' in page
    assert "请核对 154****1111" in page and "15400001111" not in page
    assert response.context["open_comments"] == 1


def test_comment_is_answered_resolved_and_opened_again(client, filing):
    client.post(url(filing, "comments"), {"path": "", "text": "请核对。"})
    client.post(url(filing, "comments/1/answer"), {"text": "已电话说明。"})
    client.post(url(filing, "comments/1/resolve"))
    comment = Comment.objects.get()
    assert comment.resolved_at and comment.replies.get().text == "已电话说明。"
    client.post(url(filing, "comments/1/reopen"))
    comment.refresh_from_db()
    assert comment.resolved_at is None


@pytest.mark.parametrize("verb", ["", "1/answer/", "1/resolve/", "1/reopen/"])
@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ADMINISTRATOR])
def test_who_does_not_decide_writes_no_comments(client, filing, reviewer, role, verb):
    comments.add_comment(filing.pk, by=reviewer, path="", text="请核对。")
    client.force_login(UserFactory(role=role))
    assert client.post(url(filing, "comments") + verb, {"text": "好。"}).status_code == 403
    page = client.get(url(filing)).content.decode()
    assert "请核对。" in page and "写上意见" not in page


def test_comment_on_a_row_that_is_gone_is_still_shown(client, filing, reviewer):
    row = filing.document["rows"]["council"][2]
    comments.add_comment(
        filing.pk, by=reviewer, path=f"council/{row['key']}/phone", text="这个人还在吗？"
    )

    def leave(document):
        document["rows"]["council"].pop()
        document["cells"]["party_member_count"] = "5"

    resubmit(filing, reviewer, leave)
    page = client.get(url(filing)).content.decode()
    assert "这个人还在吗？" in page and "（这一行已删除）" in page


def test_return_marks_the_commented_cells(client, filing, reviewer):
    comments.add_comment(filing.pk, by=reviewer, path="staff_count", text="请核对。")
    form = client.get(url(filing)).context["return_form"]
    assert form["cells"].value() == ["staff_count"]
    typed = {"version": 1, "reason": "unclear", "text": "见意见", "due": "2017-11-10"}
    client.post(url(filing, "return"), {**typed, "cells": ["staff_count"]})
    assert filing.events.last().cells == ["staff_count"]


def test_return_with_a_cell_that_was_not_offered_is_asked_again(client, filing, reviewer):
    comments.add_comment(filing.pk, by=reviewer, path="staff_count", text="请核对。")
    typed = {"version": 1, "reason": "unclear", "text": "见意见", "due": "2017-11-10"}
    client.post(url(filing, "return"), {**typed, "cells": ["nonsense"]})
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


def test_differences_to_the_version_before_are_shown(client, filing, reviewer):
    newcomer = {
        "key": new_row_key(),
        "name": "丁思远",
        "sex": "男",
        "society_post": "理事",
        "phone": "15400008888",
        "party_relation_unit": "吉林大学",
        "party_status": "正式党员",
    }

    def change(document):
        rows = document["rows"]["council"]
        rows.reverse()
        rows.insert(0, newcomer)
        rows[1]["society_post"] = "副理事长"
        document["cells"]["party_member_count"] = "7"

    before = copy.deepcopy(filing.document["rows"]["council"][-1])
    resubmit(filing, reviewer, change)
    response = client.get(url(filing))
    told = [(change["word"], change["name"]) for change in response.context["changes"]]
    assert told == [
        ("新增", "理事会党员 丁思远"),
        ("修改", "党员总数"),
        ("修改", f"理事会党员 {before['name']} 学会职务"),
    ]
    page = response.content.decode()
    assert '<del class="was">常务理事</del> <ins class="now">副理事长</ins>' in page
    assert '<ins class="now">丁思远</ins>' in page
    assert "15400008888" not in page


def test_any_two_versions_are_compared_and_old_ones_not_decided(client, filing, reviewer):
    resubmit(filing, reviewer, lambda document: document["cells"].update(staff_count="9"))
    actions.claim(filing.pk, by=reviewer)
    response = client.get(url(filing), {"version": 1, "against": 2})
    assert response.context["reading"].version.number == 1
    assert [(c["was"], c["now"]) for c in response.context["changes"]] == [("9", "6")]
    assert "approval_form" not in response.context
    assert "这不是最新的一版" in response.content.decode()
    assert client.get(url(filing), {"against": "none"}).context["changes"] == []


@pytest.mark.parametrize("chosen", [{"version": "99"}, {"version": "x"}, {"against": "99"}])
def test_unknown_version_shows_the_last(client, filing, chosen):
    assert client.get(url(filing), chosen).context["reading"].version.number == 1


def test_undo_is_offered_to_who_returned(client, filing, reviewer):
    actions.return_filing(filing.pk, by=reviewer, version=1, reason="unclear", text="请核对。")
    assert "撤销退回" in client.get(url(filing)).content.decode()
    client.post(url(filing, "undo"))
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW
    page = client.get(url(filing)).content.decode()
    assert "<s>请核对。</s>" in page


def test_administrator_forces_a_release(client, filing):
    client.force_login(UserFactory(role=Role.ADMINISTRATOR))
    assert client.post(url(filing, "force-release"), {"text": ""}).status_code == 200
    client.post(url(filing, "force-release"), {"text": "许晴休假"})
    assert Filing.objects.get(pk=filing.pk).state == State.SUBMITTED


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMMITTEE])
def test_others_force_nothing(client, filing, role):
    client.force_login(UserFactory(role=role))
    assert client.post(url(filing, "force-release"), {"text": "急"}).status_code == 403


def test_slip_is_corrected_on_the_page_of_its_cell(client, filing, reviewer):
    form = client.get(url(filing), {"cell": "staff_count"}).context["correction_form"]
    assert form["value"].value() == "6"
    typed = {"version": 1, "path": "staff_count", "value": "8", "text": "纸质表为 8 人"}
    client.post(url(filing, "correct"), typed)
    filing.refresh_from_db()
    assert filing.versions.get(number=2).document["cells"]["staff_count"] == "8"
    changes = client.get(url(filing)).context["changes"]
    assert [(change["was"], change["now"]) for change in changes] == [("6", "8")]


def test_masked_cell_is_corrected_only_after_it_was_shown(client, filing):
    path = f"council/{filing.document['rows']['council'][0]['key']}/phone"
    assert "correction_form" not in client.get(url(filing), {"cell": path}).context
    shown = client.post(url(filing, "reveal") + f"?cell={path}", {"path": path})
    assert shown.context["correction_form"]["value"].value().startswith("1540000")


def test_corrected_version_is_left_to_another(client, filing, reviewer):
    staff_actions.correct(
        filing.pk, by=reviewer, version=1, cells={"staff_count": "8"}, text="纸质表为 8 人"
    )
    client.post(url(filing, "claim"))
    client.post(url(filing, "approve"), {"version": 2})
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


def test_filing_under_review_by_another_still_takes_comments(client, reviewer):
    filing = claimed(submitted(), by=UserFactory(role=Role.REVIEWER))
    client.post(url(filing, "comments"), {"path": "", "text": "请看第3条。"})
    assert Comment.objects.get().by == reviewer
