"""The pages of a mailbox, from the upload to the report."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import AuditAction, Role
from accounts.models import AuditRecord
from filings.enums import LoadedState, State
from filings.mailbox.unpacking import MOST_FILES
from filings.models import Filing, Mailbox, MailboxFile
from tests.factories import (
    CycleFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    cadre,
    document,
)
from tests.factories.mailboxes import table_file, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return UserFactory(role=Role.REVIEWER)


@pytest.fixture
def desk(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def society():
    return ObligationFactory(society__name="吉林省物理学会").society


def url(name, *args):
    return reverse(f"admin:filings_mailbox_{name}", args=args)


def upload(desk, *files):
    """Send files as (name, bytes) pairs; gives the page that follows."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    return desk.post(url("changelist"), {"files": sent, "kind": "registration"}, follow=True)


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def misspelled(society, **cells):
    content = document(society, **cells)
    content["cells"]["society"] = "吉林省物里学会"
    return content


def test_zip_is_read_and_confirmed(desk, society):
    page = upload(desk, ("邮箱.zip", zipped({"填报/物理.xlsx": table_file(society)}).getvalue()))
    assert "检查通过，可以提交。" in text_of(page)
    mailbox = Mailbox.objects.get()
    page = desk.post(url("confirm", mailbox.pk), {"numbers": ["1"], "submits": "1"}, follow=True)
    filing = Filing.objects.get()
    assert filing.state == State.SUBMITTED
    assert filing.receipt in text_of(page)
    assert "邮箱.zip" in text_of(desk.get(url("changelist")))


def test_several_files_make_one_mailbox(desk, society):
    upload(desk, ("物理.xlsx", table_file(society)), ("说明.txt", b"hello"), ("~$物理.xlsx", b"1"))
    mailbox = Mailbox.objects.get()
    assert (mailbox.name, mailbox.skipped) == ("物理.xlsx等 3 个文件", 1)
    assert [file.state for file in mailbox.files.all()] == ["ready", "refused"]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([], "请选择文件。"),
        ([("a.zip", zipped({}).getvalue())], "没有可以载入的文件。"),
    ],
)
def test_upload_without_files_says_what_to_choose(desk, society, files, told):
    assert told in text_of(upload(desk, *files))
    assert not Mailbox.objects.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (1, f"一次最多载入 {MOST_FILES} 个，请分几次载入。"),
        (2, f"一次最多选 {MOST_FILES} 个文件。请分几次选，或者把文件装进 .zip"),
    ],
)
def test_too_many_files_are_told_in_our_words(desk, society, more, told):
    page = upload(desk, *((f"{number}.txt", b"hello") for number in range(MOST_FILES + more)))
    assert told in text_of(page)
    assert not Mailbox.objects.exists()


def test_loading_stands_under_review_in_the_navigation(desk, society):
    upload(desk, ("物理.xlsx", table_file(society)))
    for address in (url("changelist"), url("file", Mailbox.objects.get().pk, 1)):
        shown = desk.get(address).context["navigation"]
        assert [link["label"] for link in shown if link["active"]] == ["审核"]


def test_everything_ready_is_confirmed_at_once(desk):
    files = {f"{n}.xlsx": table_file(ObligationFactory().society) for n in range(2)}
    upload(desk, ("邮箱.zip", zipped(files).getvalue()))
    desk.post(url("confirm", Mailbox.objects.get().pk), {"everything": "1"})
    assert [filing.state for filing in Filing.objects.all()] == [State.DRAFT] * 2


def test_nothing_or_something_else_chosen_is_said(desk, society):
    upload(desk, ("物理.xlsx", table_file(society)))
    mailbox = Mailbox.objects.get()
    for numbers, told in (([], "请先勾选"), (["7"], "刚刚有变动")):
        page = desk.post(url("confirm", mailbox.pk), {"numbers": numbers}, follow=True)
        assert told in text_of(page)
    assert not Filing.objects.exists()


def test_society_is_chosen_and_cells_are_answered_on_the_page_of_the_file(desk, society):
    content = misspelled(society, cadres=[cadre(mobile="1381234"), cadre(), cadre()])
    upload(desk, ("物理.xlsx", table_file(content=content)))
    file = MailboxFile.objects.get()
    page = text_of(desk.get(url("file", file.mailbox_id, 1)))
    assert "表中写的是：吉林省物里学会" in page
    assert "吉林省物理学会" in page and "1381234" in page
    answer = url("answer", file.mailbox_id, 1)
    desk.post(answer, {"society": society.pk})
    file.refresh_from_db()
    assert (file.society, file.state) == (society, LoadedState.ASKING)
    texts = {f"text-{number}": "13812345678" for number in range(len(file.remarks))}
    page = desk.post(answer, texts, follow=True)
    assert "“物理.xlsx”可以确认了。" in text_of(page)


