"""The signed PDF of an official document: who attaches and replaces it, and who reads it."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditRecord
from filings.rules import MoveNotAllowed
from ledger.inspection.attaching import attach_pdf
from ledger.inspection.models import DocumentFile, OfficialDocument
from tests.factories import pdf, picture, secretary_of
from tests.factories.inspection import committee, decided, rectified
from tests.inspection.people import DECISION
from tests.inspection.test_steps import lift

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(client):
    """Send a file for a document from the page of a society; gives the page that follows."""

    def post(user, result, data, document=None, reason="") -> str:
        client.force_login(user)
        url = f"{page_of(result)}documents/{(document or result.document).pk}/attach/"
        file = {"file": ContentFile(data, "决定.pdf")} if data is not None else {}
        response = client.post(url, file | {"reason": reason}, follow=True)
        return response.content.decode() if response.status_code == 200 else response.status_code

    return post


def page_of(result) -> str:
    return f"/inspection/{result.inspection.cycle.year}/{result.society.slug}/"


def read(client, user, kept):
    client.force_login(user)
    return client.get(f"/inspection/documents/{kept.pk}/")


def test_one_pdf_serves_every_society_of_its_document(office, send, client):
    result, other = (office.decide(office.propose()) for _ in range(2))
    stranger, data = secretary_of(office.propose().society), pdf(2)
    assert "已上传" in send(office.committee, result, data)
    kept = DocumentFile.objects.get()
    own = [secretary_of(found.society) for found in (result, other)]
    for user in (office.reviewer, office.leader, *own):
        response = read(client, user, kept)
        assert b"".join(response.streaming_content) == data
    assert response["Cache-Control"] == "private, no-store"
    link = f'href="/inspection/documents/{kept.pk}/"'
    later = {"on": "2018-06-30"}
    for url in (page_of(other), f"/inspection/standing/{other.society.slug}/", "/inspection/own/"):
        assert link in client.get(url, later).content.decode()
    assert read(client, stranger, kept).status_code == 404
    record = AuditRecord.objects.latest("pk")
    assert (record.target, record.detail["move"]) == (DECISION, "attach_pdf")


def test_wrong_pdf_is_replaced_with_a_reason_and_kept(office, send, client):
    result = office.decide(office.propose())
    send(office.reviewer, result, pdf(1))
    assert "替换须写明原因" in send(office.committee, result, pdf(2))
    assert "已替换，原来的仍保留" in send(office.committee, result, pdf(2), reason="传错了文件。")
    wrong, right = DocumentFile.objects.order_by("pk")
    assert (wrong.reason, right.reason) == ("", "传错了文件。")
    for user, status in ((office.reviewer, 200), (office.leader, 404)):
        assert read(client, user, wrong).status_code == status
        assert read(client, user, right).status_code == 200
        shown = client.get(page_of(result)).content.decode()
        assert f'href="/inspection/documents/{right.pk}/"' in shown
        assert ("替换原因：传错了文件。" in shown) == (status == 200)
    secretary = secretary_of(result.society)
    assert read(client, secretary, wrong).status_code == 404
    assert read(client, secretary, right).status_code == 200
    call_command("verify")
    OfficialDocument.objects.filter(pk=result.document_id).update(pdf=wrong)
    with pytest.raises(SystemExit):
        call_command("verify")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (picture(), "这不是 PDF 文件"),
        (b"PK\x03\x04", "这不是 PDF 文件"),
        (b"%PDF-1.4 broken", "PDF 打不开"),
        (None, "请先选择签发文件的 PDF"),
    ],
)
def test_another_file_is_refused_with_the_reason(office, send, data, why):
    assert why in send(office.reviewer, office.decide(office.propose()), data)
    assert not DocumentFile.objects.exists()


def test_only_those_who_sign_attach_and_only_to_documents_of_the_society(office, send, client):
    result, other = (office.decide(office.propose(), number=f"决〔2018〕{n}号") for n in (1, 2))
    assert send(office.leader, result, pdf()) == 403
    assert send(secretary_of(result.society), result, pdf()) == 403
    assert send(office.committee, result, pdf(), other.document) == 404
    notice = OfficialDocument.objects.get(notices__proposal=result.proposal)
    assert send(office.committee, result, pdf(), notice) == 404  # composed by us
    with pytest.raises(MoveNotAllowed, match="由科协审核人或省科技社团党委上传"):
        attach_pdf(result.document_id, by=office.leader, data=pdf())
    for user, may in ((office.committee, True), (office.leader, False)):
        client.force_login(user)
        assert ("/attach/" in client.get(page_of(result)).content.decode()) == may


def test_page_asks_no_more_for_more_documents(client, settings):
    settings.BUSINESS_DATE = dt.date(2018, 6, 1)
    result, staff = rectified(), committee()
    url, counts = page_of(result), []
    client.force_login(staff)
    client.get(url)  # the first page of a session asks more
    for code in ("no_awards", "no_projects"):
        lift(result, codes=[code], number=f"解〔2018〕{code}号")
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    for document in OfficialDocument.objects.exclude(lifts=None):
        attach_pdf(document.pk, by=staff, data=pdf())
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).content.decode().count("/inspection/documents/") > 1
    assert {*counts, len(queries)} == {counts[0]}


def test_stored_rows_stay_as_they_are():
    attach_pdf(decided().document_id, by=committee(), data=pdf())
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with connection.cursor() as cursor, transaction.atomic():
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                cursor.execute(statement.format("inspection_documentfile"))


def test_verification_finds_a_changed_file(capsys):
    kept = attach_pdf(decided().document_id, by=committee(), data=pdf())
    call_command("verify")
    assert "文件 PDF：1" in capsys.readouterr().out
    default_storage.delete(kept.file.name)
    with pytest.raises(SystemExit):
        call_command("verify")
    assert f"{kept.document}的 PDF：文件不在" in capsys.readouterr().err
