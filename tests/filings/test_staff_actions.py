"""Undo of a return, forced release, correction, 代填: what they do and what they refuse."""

import pytest
from django.core.management import call_command

from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions, comments, staff_actions
from filings.enums import Move, State
from filings.models import Filing
from filings.rules import MoveNotAllowed
from tests.factories import (
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    claimed,
    document,
    secretary_of,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER, name="许晴")


@pytest.fixture
def other():
    return UserFactory(role=Role.REVIEWER, name="吴佳宁")


def returned(reviewer) -> Filing:
    filing = claimed(by=reviewer)
    path = "party_member_count"
    actions.return_filing(
        filing.pk, by=reviewer, version=1, reason="unclear", text="请核对。", cells=[path]
    )
    return Filing.objects.get(pk=filing.pk)


def test_return_keeps_the_marked_cells(reviewer):
    assert returned(reviewer).events.last().cells == ["party_member_count"]


def test_return_with_an_unknown_cell_is_refused(reviewer):
    filing = claimed(by=reviewer)
    with pytest.raises(MoveNotAllowed, match="没有标记的单元格"):
        actions.return_filing(
            filing.pk,
            by=reviewer,
            version=1,
            reason="unclear",
            text="请核对。",
            cells=["council/r000000000000/phone"],
        )
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


def test_undone_return_is_in_review_again_by_the_same(reviewer):
    filing = returned(reviewer)
    staff_actions.undo_return(filing.pk, by=reviewer)
    filing.refresh_from_db()
    assert (filing.state, filing.claimed_by) == (State.IN_REVIEW, reviewer)
    assert (filing.return_reason, filing.return_text, filing.return_due) == ("", "", None)
    assert [event.text for event in filing.events.filter(move=Move.RETURN)] == ["请核对。"]


def test_return_is_not_undone_after_the_society_changed_something(reviewer):
    filing = returned(reviewer)
    secretary = secretary_of(filing.society)
    actions.save_draft(filing.pk, by=secretary, cells={"staff_count": "9"})
    with pytest.raises(MoveNotAllowed, match="学会已开始修改"):
        staff_actions.undo_return(filing.pk, by=reviewer)
    assert Filing.objects.get(pk=filing.pk).state == State.RETURNED


def test_return_is_undone_only_by_who_returned(reviewer, other):
    filing = returned(reviewer)
    with pytest.raises(MoveNotAllowed, match="只有退回的人"):
        staff_actions.undo_return(filing.pk, by=other)


def test_administrator_releases_anothers_claim_with_a_reason(reviewer):
    filing = claimed(by=reviewer)
    administrator = UserFactory(role=Role.ADMINISTRATOR)
    with pytest.raises(MoveNotAllowed, match="写明原因"):
        staff_actions.force_release(filing.pk, by=administrator, text=" ")
    staff_actions.force_release(filing.pk, by=administrator, text="许晴休假")
    filing.refresh_from_db()
    assert (filing.state, filing.claimed_by) == (State.SUBMITTED, None)
    record = AuditRecord.objects.get(action="decide")
    assert record.detail == {"move": "force_release", "claimed_by": reviewer.username}


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMMITTEE, Role.SECRETARY])
def test_nobody_else_releases_anothers_claim(reviewer, role):
    filing = claimed(by=reviewer)
    with pytest.raises(MoveNotAllowed, match="只有管理员"):
        staff_actions.force_release(filing.pk, by=UserFactory(role=role), text="急")


def corrected(reviewer, **cells) -> Filing:
    filing = claimed(by=reviewer)
    staff_actions.correct(
        filing.pk, by=reviewer, version=1, cells=cells or {"staff_count": "8"}, text="纸质表为 8 人"
    )
    return Filing.objects.get(pk=filing.pk)


def test_correction_is_a_new_version_that_another_approves(reviewer, other):
    filing = corrected(reviewer)
    assert (filing.state, filing.claimed_by) == (State.SUBMITTED, None)
    before, after = filing.versions.order_by("number")
    assert before.document["cells"]["staff_count"] == "6"
    assert after.document["cells"]["staff_count"] == "8"
    assert filing.document == after.document
    event = filing.events.last()
    assert (event.move, event.version, event.text) == (Move.CORRECT, after, "纸质表为 8 人")
    actions.claim(filing.pk, by=reviewer)
    with pytest.raises(MoveNotAllowed, match="须由他人批准"):
        actions.approve(filing.pk, by=reviewer, version=2)
    actions.release(filing.pk, by=reviewer)
    actions.claim(filing.pk, by=other)
    actions.approve(filing.pk, by=other, version=2)
    assert filing.society.figures.get().staff_count == 8
    call_command("verify")


