"""Each event of a filing tells exactly the right people, exactly once, and leads to the place."""

import datetime as dt
from contextlib import contextmanager

import pytest

from accounts import clock
from accounts.enums import NotificationKind, Role
from accounts.models import Notification
from filings import actions, comments, staff_actions
from filings.models import Cycle, Filing
from societies.actions import leave
from societies.filers import hand_over, let_file
from societies.models import Society
from tests.factories import (
    FilingFactory,
    ObligationFactory,
    UserFactory,
    claimed,
    secretary_of,
    submitted,
)
from tests.factories.filings import explain
from tests.races import at_once

pytestmark = pytest.mark.django_db


@contextmanager
def told():
    """What is told within: a list of (recipient, kind)."""
    before = set(Notification.objects.values_list("pk", flat=True))
    found = []
    yield found
    for row in Notification.objects.exclude(pk__in=before).order_by("recipient_id"):
        found.append((row.recipient, row.kind))


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER, name="许晴")


@pytest.fixture
def filing(reviewer):
    """A filing under review, of a society with two filers and one that stopped."""
    filing = claimed(by=reviewer)
    filers = [secretary_of(filing.society), UserFactory(), UserFactory()]
    for user in filers[1:]:
        let_file(filing.society, user)
    hand_over(filing.society, by=filers[2], to=filers[0])
    let_file(filing.society, UserFactory(is_active=False))
    UserFactory(role=Role.REVIEWER)
    filing.filers = filers[:2]
    return filing


def send_back(filing, cells=("place",)):
    return actions.return_filing(
        filing.pk,
        by=filing.claimed_by,
        version=1,
        reason="unclear",
        text="请写清楚，电话 15400000110。",
        cells=cells,
    )


def all_filers(filing, kind):
    return [(user, kind) for user in filing.filers]


def test_resolving_a_comment_and_opening_it_again(filing, reviewer):
    remark = comments.add_comment(filing.pk, by=reviewer, path="place", text="请写清楚。")
    Notification.objects.all().delete()
    with told() as found:
        comments.resolve(remark, by=reviewer)
    assert found == all_filers(filing, "remark")
    row = filing.filers[0].notifications.get()
    assert row.title == f"{filing.society}：许晴解决了意见"
    assert row.text == "已解决（学会所在地）：请写清楚。"
    with told() as found:
        comments.resolve(remark, by=reviewer)
        comments.reopen(remark, by=filing.filers[0])
    assert found == [(reviewer, "remark")]
    assert "重新打开（学会所在地）" in reviewer.notifications.get().text


def test_forced_release_tells_who_had_it(filing, reviewer):
    administrator = UserFactory(role=Role.ADMINISTRATOR, name="管理员甲")
    with told() as found:
        staff_actions.force_release(filing.pk, by=administrator, text="审核人休假。")
    assert found == [(reviewer, "taken")]
    row = reviewer.notifications.get()
    assert row.title == f"{filing.society}：管理员甲强制放回了您认领的党建信息登记（表1—表3）"
    assert row.text == "原因：审核人休假。"


def test_leaving_tells_filers_and_who_has_it_in_hand(filing, reviewer, client):
    by = UserFactory(role=Role.ADMINISTRATOR)
    leave(filing.society, by=by, on=clock.today(), reason="合并。")
    rows = Notification.objects.filter(kind="taken")
    assert {row.recipient for row in rows} == {*filing.filers, reviewer}
    assert {(row.title, row.text) for row in rows} == {
        (f"{filing.society}：党建信息登记（表1—表3）已作废", "学会退会：合并。")
    }
    client.force_login(filing.filers[0])
    link = filing.filers[0].notifications.get().link
    assert client.get(link, follow=True).status_code == 200


def test_discarded_draft_that_was_never_submitted_leads_to_the_list(client):
    filing = FilingFactory()
    filer = secretary_of(filing.society)
    actions.discard(filing.pk, by=filer, text="不报了。")
    client.force_login(filer)
    page = client.get(f"/filings/{filing.pk}/", follow=True)
    assert page.redirect_chain[-1][0] == "/filings/"


def test_return_and_its_undoing(filing, client):
    with told() as found:
        send_back(filing)
    assert found == all_filers(filing, "returned")
    row = filing.filers[1].notifications.get()
    assert row.title == f"{filing.society}：党建信息登记（表1—表3）退回修改，请在11月13日前重新提交"
    assert row.text == "填写不清楚：请写清楚，电话 154****0110。\n需要修改：学会所在地"
    client.force_login(filing.filers[1])
    response = client.post(f"/notifications/{row.pk}/read/")
    assert client.get(response.url).url.endswith("/table1/#cell-place")
    with told() as found:
        staff_actions.undo_return(filing.pk, by=filing.claimed_by)
    assert found == all_filers(filing, "returned")


