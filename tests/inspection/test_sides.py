"""What each role sees of an inspection, and does from its pages."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import clock
from accounts.models import AuditRecord, Notification
from ledger.coverage.brief import html
from ledger.coverage.sources import Live
from ledger.inspection import actions
from ledger.inspection.brief import section
from ledger.inspection.enums import Grade, Indicator
from ledger.inspection.models import Notice, OfficialDocument, Proposal, Result
from societies import codes
from societies.actions import leave
from tests.factories import UserFactory, secretary_of
from tests.inspection.people import DAY, DECISION, failed

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def get(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def page_of(proposal) -> str:
    return f"/inspection/2017/{proposal.society.slug}/"


def test_each_number_of_the_list_has_as_many_rows(office, as_user):
    for grade in (Grade.PASSED, Grade.BASIC, Grade.FAILED, Grade.PENDING):
        office.propose(grade)
    office.notify(office.propose())
    office.decide(office.propose())
    client = as_user(office.reviewer)
    tiles = client.get("/inspection/2017/").context["tiles"]
    numbers = {tile["label"]: tile["number"] for tile in tiles}
    assert (numbers["全部"], numbers["待确认"], numbers["待告知"]) == (6, 2, 1)
    assert (numbers["申辩中"], numbers["待党委决定"], numbers["不合格"]) == (1, 0, 1)
    for tile in tiles:
        rows = client.get(f"/inspection/2017/{tile['url']}").context["rows"]
        assert len(rows) == tile["number"], tile["label"]


def test_committee_comes_to_what_waits_for_its_decision(office, as_user, settings):
    proposal = office.propose()
    notice = office.notify(proposal)
    settings.BUSINESS_DATE = notice.last_day
    client = as_user(office.committee)
    assert not client.get("/inspection/", follow=True).context["rows"]
    settings.BUSINESS_DATE = DAY.replace(month=2, day=2)
    (row,) = client.get("/inspection/", follow=True).context["rows"]
    assert row["society"] == proposal.society and "决定" in row["next"]


@pytest.mark.parametrize("path", ["", "?show=notice", "confirm/", "notices/"])
def test_list_asks_no_more_for_more_societies(office, as_user, path):
    client, counts = as_user(office.reviewer), []
    get(client, "/inspection/awards/")  # the first page of a session asks more
    for number in (1, 2):
        for grade in (Grade.PASSED, Grade.FAILED):
            for _ in range(number):
                office.notify(office.propose())
                office.propose(grade)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            get(client, f"/inspection/2017/{path}")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_society_hears_of_it_with_the_notice_and_not_before(office, as_user):
    proposal = office.propose()
    client = as_user(secretary_of(proposal.society))
    assert client.get(page_of(proposal)).status_code == 404
    notice = office.notify(proposal)
    home = get(client, "/")
    assert "还剩 10 天可以申辩" in home and notice.document.number in home
    shown = get(client, page_of(proposal))
    assert "没有报送" in shown and "开始填写申辩书" in shown
    assert Notification.objects.filter(title__contains="年检告知书").count() == 1


def test_own_page_says_what_is_flagged_by_which_clause_and_how_to_mend_it(office, as_user):
    society = office.propose(charter_has_party_building=False).society
    shown = get(as_user(secretary_of(society)), "/inspection/own/")
    assert "党建工作写入章程" in shown and "第6条" in shown and "怎样改" in shown
    assert "建议不合格" not in shown


def test_leader_reads_results_without_persons_and_decides_nothing(office, as_user):
    result = office.decide(office.propose())
    client = as_user(office.leader)
    shown = get(client, page_of(result.proposal))
    assert "不合格" in shown and DECISION in shown
    for name in (office.reviewer.name, office.committee.name):
        assert name not in shown.replace("谢振华", "")
    assert "<textarea" not in shown
    overview = get(client, "/inspection/2017/")
    assert "未覆盖的学会名单" in overview and "导出" not in overview


def test_bulk_notices_are_numbered_one_after_the_other(office, as_user):
    first, second, other = (office.propose() for _ in range(3))
    client = as_user(office.reviewer)
    data = {"ticked": [first.pk, second.pk], "reason": "依照注3。"}
    client.post("/inspection/2017/notices/", data)
    office.notify(other)
    client.post("/inspection/2017/notices/", {**data, "ticked": [other.pk]})  # refused: no number
    last = office.propose()
    client.post("/inspection/2017/notices/", {**data, "ticked": [last.pk]})
    numbers = Notice.objects.exclude(proposal=other).order_by("pk")
    found = list(numbers.values_list("document__number", flat=True))
    assert found == [f"吉科协告字〔2018〕{number}号" for number in (1, 2, 3)]


def test_benign_correction_waits_for_the_committee(office, as_user):
    society = office.decide(office.propose()).society
    office.propose(Grade.PASSED)
    for proposal in Proposal.objects.filter(society=society):
        actions.reopen(proposal.result.pk, by=office.reviewer, reason="补记")
    Proposal.objects.filter(society=society, corrects__isnull=False).update(grade=Grade.PASSED)
    page = as_user(office.committee).get("/inspection/2017/?show=decide").context
    assert [(row["society"], row["next"]) for row in page["rows"]] == [
        (society, "省科技社团党委决定是否更正")
    ]
    numbers = {tile["label"]: tile["number"] for tile in page["tiles"]}
    assert (numbers["待确认"], numbers["待党委决定"], numbers["申辩中"]) == (1, 1, 0)


def test_bulk_confirmation_signs_what_was_ticked(office, as_user):
    kept, signed = office.propose(Grade.BASIC), office.propose(Grade.PASSED)
    client = as_user(office.reviewer)
    data = {"number": "吉科协发学字〔2018〕3号", "dated": DAY.isoformat()}
    bare = client.post("/inspection/2017/confirm/", data)
    assert bare.status_code == 422 and "请先勾选学会" in bare.content.decode()
    client.post("/inspection/2017/confirm/", {**data, "ticked": [signed.pk]})
    assert list(Result.objects.values_list("society", flat=True)) == [signed.society_id]
    assert kept.society.inspection_results.count() == 0


def test_bulk_confirmation_that_signs_nothing_says_why_once_and_keeps_the_ticks(office, as_user):
    left, *ticked = (office.propose(Grade.PASSED).pk for _ in range(5))
    client = as_user(office.reviewer)
    data = {"ticked": ticked, "number": "吉科协检字〔2018〕1号", "dated": "2017-12-31"}
    answer = client.post("/inspection/2017/confirm/", data)
    page = answer.content.decode()
    assert answer.status_code == 422 and not Result.objects.exists()
    assert page.count("成文日期不能早于") == 1 and "没有签发 4 个学会" in page
    assert f'value="{left}">' in page and f'value="{left}" checked' not in page
    assert all(f'value="{pk}" checked>' in page for pk in ticked)


def test_wrong_form_keeps_what_was_typed_and_a_refusal_says_why(office, as_user):
    proposal = office.propose()
    office.notify(proposal)
    client = as_user(office.committee)
    url = page_of(proposal) + "decide/"
    typed = client.post(url, {"grade": "failed", "reason": "从轻处理"})
    assert typed.status_code == 422 and "从轻处理" in typed.content.decode()
    data = {"grade": "failed", "number": DECISION, "dated": DAY.isoformat()}
    early = client.post(url, {**data, "penalties": ["inspection_failed"]}, follow=True)
    assert "在此之后才能决定" in early.content.decode()
    assert not OfficialDocument.objects.filter(number=DECISION).exists()


def test_standing_page_answers_for_a_day(office, as_user):
    society = office.decide(office.propose()).society
    client = as_user(office.reviewer)
    url = f"/inspection/standing/{society.slug}/"
    before = client.get(f"{url}?on=2018-01-31").context["rows"]
    assert not any(row["bars"] for row in before)
    after = client.get(f"{url}?on=2018-06-30").context["rows"]
    assert [row["label"] for row in after if row["bars"]] == ["评优", "年检", "换届", "项目申报"]
    wrong = client.get(f"{url}?on=2018-02-30")
    assert "下面是今天的资格" in wrong.content.decode()


def test_award_list_marks_each_name_and_its_export_is_recorded(office, as_user):
    barred = office.decide(office.propose(name="吉林省物理学会")).society
    office.propose(Grade.PASSED, name="吉林省数学会")
    client = as_user(office.reviewer)
    gone = office.propose(Grade.PASSED, name="吉林省光学学会").society
    leave(gone, by=UserFactory(role="administrator"), on=DAY, reason="自愿退会")
    names = f"{barred.name}\n吉林省数学会\n=1+1\n{barred.name}\n{gone.name}"
    data = {"names": names, "on": "2018-03-01"}
    rows = client.post("/inspection/awards/", data).context["rows"]
    words = [(row.typed, row.word) for row in rows]
    assert words == [
        ("吉林省物理学会", "不能参与评优"),
        ("吉林省数学会", "可以参与评优"),
        ("=1+1", "名册中没有"),
        ("吉林省光学学会", "当天不是会员学会"),
    ]
    assert rows[0].documents == DECISION and "注3" in rows[0].reasons
    response = client.post("/inspection/awards/export/", data)
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert cells[2][0] == "'=1+1" and cells[0][2] == "不能参与评优"
    assert AuditRecord.objects.filter(action="export").count() == 1


def test_evaluation_list_has_both_facts_and_their_evidence(office, as_user):
    facts = failed(Indicator.ESTABLISHED, "台账中没有党组织") + failed()
    office.propose(findings=facts, name="吉林省物理学会")
    response = as_user(office.reviewer).post("/inspection/2017/evaluation/")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    row = [cell.value for cell in sheet[3]]
    assert row[0] == "吉林省物理学会" and row[2:6] == [
        "不符合",
        "台账中没有党组织",
        "不符合",
        "没有报送，应报截止2017-11-20",
    ]
    assert row[6] == "建议不合格"


def test_brief_says_classes_and_penalties_in_force_on_its_day(office):
    result = office.decide(office.propose())
    assert section(DAY) is None
    text = section(result.signed_on)["text"]
    assert text.startswith("结论：合格 0 个、基本合格 0 个、不合格 1 个。")
    assert all(f"{penalty.name} 1 个" in text for penalty in codes.penalties())
    assert "年检视为不合格" not in section(dt.date(2019, 1, 1))["text"]
    source = Live(result.signed_on, office.cycle)
    assert text in html(source, now=clock.now())


def test_reviewer_asks_for_an_evaluation_and_hears_of_it(
    office, as_user, django_capture_on_commit_callbacks
):
    late, told = office.propose(), office.propose()
    late.delete()
    office.notify(told)
    client = as_user(office.reviewer)
    asked = {"cycle": office.cycle.pk, "on": "2018-01-15"}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/inspection/evaluate/", asked).status_code == 302
    proposed = office.inspection.proposals.exclude(pk=told.pk).get()
    assert (proposed.society, proposed.on.isoformat()) == (late.society, "2018-01-15")
    heard = Notification.objects.get(recipient=office.reviewer)
    assert "建议不合格 1 个" in heard.text
    assert "已告知或已签发的 1 个没有改动" in heard.text


def test_nobody_evaluates_a_day_to_come(office, as_user):
    asked = {"cycle": office.cycle.pk, "on": "2018-01-23"}
    page = as_user(office.reviewer).post("/inspection/evaluate/", asked)
    assert page.status_code == 422
    assert "检查日不能晚于今天。" in page.content.decode()
    assert not office.inspection.proposals.exists()
