"""The sealed paper: what the codes on a scan say, what is approved with it, and 原件已收."""

import io
from functools import partial

import pytest
from django.core.management import call_command
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from accounts.models import AuditRecord
from filings import actions, attachments, scans, staff_actions
from filings.enums import Purpose, ScanState, State
from filings.models import Event, Filing, Version
from filings.papers import scanned
from filings.rules import MoveNotAllowed
from tests.factories import (
    CycleFactory,
    FilingFactory,
    ObligationFactory,
    UserFactory,
    approve,
    as_pdf,
    claimed,
    picture,
    scan,
    secretary_of,
    submitted,
)
from tests.kinds import PLAIN
from tests.races import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def cycle():
    return CycleFactory(stamped_scan="approval")


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


def last(filing) -> Version:
    version = filing.versions.last()
    version.filing = filing
    return version


def attach(filing, data, *, name="盖章件.png"):
    return attachments.add_attachment(
        filing.pk,
        by=secretary_of(filing.society),
        name=name,
        data=data,
        purpose=Purpose.STAMPED,
    )


def scan_state(filing) -> str:
    return Filing.objects.get(pk=filing.pk).scan


def resubmitted(filing, by) -> Filing:
    """A second version."""
    if filing.state == State.SUBMITTED:
        filing = claimed(filing, by=by)
    actions.return_filing(filing.pk, by=by, version=1, reason="unclear", text="请改。")
    actions.submit(filing.pk, by=secretary_of(filing.society))
    return Filing.objects.get(pk=filing.pk)


def test_scan_of_the_last_version_is_recognized():
    filing = submitted()
    attach(filing, scan(last(filing)))
    assert scan_state(filing) == ScanState.MATCHES


def test_photo_askew_on_a_desk_is_recognized():
    filing = submitted()
    page = Image.open(io.BytesIO(scan(last(filing)))).resize((1260, 1784))
    page = page.rotate(8, expand=True, fillcolor=(90, 70, 50))
    desk = Image.effect_noise((1800, 2300), 30).convert("RGB")
    desk.paste(page, (150, 120))
    file = io.BytesIO()
    desk.save(file, "JPEG", quality=60)
    attach(filing, file.getvalue(), name="IMG_0001.jpg")
    assert scan_state(filing) == ScanState.MATCHES


def test_scan_of_an_older_version_is_flagged_until_it_is_taken_back(reviewer):
    filing = submitted()
    old = scan(last(filing))
    filing = resubmitted(filing, reviewer)
    wrong = attach(filing, old)
    assert scan_state(filing) == ScanState.OLD
    attach(filing, scan(last(filing)))
    assert scan_state(filing) == ScanState.OLD
    attachments.take_back(wrong.pk, by=secretary_of(filing.society))
    assert scan_state(filing) == ScanState.MATCHES


def test_new_version_makes_the_scan_an_old_one(reviewer):
    filing = submitted()
    attach(filing, scan(last(filing)))
    filing = resubmitted(filing, reviewer)
    assert scan_state(filing) == ScanState.OLD
    attach(filing, scan(last(filing)))
    assert scan_state(filing) == ScanState.MATCHES


def test_scan_of_another_filing_is_flagged():
    filing, other = submitted(), submitted()
    attach(filing, scan(last(other)))
    assert scan_state(filing) == ScanState.FOREIGN


def test_page_without_a_code_is_for_the_reviewers_eyes():
    filing = submitted()
    attach(filing, picture())
    assert scan_state(filing) == ScanState.NO_CODE
    attach(filing, scan(last(filing)))
    assert scan_state(filing) == ScanState.MATCHES


def test_pages_of_a_pdf_are_read_in_the_background(django_capture_on_commit_callbacks):
    filing, other = submitted(), submitted()
    pages = as_pdf(scan(last(filing)), picture(size=(300, 400)), scan(last(other)))
    with django_capture_on_commit_callbacks() as callbacks:
        found = attach(filing, pages, name="盖章件.pdf")
    assert scan_state(filing) == ScanState.PENDING
    for callback in callbacks:
        callback()
    found.refresh_from_db()
    assert [code["page"] for code in found.codes] == [1, 3]
    assert scan_state(filing) == ScanState.FOREIGN


def test_pdf_that_breaks_the_reader_or_takes_too_long_has_no_codes(monkeypatch):
    assert scanned.codes_in_pdf(b"%PDF-1.4 nothing") == []
    monkeypatch.setattr(scanned, "SECONDS", 0.01)
    assert scanned.codes_in_pdf(as_pdf(picture())) == []


