"""What societies file beside the registration: when they may, and what comes of it."""

import datetime as dt

import pytest

from accounts.models import Notification
from filings import actions, attachments, staff_actions
from filings.kinds import get_kind
from filings.models import Filing
from filings.rules import MoveNotAllowed, filing_window_problem
from ledger.inspection.models import Defence, Rectification
from tests.factories import secretary_of
from tests.factories.files import pdf
from tests.inspection.people import DAY

pytestmark = pytest.mark.django_db
CELLS = {
    "defence": {"reasons": "批复延迟，已多次催办。"},
    "rectification": {"done": "已建立联合党支部。", "done_on": "2018年1月"},
    "project": {"title": "科普进校园", "field": "科普", "amount": "5万元"},
}


def start(office, society, kind) -> Filing:
    by = secretary_of(society)
    filing = actions.start(kind, society=society, cycle=office.cycle, by=by)
    return actions.save_draft(filing.pk, by=by, cells=CELLS[kind])


def submit(filing):
    return actions.submit(filing.pk, by=secretary_of(filing.society))


def test_defence_answers_one_notice_to_the_end_of_its_last_day(office, settings):
    proposal = office.propose()
    with pytest.raises(MoveNotAllowed, match="没有待答复的告知书"):
        start(office, proposal.society, "defence")
    notice = office.notify(proposal)
    settings.BUSINESS_DATE = notice.last_day
    filing = start(office, proposal.society, "defence")
    assert filing.document["cells"]["notice"] == notice.document.number
    submit(filing)
    assert Defence.objects.get().notice == notice
    with pytest.raises(MoveNotAllowed, match="已经申辩"):
        start(office, proposal.society, "defence")


def test_defence_comes_too_late_after_its_last_day(office, settings):
    proposal = office.propose()
    notice = office.notify(proposal)
    filing = start(office, proposal.society, "defence")
    settings.BUSINESS_DATE = notice.last_day + dt.timedelta(days=1)
    with pytest.raises(MoveNotAllowed, match="届满"):
        submit(filing)


def test_defence_that_was_returned_may_come_again_until_its_own_day(office, settings):
    proposal = office.propose()
    notice = office.notify(proposal)
    filing = start(office, proposal.society, "defence")
    submit(filing)
    settings.BUSINESS_DATE = notice.last_day
    actions.claim(filing.pk, by=office.committee)
    words = {"version": 1, "reason": "unclear", "text": "请附批复。"}
    actions.return_filing(filing.pk, by=office.committee, **words)
    settings.BUSINESS_DATE = notice.last_day + dt.timedelta(days=3)
    assert submit(Filing.objects.get(pk=filing.pk)).number == 2


def test_committee_hears_once_of_a_defence_and_of_an_approved_rectification(
    office, client, settings
):
    proposal = office.propose()
    office.notify(proposal)
    defence = start(office, proposal.society, "defence")
    submit(defence)
    actions.claim(defence.pk, by=office.committee)
    words = {"version": 1, "reason": "unclear", "text": "请附批复。"}
    actions.return_filing(defence.pk, by=office.committee, **words)
    submit(defence)
    heard = Notification.objects.filter(recipient=office.committee, kind="inspection")
    assert heard.get().title == f"{proposal.society}：提交了申辩书"
    client.force_login(office.committee)
    assert client.get(heard.get().link).status_code == 200

    mended = office.propose()
    settings.BUSINESS_DATE = office.decide(mended).signed_on
    report = start(office, mended.society, "rectification")
    submit(report)
    assert heard.count() == 1
    actions.claim(report.pk, by=office.reviewer)
    actions.approve(report.pk, by=office.reviewer, version=1)
    assert heard.latest("pk").title == f"{mended.society}：整改报告已批准"
    assert "整改报告" in client.get(heard.latest("pk").link).content.decode()


def test_rectification_needs_something_to_be_mended(office, settings):
    proposal = office.propose()
    with pytest.raises(MoveNotAllowed, match="没有须整改的结论"):
        start(office, proposal.society, "rectification")
    result = office.decide(proposal)
    settings.BUSINESS_DATE = result.signed_on
    submit(start(office, proposal.society, "rectification"))
    assert Rectification.objects.get().result == result
    with pytest.raises(MoveNotAllowed, match="正在审核"):
        start(office, proposal.society, "rectification")


def test_project_needs_its_file_and_is_read_in_any_spelling(office, client):
    society = office.propose().society
    filing = start(office, society, "project")
    with pytest.raises(actions.NotSubmittable) as refused:
        submit(filing)
    client.force_login(secretary_of(society))
    page = client.get(f"/filings/{filing.pk}/check/").content.decode()
    assert [f.message for f in refused.value.checked.findings] == ["请上传项目材料。"]
    assert f'href="/filings/{filing.pk}/check/#files-project">去上传</a>' in page
    attachments.add_attachment(
        filing.pk, by=secretary_of(society), name="书.pdf", data=pdf(), purpose="project"
    )
    version = submit(filing)
    assert version.normalized["cells"]["field"] == "科学普及"
    assert version.normalized["cells"]["amount"].replace(",", "") == "50000"
    assert Filing.objects.get(pk=filing.pk).declared == "科普进校园"


def test_penalty_refuses_a_project_at_start_and_at_submission(office, settings):
    proposal = office.propose()
    filing = start(office, proposal.society, "project")
    result = office.decide(proposal)
    settings.BUSINESS_DATE = result.signed_on
    for attempt in (lambda: submit(filing), lambda: start(office, proposal.society, "project")):
        with pytest.raises(MoveNotAllowed, match="不能申报承担省科协项目.*注3"):
            attempt()


def test_a_project_filed_before_the_penalty_is_not_approved_under_it(office, client, settings):
    proposal = office.propose()
    filing, by = start(office, proposal.society, "project"), secretary_of(proposal.society)
    attachments.add_attachment(filing.pk, by=by, name="书.pdf", data=pdf(), purpose="project")
    submit(filing)
    result = office.decide(proposal)
    settings.BUSINESS_DATE = result.signed_on
    actions.claim(filing.pk, by=office.reviewer)
    client.force_login(office.reviewer)
    page = client.get(f"/admin/filings/filing/{filing.pk}/change/").content.decode()
    assert f"不能申报承担省科协项目：{result.signed_on:%Y年%-m月%-d日}起" in page
    with pytest.raises(MoveNotAllowed, match="不能申报承担省科协项目.*注3"):
        actions.approve(filing.pk, by=office.reviewer, version=1)
    text = "处理期间不能承担省科协项目。"
    refused = staff_actions.refuse(filing.pk, by=office.reviewer, version=1, text=text)
    assert refused.state == "refused"


def test_one_function_says_why_on_page_and_in_action(office, client):
    society = office.propose().society
    reason = filing_window_problem(get_kind("defence"), society=society, cycle=office.cycle, on=DAY)
    client.force_login(secretary_of(society))
    assert reason and reason in client.get("/inspection/own/").content.decode()