@pytest.mark.parametrize(
    ("cells", "text", "why"),
    [
        ({"staff_count": "8"}, " ", "写明原因"),
        ({"staff_count": "6"}, "核对", "没有改动"),
        ({"nonsense": "8"}, "核对", "没有这个单元格"),
        ({"council/r000000000000/phone": "8"}, "核对", "没有这个单元格"),
        ({"staff_count": "很多"}, "核对", "不合规定"),
        ({"full_time_staff": "60"}, "核对", "不合规定"),
    ],
)
def test_wrong_correction_changes_nothing(reviewer, cells, text, why):
    filing = claimed(by=reviewer)
    with pytest.raises(MoveNotAllowed, match=why):
        staff_actions.correct(filing.pk, by=reviewer, version=1, cells=cells, text=text)
    filing.refresh_from_db()
    assert (filing.state, filing.versions.count()) == (State.IN_REVIEW, 1)
    assert filing.document["cells"]["staff_count"] == "6"


def test_objection_of_the_society_blocks_approval_until_another_resolves_it(reviewer, other):
    filing = corrected(reviewer)
    objection = comments.add_comment(
        filing.pk, by=secretary_of(filing.society), path="staff_count", text="应为 6 人"
    )
    actions.claim(filing.pk, by=other)
    with pytest.raises(MoveNotAllowed, match="异议"):
        actions.approve(filing.pk, by=other, version=2)
    with pytest.raises(MoveNotAllowed, match="其他审核人"):
        comments.resolve(objection, by=reviewer)
    comments.resolve(objection, by=other)
    actions.approve(filing.pk, by=other, version=2)


def test_paper_filing_is_typed_by_staff_and_approved_by_another(reviewer, other):
    obligation = ObligationFactory(society=SocietyFactory())
    filing = actions.start(
        "registration", society=obligation.society, cycle=obligation.cycle, by=reviewer
    )
    assert filing.on_behalf
    content = document(obligation.society)
    cells = {**content["cells"], "staff_count": "7"}
    actions.save_draft(filing.pk, by=reviewer, cells=cells)
    Filing.objects.filter(pk=filing.pk).update(document=content)
    actions.submit(filing.pk, by=reviewer)
    actions.claim(filing.pk, by=reviewer)
    with pytest.raises(MoveNotAllowed, match="须由他人批准"):
        actions.approve(filing.pk, by=reviewer, version=1)
    actions.release(filing.pk, by=reviewer)
    actions.claim(filing.pk, by=other)
    actions.approve(filing.pk, by=other, version=1)
    assert Filing.objects.get(pk=filing.pk).state == State.APPROVED


def test_draft_of_a_society_is_not_typed_by_staff(reviewer):
    obligation = ObligationFactory()
    filing = actions.start(
        "registration",
        society=obligation.society,
        cycle=obligation.cycle,
        by=secretary_of(obligation.society),
    )
    assert not filing.on_behalf
    with pytest.raises(MoveNotAllowed, match="本学会的填报人"):
        actions.save_draft(filing.pk, by=reviewer, cells={"staff_count": "7"})


@pytest.mark.parametrize("role", [Role.COMMITTEE, Role.LEADER, Role.ADMINISTRATOR])
def test_other_roles_start_nothing_for_a_society(role):
    obligation = ObligationFactory()
    with pytest.raises(MoveNotAllowed, match="本学会的填报人"):
        actions.start(
            "registration",
            society=obligation.society,
            cycle=obligation.cycle,
            by=UserFactory(role=role),
        )


def test_submitted_filing_is_not_corrected_before_it_is_claimed(reviewer):
    filing = submitted()
    with pytest.raises(MoveNotAllowed, match="不能更正"):
        staff_actions.correct(
            filing.pk, by=reviewer, version=1, cells={"staff_count": "8"}, text="核对"
        )