@pytest.mark.parametrize("kept", [None, "old", "foreign"])
def test_approval_without_the_scan_is_refused_with_the_reason(kept, reviewer):
    filing = submitted()
    if kept == "foreign":
        attach(filing, scan(last(submitted())))
    if kept == "old":
        attach(filing, scan(last(filing)))
        filing = resubmitted(filing, reviewer)
    reason = {"old": "不一致", "foreign": "另一件申报"}.get(kept, "还没有盖章件")
    with pytest.raises(MoveNotAllowed, match=reason):
        approve(filing, by=reviewer)
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


@pytest.mark.parametrize("data", [None, picture()], ids=["matches", "no code"])
def test_approval_with_the_scan_goes_through(data):
    filing = submitted()
    attach(filing, data or scan(last(filing)))
    assert approve(Filing.objects.get(pk=filing.pk)).state == State.APPROVED


def test_cycle_that_needs_no_scan_approves_without(cycle):
    cycle.stamped_scan = "not_needed"
    cycle.save()
    assert approve(submitted()).state == State.APPROVED


def test_kind_without_a_sealed_paper_is_approved_without():
    owed = ObligationFactory()
    filing = actions.start(
        PLAIN.code, society=owed.society, cycle=owed.cycle, by=secretary_of(owed.society)
    )
    actions.submit(filing.pk, by=secretary_of(owed.society))
    assert approve(Filing.objects.get(pk=filing.pk)).state == State.APPROVED


def test_scan_before_submission(cycle):
    cycle.stamped_scan = "submission"
    cycle.save()
    filing = FilingFactory()
    secretary = secretary_of(filing.society)
    with pytest.raises(MoveNotAllowed, match="上传盖章件，再提交"):
        actions.submit(filing.pk, by=secretary)
    assert filing.versions.count() == 0
    attach(filing, picture())
    actions.submit(filing.pk, by=secretary)
    assert scan_state(filing) == ScanState.NO_CODE
    with pytest.raises(MoveNotAllowed, match="不能上传"):
        attach(filing, picture("JPEG"))


class TestOriginal:
    def receive(self, filing, by, version=1):
        return staff_actions.receive_original(filing.pk, by=by, version=version)

    def test_original_stands_for_the_scan_and_is_recorded(self, reviewer):
        filing = submitted()
        self.receive(filing, reviewer)
        event = Event.objects.filter(filing=filing).last()
        assert (event.move, event.by, event.to_state) == ("receive", reviewer, "submitted")
        record = AuditRecord.objects.get(action="decide")
        assert (record.by, record.target) == (reviewer, filing.receipt)
        assert record.detail["move"] == "receive_original"
        assert approve(Filing.objects.get(pk=filing.pk)).state == State.APPROVED

    def test_it_is_that_of_one_version(self, reviewer):
        filing = submitted()
        self.receive(filing, reviewer)
        filing = resubmitted(filing, reviewer)
        assert scan_state(filing) == ScanState.NONE
        with pytest.raises(MoveNotAllowed, match="新的版本"):
            self.receive(filing, reviewer)

    def test_who_does_not_decide_may_not_and_twice_is_refused(self, reviewer):
        filing = submitted()
        with pytest.raises(MoveNotAllowed, match="不由您审核"):
            self.receive(filing, UserFactory(role=Role.ADMINISTRATOR))
        self.receive(filing, reviewer)
        with pytest.raises(MoveNotAllowed, match="已经登记过"):
            self.receive(filing, reviewer)

    def test_wrong_tick_is_taken_back_with_a_reason_and_the_scans_count_again(self, reviewer):
        filing = submitted()
        attach(filing, scan(last(filing)))
        self.receive(filing, reviewer)
        with pytest.raises(MoveNotAllowed, match="写明原因"):
            staff_actions.unreceive_original(filing.pk, by=reviewer, text=" ")
        staff_actions.unreceive_original(filing.pk, by=reviewer, text="登记错了学会。")
        event = Event.objects.filter(filing=filing).last()
        assert (event.move, event.text, event.to_state) == (
            "unreceive",
            "登记错了学会。",
            "submitted",
        )
        assert scan_state(filing) == ScanState.MATCHES
        call_command("verify")
        with pytest.raises(MoveNotAllowed, match="没有登记过"):
            staff_actions.unreceive_original(filing.pk, by=reviewer, text="再撤销。")
        self.receive(filing, reviewer)
        assert scan_state(filing) == ScanState.RECEIVED
        approve(Filing.objects.get(pk=filing.pk))
        with pytest.raises(MoveNotAllowed, match="不能撤销原件已收"):
            staff_actions.unreceive_original(filing.pk, by=reviewer, text="太晚了。")

    def test_filing_that_does_not_wait_takes_none(self, cycle, reviewer):
        filing = claimed(submitted(), by=reviewer)
        actions.return_filing(filing.pk, by=reviewer, version=1, reason="unclear", text="请改。")
        with pytest.raises(MoveNotAllowed, match="不登记原件"):
            self.receive(filing, reviewer)
        cycle.stamped_scan = "not_needed"
        cycle.save()
        with pytest.raises(MoveNotAllowed, match="不需要盖章件"):
            self.receive(submitted(), reviewer)


