"""Comments on cells: who writes, answers, closes; and that they stay with their row."""

import pytest

from accounts.enums import Role
from filings import actions, comments
from filings.models import Comment, Filing
from filings.rules import MoveNotAllowed
from tests.factories import SocietyFactory, UserFactory, claimed, secretary_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def filing(reviewer):
    return claimed(by=reviewer)


def phone_path(filing) -> str:
    return f"council/{filing.document['rows']['council'][0]['key']}/phone"


def add(filing, by, path="", text="请核对。") -> Comment:
    return comments.add_comment(filing.pk, by=by, path=path, text=text)


def test_comments_are_numbered_and_know_their_version(filing, reviewer):
    first, second = add(filing, reviewer), add(filing, reviewer, phone_path(filing))
    assert (first.number, second.number) == (1, 2)
    assert second.version.number == 1


@pytest.mark.parametrize("path", ["nonsense", "council/r000000000000/phone", "nobody/r1/name"])
def test_comment_needs_a_cell_of_the_version(filing, reviewer, path):
    with pytest.raises(MoveNotAllowed, match="没有这个单元格"):
        add(filing, reviewer, path)


def test_comment_needs_text(filing, reviewer):
    with pytest.raises(MoveNotAllowed, match="写明意见"):
        add(filing, reviewer, text="  ")


def test_comment_stays_with_its_person_through_a_resubmission(filing, reviewer):
    path = phone_path(filing)
    comment = add(filing, reviewer, path)
    actions.return_filing(filing.pk, by=reviewer, version=1, reason="unclear", text="请核对。")
    secretary = secretary_of(filing.society)
    actions.save_draft(filing.pk, by=secretary, cells={path: "15400009999"})
    comments.answer(comment, by=secretary, text="已改。")
    actions.submit(filing.pk, by=secretary)
    [kept] = comments.comments_of(Filing.objects.get(pk=filing.pk))
    assert (kept.path, kept.version.number, kept.resolved_at) == (path, 1, None)
    assert [reply.text for reply in kept.replies.all()] == ["已改。"]


def test_reviewers_comment_is_closed_and_opened_by_reviewers(filing, reviewer):
    comment = add(filing, reviewer)
    with pytest.raises(MoveNotAllowed, match="由审核人确认"):
        comments.resolve(comment, by=secretary_of(filing.society))
    comments.resolve(comment, by=UserFactory(role=Role.REVIEWER))
    assert comment.resolved_at
    comments.reopen(comment, by=reviewer)
    assert (comment.resolved_at, comment.resolved_by) == (None, None)


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.ADMINISTRATOR, Role.LEADER, Role.SECRETARY])
def test_others_do_not_write(filing, reviewer, role):
    comment = add(filing, reviewer)
    stranger = UserFactory(role=role)
    with pytest.raises(MoveNotAllowed, match="只有审核人和本学会"):
        add(filing, stranger)
    with pytest.raises(MoveNotAllowed, match="只有审核人和本学会"):
        comments.answer(comment, by=stranger, text="好。")
    with pytest.raises(MoveNotAllowed, match="只有审核人和本学会"):
        comments.resolve(comment, by=stranger)


def test_secretary_of_another_society_does_not_write(filing, reviewer):
    with pytest.raises(MoveNotAllowed, match="只有审核人和本学会"):
        add(filing, secretary_of(SocietyFactory()))


def test_decided_filing_takes_no_comments(filing, reviewer):
    comment = add(filing, reviewer)
    actions.approve(filing.pk, by=reviewer, version=1)
    for act in (
        lambda: add(filing, reviewer),
        lambda: comments.answer(comment, by=reviewer, text="好。"),
        lambda: comments.resolve(comment, by=reviewer),
        lambda: comments.reopen(comment, by=reviewer),
    ):
        with pytest.raises(MoveNotAllowed, match="申报已办结"):
            act()


def test_comments_of_a_filing_cost_two_queries(reviewer, django_assert_num_queries):
    filing = submitted()
    for _ in range(3):
        comments.answer(add(filing, reviewer), by=reviewer, text="好。")
    with django_assert_num_queries(2):
        for comment in comments.comments_of(filing):
            assert [str(reply.by) for reply in comment.replies.all()] == [reviewer.name]
