"""From start to receipt, as the secretary sees it."""

import re

import pytest

from accounts.enums import Role
from filings import actions
from filings.enums import State
from filings.models import Filing, Obligation
from tests.factories import (
    FilingFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    approve,
    claimed,
    secretary_of,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    filing = FilingFactory(SocietyFactory(name="吉林省物理学会"))
    client.force_login(secretary_of(filing.society))
    return filing


def get(client, filing, part="") -> str:
    response = client.get(f"/filings/{filing.pk}/{part}")
    assert response.status_code == 200
    return response.content.decode()


def submit(client, filing, **data):
    data = {"declared": "on", "revision": Filing.objects.get(pk=filing.pk).revision} | data
    return client.post(f"/filings/{filing.pk}/submit/", data, follow=True)


def save(filing, **cells):
    actions.save_draft(filing.pk, by=secretary_of(filing.society), cells=cells)


def returned(client, **how):
    filing = claimed()
    how = {"reason": "unclear", "text": "联系电话请写全。"} | how
    actions.return_filing(filing.pk, by=filing.claimed_by, version=1, **how)
    client.force_login(secretary_of(filing.society))
    return filing


def test_secretary_starts_once_and_is_led_to_the_first_part(client):
    obligation = ObligationFactory()
    client.force_login(secretary_of(obligation.society))
    chosen = {
        "kind": "registration",
        "society": obligation.society_id,
        "cycle": obligation.cycle_id,
    }
    for _ in range(2):
        response = client.post("/filings/start/", chosen, follow=True)
        assert response.request["PATH_INFO"].endswith("/table1/")
    assert Filing.objects.get().state == State.DRAFT
    assert obligation.society.name in response.content.decode()


def test_secretary_starts_nothing_for_another_society(client):
    obligation = ObligationFactory()
    client.force_login(secretary_of(SocietyFactory()))
    chosen = {
        "kind": "registration",
        "society": obligation.society_id,
        "cycle": obligation.cycle_id,
    }
    response = client.post("/filings/start/", chosen, follow=True)
    assert "没有这个填报任务" in response.content.decode()
    assert not Filing.objects.exists()


def test_list_shows_what_can_be_begun_and_what_was_filed(client):
    filing = submitted()
    user = secretary_of(filing.society)
    other = ObligationFactory(cycle=filing.cycle)
    other.society.accounts.create(user=user)
    client.force_login(user)
    html = client.get("/filings/").content.decode()
    assert filing.receipt in html and "已提交，待审核" in html and "第1版" in html
    assert str(other.society) in html and html.count("开始填报") == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER])
def test_list_is_for_secretaries(client, role):
    client.force_login(UserFactory(role=role))
    assert client.get("/filings/").status_code == 403
    assert client.post("/filings/start/").status_code == 403


def test_check_page_shows_the_official_tables_and_leads_back_to_each_cell(client, draft):
    html = get(client, draft, "check/")
    person = draft.document["rows"]["council"][0]
    assert "表1. 吉林省科协所属学会党建信息表" in html
    assert person["phone"] in html
    address = f"/filings/{draft.pk}/table3/?open={person['key']}#cell-council-{person['key']}-phone"
    assert address in html.replace("&amp;", "&")


def test_check_page_lists_everything_that_stops_submission(client, draft):
    save(draft, full_time_staff="99", party_member_count="12", staff_count="")
    save(draft, staff_count="6", activist_count="")
    html = get(client, draft, "check/")
    for words in ("专职人员数（99）不能多于工作人员总数（6）", "请填写党的积极分子", "填 12 人"):
        assert words in html
    assert re.search(r"<button[^>]*disabled[^>]*>提交给省科协", html)


def test_submission_gives_a_receipt_with_the_time_to_the_second(client, draft):
    response = submit(client, draft)
    filing = Filing.objects.get(pk=draft.pk)
    html = response.content.decode()
    assert response.request["PATH_INFO"] == f"/filings/{draft.pk}/receipt/"
    assert filing.state == State.SUBMITTED
    assert filing.receipt in html
    assert re.search(r"2017-11-06 \d\d:\d\d:\d\d", html)
    assert "认领" in html and "撤回" in html


def test_submission_needs_the_declaration(client, draft):
    response = client.post(f"/filings/{draft.pk}/submit/", {"revision": draft.revision})
    assert response.status_code == 422
    assert "请先勾选声明" in response.content.decode()
    assert Filing.objects.get(pk=draft.pk).state == State.DRAFT


def test_submission_of_what_changed_since_it_was_looked_at_is_refused(client, draft):
    revision = Filing.objects.get(pk=draft.pk).revision
    save(draft, staff_count="8")
    response = submit(client, draft, revision=revision)
    assert "请重新核对后提交" in response.content.decode()
    assert Filing.objects.get(pk=draft.pk).state == State.DRAFT


def test_submission_with_errors_is_refused_and_nothing_is_lost(client, draft):
    save(draft, full_time_staff="99")
    response = submit(client, draft)
    assert "暂不能提交" in response.content.decode()
    assert Filing.objects.get(pk=draft.pk).document["cells"]["full_time_staff"] == "99"


def test_withdrawal_gives_the_draft_back_until_the_filing_is_claimed(client):
    filing = submitted()
    client.force_login(secretary_of(filing.society))
    response = client.post(f"/filings/{filing.pk}/withdraw/", follow=True)
    assert "已撤回" in response.content.decode()
    assert Filing.objects.get(pk=filing.pk).state == State.DRAFT
    assert Obligation.objects.get().first_submitted_at is None


def test_withdrawal_of_a_claimed_filing_is_refused(client):
    filing = claimed()
    client.force_login(secretary_of(filing.society))
    response = client.post(f"/filings/{filing.pk}/withdraw/", follow=True)
    assert "不能撤回" in response.content.decode()
    assert "撤回修改</button>" not in response.content.decode()
    assert Filing.objects.get(pk=filing.pk).state == State.IN_REVIEW


def test_returned_filing_says_why_and_until_when_on_every_page(client):
    filing = returned(client)
    for part in ("table1/", "table3/", "check/"):
        html = get(client, filing, part)
        assert "联系电话请写全。" in html
        assert "2017年11月13日" in html and "还剩 7 天" in html
    submit(client, filing)
    assert Filing.objects.get(pk=filing.pk).state == State.SUBMITTED
    assert Filing.objects.get(pk=filing.pk).versions.count() == 2


def test_submitted_filing_cannot_be_edited_but_read(client):
    filing = submitted()
    client.force_login(secretary_of(filing.society))
    for part in ("", "table1/", "check/"):
        response = client.get(f"/filings/{filing.pk}/{part}", follow=True)
        assert response.request["PATH_INFO"] == f"/filings/{filing.pk}/receipt/"
    html = get(client, filing, "versions/1/")
    assert "表3. 吉林省科协所属学会理事会党员信息表" in html
    assert filing.document["rows"]["council"][0]["phone"] in html
    assert "<input" not in re.sub(r"<form.*?</form>", "", html, flags=re.S)
    assert client.get(f"/filings/{filing.pk}/versions/2/").status_code == 404


def test_receipt_of_an_approved_filing_says_so(client):
    filing = approve()
    client.force_login(secretary_of(filing.society))
    assert "已记入台账" in get(client, filing, "receipt/")


@pytest.mark.parametrize("part", ["submit/", "withdraw/", "table3/add/council/"])
def test_what_changes_something_is_a_post(client, draft, part):
    assert client.get(f"/filings/{draft.pk}/{part}").status_code == 405
