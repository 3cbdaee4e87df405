"""A kind without official tables goes the whole way: editor, check page, paper, desk, decision."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from accounts.enums import Role
from filings import actions
from filings.enums import State
from filings.models import Filing
from tests.factories import ObligationFactory, UserFactory, secretary_of
from tests.filings.editor_pages import EditorPage
from tests.kinds import LETTER

pytestmark = pytest.mark.django_db
CELLS = {"subject": "延期", "people": "12", "reasons": "批复未到。\n已催办两次。"}


@pytest.fixture
def letter():
    obligation = ObligationFactory()
    society = obligation.society
    by = secretary_of(society)
    return actions.start(LETTER.code, society=society, cycle=obligation.cycle, by=by)


@pytest.fixture
def sent(letter):
    by = secretary_of(letter.society)
    actions.save_draft(letter.pk, by=by, cells=CELLS)
    actions.submit(letter.pk, by=by)
    return Filing.objects.get(pk=letter.pk)


def get(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_secretary_fills_the_cells_and_submits(client, letter):
    client.force_login(secretary_of(letter.society))
    page = EditorPage(client, f"/filings/{letter.pk}/content/")
    assert '<textarea id="cell-reasons"' in page.html
    response = page.fill(**CELLS).press("保存，核对并提交")
    checked = response.content.decode()
    assert "没有错误" in checked and "已催办两次" in checked and "注：" not in checked
    assert "表内人员" not in checked and "省科技社团党委审核" in checked
    sent = client.post(
        f"/filings/{letter.pk}/submit/",
        {"declared": "on", "revision": Filing.objects.get().revision},
        follow=True,
    )
    assert "已提交给省科技社团党委" in sent.content.decode()
    assert "是否逾期" not in sent.content.decode()


def test_what_is_missing_stands_at_its_cell(client, letter):
    client.force_login(secretary_of(letter.society))
    page = EditorPage(client, f"/filings/{letter.pk}/content/?all=1")
    assert "请填写理由" in page.html and "备注" in page.html
    assert "disabled" in get(client, f"/filings/{letter.pk}/check/")


def test_committee_refuses_with_a_reason_that_the_society_reads(client, sent):
    committee = UserFactory(role=Role.COMMITTEE)
    client.force_login(committee)
    desk = f"/admin/filings/filing/{sent.pk}"
    assert "书面意见" in get(client, "/admin/filings/filing/")
    client.post(f"{desk}/claim/")
    review = get(client, f"{desk}/change/")
    assert "已催办两次" in review and "采纳并看下一件" in review and "不采纳" in review
    bare = client.post(f"{desk}/refuse/", {"version": 1, "text": ""})
    assert "必填" in bare.content.decode() and Filing.objects.get().state == State.IN_REVIEW
    client.post(f"{desk}/refuse/", {"version": 1, "text": "理由不充分。"})
    assert Filing.objects.get().state == State.REFUSED

    client.force_login(secretary_of(sent.society))
    receipt = get(client, f"/filings/{sent.pk}/receipt/")
    assert "未采纳" in receipt and "理由不充分。" in receipt


def test_reviewer_reads_that_the_committee_decides(client, sent):
    client.force_login(UserFactory(role=Role.REVIEWER))
    assert "由省科技社团党委审核" in get(client, f"/admin/filings/filing/{sent.pk}/change/")


def test_papers_hold_the_cells(client, sent):
    client.force_login(secretary_of(sent.society))
    files = {
        suffix: client.get(f"/filings/{sent.pk}/versions/1/{suffix}/").content
        for suffix in ("xlsx", "docx")
    }
    document = Document(io.BytesIO(files["docx"]))
    word = "".join(document.element.body.itertext())
    sheet = load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    cells = "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    for text in (word, cells):
        assert all(part in text for part in ("书面意见", "延期", "批复未到。", sent.society.name))