class TestDesk:
    QUEUE = reverse("admin:filings_filing_changelist")
    ORIGINALS = reverse("admin:filings_filing_originals")

    @pytest.fixture(autouse=True)
    def signed_in(self, client, reviewer):
        client.force_login(reviewer)

    def shown(self, client, **query) -> dict:
        rows = client.get(self.QUEUE, query).context["rows"]
        return {row.pk: " ".join(row.reasons) for row in rows}

    def test_queue_says_and_filters_by_the_sealed_paper(self, client):
        none, unread, settled = submitted(), submitted(), submitted()
        attach(unread, picture())
        attach(settled, scan(last(settled)))
        said = self.shown(client)
        assert ("缺盖章件" in said[none.pk], "盖章件待核对" in said[unread.pk]) == (True, True)
        assert "盖章件" not in said[settled.pk]
        for chosen, filing in (("none", none), ("unread", unread), ("settled", settled)):
            assert list(self.shown(client, scan=chosen)) == [filing.pk]

    def test_bulk_approval_takes_only_what_its_code_vouches_for(self, client, reviewer):
        settled, unread = submitted(), submitted()
        attach(settled, scan(last(settled)))
        attach(unread, picture())
        page = client.get(reverse("admin:filings_filing_bulk"))
        assert [row["filing"].pk for row in page.context["rows"]] == [settled.pk]
        with pytest.raises(MoveNotAllowed, match="未识别到二维码"):
            staff_actions.approve_unseen(unread.pk, by=reviewer, version=1)

    def test_selection_is_previewed_and_recorded_each_by_itself(self, client, reviewer):
        first, second, settled = submitted(), submitted(), submitted()
        staff_actions.receive_original(settled.pk, by=reviewer, version=1)
        page = client.get(self.ORIGINALS, {"filing": [first.pk, second.pk, settled.pk]})
        problems = {row["filing"].pk: row["problem"] for row in page.context["rows"]}
        assert problems == {first.pk: "", second.pk: "", settled.pk: "已经登记过原件已收。"}
        resubmitted(second, reviewer)
        ticked = [f"{first.pk}:1", f"{second.pk}:1"]
        page = client.post(self.ORIGINALS, {"filings": ticked}, follow=True)
        said = " ".join(str(message) for message in page.context["messages"])
        assert "已登记 1 件原件已收" in said and "没有登记：学会已提交新的版本" in said
        assert (scan_state(first), scan_state(second)) == ("received", "none")

    def test_review_page_says_what_lacks_and_takes_the_original(self, client):
        filing = submitted()
        url = reverse("admin:filings_filing_change", args=[filing.pk])
        assert "还没有盖章件" in client.get(url).content.decode()
        original = reverse("admin:filings_filing_original", args=[filing.pk])
        page = client.post(original, {"version": 1}, follow=True).content.decode()
        assert "已登记原件已收。" in page and "还没有盖章件" not in page
        undo = reverse("admin:filings_filing_original_undo", args=[filing.pk])
        assert undo in page and "这个字段是必填项" in client.post(undo).content.decode()
        page = client.post(undo, {"text": "原件是别的学会的。"}, follow=True).content.decode()
        assert (
            "已撤销原件已收。" in page and "原件是别的学会的。" in page and "还没有盖章件" in page
        )


def test_secretary_sees_the_flag_and_what_to_do(client, reviewer):
    filing = submitted()
    old = scan(last(filing))
    filing = resubmitted(filing, reviewer)
    client.force_login(secretary_of(filing.society))
    home = client.get("/").content.decode()
    assert "上传盖章件" in home and "#files-stamped" in home
    attach(filing, old)
    page = client.get(reverse("filings:receipt", args=[filing.pk])).content.decode()
    assert "盖章件与现版本不一致" in page and "请撤回不对的文件" in page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_scan_uploaded_while_the_version_changes_does_not_pass_for_the_new_one(reviewer):
    filing = submitted()
    page = scan(last(filing))
    for number in range(1, 6):
        claimed(filing, by=reviewer)
        correct = partial(
            staff_actions.correct,
            filing.pk,
            by=reviewer,
            version=number,
            cells={"staff_count": str(20 + number)},
            text="笔误。",
        )
        assert at_once(correct, partial(attach, filing, page)) == [None, None]
        fresh = Filing.objects.get(pk=filing.pk)
        assert fresh.scan == scans.state_of(fresh) == ScanState.OLD
        found = fresh.attachments.in_force().get()
        attachments.take_back(found.pk, by=secretary_of(filing.society))