def test_approval_and_refusal(filing):
    with told() as found:
        actions.approve(filing.pk, by=filing.claimed_by, version=1)
    assert found == all_filers(filing, "approved")
    assert Notification.objects.first().text == f"回执号 {filing.receipt}，第1版。批准后记入台账"


def test_resubmission_tells_who_returned_it(filing, reviewer):
    send_back(filing)
    draft = Filing.objects.get(pk=filing.pk)
    draft.document["cells"]["staff_count"] = "8"
    draft.save()
    explain(draft)
    with told() as found:
        actions.submit(filing.pk, by=filing.filers[0])
    assert found == [(reviewer, "resubmitted")]
    assert Notification.objects.first().text == "与上一版不同：工作人员总数"


def test_correction_tells_before_and_after_and_objection_comes_back(filing, reviewer):
    with told() as found:
        staff_actions.correct(
            filing.pk, by=reviewer, version=1, cells={"staff_count": "7"}, text="与附件一致"
        )
    assert found == all_filers(filing, "entered")
    assert "工作人员总数：6 → 7\n原因：与附件一致" in Notification.objects.first().text
    with told() as found:
        comments.add_comment(filing.pk, by=filing.filers[0], path="", text="应为 6。")
    assert found == [(reviewer, "remark")]


def test_remarks_join_what_is_unread(filing, reviewer):
    with told() as found:
        first = comments.add_comment(filing.pk, by=reviewer, path="place", text="请核对。")
        comments.add_comment(filing.pk, by=reviewer, path="", text="其余都好。")
    assert found == all_filers(filing, "remark")
    assert Notification.objects.first().text == (
        "意见（学会所在地）：请核对。\n意见（整件申报）：其余都好。"
    )
    Notification.objects.filter(recipient=filing.filers[0]).update(read_at=filing.claimed_at)
    with told() as found:
        comments.answer(first, by=reviewer, text="尤其是区。")
    assert found == [(filing.filers[0], "remark")]
    with told() as found:
        comments.answer(first, by=filing.filers[1], text="已核对。")
    assert found == [(reviewer, "remark")]


def test_answer_reaches_its_reviewer_though_another_has_claimed(filing, reviewer):
    comment = comments.add_comment(filing.pk, by=reviewer, path="place", text="请核对。")
    actions.release(filing.pk, by=reviewer)
    other = UserFactory(role=Role.REVIEWER)
    actions.claim(filing.pk, by=other)
    with told() as found:
        comments.answer(comment, by=filing.filers[0], text="已核对。")
    assert found == [(reviewer, "remark"), (other, "remark")]


def test_moves_that_concern_nobody_else_tell_nobody():
    with told() as found:
        filing = claimed()
        actions.release(filing.pk, by=filing.claimed_by)
        actions.withdraw(filing.pk, by=secretary_of(filing.society))
    assert found == []


def test_paper_filing_is_announced_to_the_society(reviewer):
    obligation = ObligationFactory()
    filers = [secretary_of(obligation.society)]
    with told() as found:
        filing = actions.start(
            "registration", society=obligation.society, cycle=obligation.cycle, by=reviewer
        )
    assert found == [(user, "entered") for user in filers]
    assert filing.on_behalf


def test_extension_tells_each_person_once():
    filing = submitted()
    user = secretary_of(filing.society)
    let_file(ObligationFactory().society, user)
    with told() as found:
        staff_actions.extend(
            Cycle.objects.get(),
            Society.objects.all(),
            until=dt.date(2017, 12, 1),
            reason="系统停机",
            by=UserFactory(role=Role.COMMITTEE),
        )
    assert (user, "extended") in found
    assert len(found) == len(set(found))


def test_who_has_lost_the_society_sees_no_words(filing, client):
    send_back(filing)
    gone, stays = filing.filers
    hand_over(filing.society, by=gone, to=stays)
    client.force_login(gone)
    page = client.get("/notifications/").content.decode()
    assert "不再显示" in page
    assert "请写清楚" not in page
    assert str(filing.society) not in page
    row = Notification.objects.get(recipient=gone)
    assert client.post(f"/notifications/{row.pk}/read/").url == "/notifications/"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_remarks_at_once_are_one_notification(race_rounds):
    for _ in range(min(race_rounds, 10)):
        filing = claimed()
        by = filing.claimed_by

        def remark(pk=filing.pk, by=by):
            comments.add_comment(pk, by=by, path="", text="请核对。")

        assert at_once(remark, remark) == [None, None]
        rows = Notification.objects.filter(topic=f"filing:{filing.pk}")
        assert [row.text.count("请核对") for row in rows] == [2]
        assert rows[0].kind == NotificationKind.REMARK