def test_other_society_is_found_by_its_name_only(desk, society):
    upload(desk, ("x.xlsx", table_file(content=misspelled(society))))
    answer = url("answer", Mailbox.objects.get().pk, 1)
    page = desk.post(answer, {"society": "other", "society_name": "吉林省物理协会"})
    assert page.status_code == 422
    assert "名册中没有“吉林省物理协会”。相近的有：吉林省物理学会。" in text_of(page)
    desk.post(answer, {"society": "other", "society_name": "吉林省物理学会"})
    assert MailboxFile.objects.get().state == LoadedState.READY


def test_doubtful_file_becomes_a_draft_as_it_stands(desk, society):
    people = [cadre(mobile="1381234"), cadre(), cadre()]
    upload(desk, ("物理.xlsx", table_file(society, cadres=people)))
    page = desk.post(url("draft", Mailbox.objects.get().pk, 1), follow=True)
    assert "草稿" in text_of(page)
    draft = Filing.objects.get()
    assert draft.state == State.DRAFT
    assert draft.document["rows"]["cadres"][0]["mobile"] == "1381234"


def test_file_is_set_aside_and_taken_again(desk, society):
    upload(desk, ("物理.xlsx", table_file(society)))
    mailbox = Mailbox.objects.get()
    page = desk.post(url("set_aside", mailbox.pk, 1), follow=True)
    assert "决定不用这个文件" in text_of(page)
    desk.post(url("answer", mailbox.pk, 1), {"society": society.pk})
    assert MailboxFile.objects.get().state == LoadedState.READY


def test_report_has_the_failed_files_and_cells_alone(desk, society):
    bad = cadre(name="=张伟", mobile="+1381234")
    files = {
        "好.xlsx": table_file(ObligationFactory().society),
        "=坏.xlsx": table_file(society, cadres=[bad, cadre(), cadre()]),
        "说明.txt": b"hello",
    }
    upload(desk, ("邮箱.zip", zipped(files).getvalue()))
    mailbox = Mailbox.objects.get()
    response = desk.post(url("report", mailbox.pk))
    assert "no-store" in response["Cache-Control"]
    book = load_workbook(io.BytesIO(response.content))
    sheets = {sheet.title: list(sheet.values) for sheet in book}
    assert [row[1] for row in sheets["文件"]] == ["文件", "'=坏.xlsx", "说明.txt"]
    file = mailbox.files.get(number=2)
    cells = sheets["单元格"][1:]
    assert len(cells) == len(file.remarks) > 0
    assert {row[1] for row in cells} == {"'=坏.xlsx"}
    assert "'+1381234" in {row[5] for row in cells}
    assert all(row[6] and row[7] for row in cells)
    texts = [str(value) for rows in sheets.values() for row in rows for value in row]
    assert not any(text.startswith(("=", "+", "-", "@")) for text in texts)
    assert AuditRecord.objects.filter(action=AuditAction.EXPORT).count() == 1


def test_report_holds_what_no_workbook_can(desk, society):
    """A control character, as files of others carry them."""
    upload(desk, ("物理.xlsx", table_file(society, staff_count="=几_x0001_十")))
    response = desk.post(url("report", Mailbox.objects.get().pk))
    cells = list(load_workbook(io.BytesIO(response.content))["单元格"].values)
    assert "'=几十" in {row[5] for row in cells}


def test_source_is_downloaded_from_the_review_page_and_recorded(desk, society):
    data = table_file(society)
    upload(desk, ("物理.xlsx", data))
    mailbox = Mailbox.objects.get()
    desk.post(url("confirm", mailbox.pk), {"numbers": ["1"], "submits": "1"})
    filing = Filing.objects.get()
    review = desk.get(reverse("admin:filings_filing_change", args=[filing.pk]))
    assert "物理.xlsx" in text_of(review)
    for address in (
        reverse("admin:filings_filing_source", args=[filing.pk]),
        url("source", mailbox.pk, 1),
    ):
        assert b"".join(desk.post(address)) == data
    record = AuditRecord.objects.filter(action=AuditAction.EXPORT).first()
    assert record.detail["sha256"] == filing.mailbox_file.sha256


@pytest.mark.sqlite
def test_progress_is_shown_until_a_worker_has_read_all(desk, society, task_queue):
    upload(desk, ("物理.xlsx", table_file(society)))
    page = url("change", Mailbox.objects.get().pk)
    assert "读取： 0 / 1 个文件" in text_of(desk.get(page))
    desk.post(url("go_on", Mailbox.objects.get().pk))
    task_queue(stdout=io.StringIO())
    shown = desk.get(page)
    assert "个文件</p>" not in shown.content.decode()
    assert "检查通过" in text_of(shown)


def test_pages_ask_the_database_the_same_however_many_files(desk):
    def count(address):
        with CaptureQueriesContext(connection) as queries:
            desk.get(address)
        return len(queries)

    CycleFactory()
    counts = []
    for files in (1, 3):
        upload(desk, *((f"{n}.txt", f"{files}{n}".encode()) for n in range(files)))
        mailbox = Mailbox.objects.first()
        for file in mailbox.files.all():
            file.society = SocietyFactory()
            file.save()
        counts.append([count(url("changelist")), count(url("change", mailbox.pk))])
    assert counts[0] == counts[1]
