"""The official tables as files: for whom, of what, and what is recorded."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from accounts.enums import AuditAction, Role
from accounts.models import AuditRecord
from filings.kinds import get_kind
from filings.papers.reading import read
from tests.factories import FilingFactory, UserFactory, secretary_of, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def filing():
    return submitted()


@pytest.fixture
def own(client, filing):
    client.force_login(secretary_of(filing.society))
    return client


@pytest.fixture
def staff(client):
    client.force_login(UserFactory(role=Role.REVIEWER))
    return client


def document_of(response):
    return read(response.content, get_kind("registration")).document


def test_secretary_gets_what_was_submitted_under_a_chinese_name(own, filing):
    response = own.get(reverse("filings:paper", args=[filing.pk, 1, "xlsx"]))
    name = quote(f"{filing.society.name}-{filing.receipt}-第1版.xlsx")
    assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    phones = [row["mobile"] for row in filing.document["rows"]["cadres"]]
    assert [row["mobile"] for row in document_of(response)["rows"]["cadres"]] == phones


def test_pdf_is_one(own, filing):
    response = own.get(reverse("filings:paper", args=[filing.pk, 1, "pdf"]))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")


def test_draft_can_be_taken_along(client):
    draft = FilingFactory(staff_count="七")
    client.force_login(secretary_of(draft.society))
    response = client.get(reverse("filings:draft_paper", args=[draft.pk, "xlsx"]))
    assert document_of(response)["cells"]["society"] == draft.society.name


def test_pages_link_to_every_format(own, filing):
    for page in (
        reverse("filings:receipt", args=[filing.pk]),
        reverse("filings:version", args=[filing.pk, 1]),
    ):
        html = own.get(page).content.decode()
        for suffix in ("pdf", "xlsx", "docx"):
            assert reverse("filings:paper", args=[filing.pk, 1, suffix]) in html
    assert reverse("filings:blank", args=["registration", "xlsx"]) in (
        own.get(reverse("filings:list")).content.decode()
    )


@pytest.mark.parametrize(
    ("kind", "suffix"), [("registration", "exe"), ("nothing", "xlsx"), ("nothing", "exe")]
)
def test_there_are_no_other_blank_forms(own, kind, suffix):
    assert own.get(reverse("filings:blank", args=[kind, suffix])).status_code == 404


def test_without_the_libraries_a_notice_says_what_to_do(own, filing, settings):
    settings.PDF = False
    response = own.get(reverse("filings:paper", args=[filing.pk, 1, "pdf"]))
    assert response.status_code == 503
    assert "没有安装打印组件" in response.content.decode()
    assert own.get(reverse("filings:paper", args=[filing.pk, 1, "xlsx"])).status_code == 200


def test_staff_download_is_recorded_with_version_and_format(staff, filing):
    url = reverse("admin:filings_filing_paper", args=[filing.pk, 1, "xlsx"])
    phones = [row["mobile"] for row in filing.document["rows"]["cadres"]]
    assert [row["mobile"] for row in document_of(staff.post(url))["rows"]["cadres"]] == phones
    record = AuditRecord.objects.get(action=AuditAction.EXPORT)
    assert (record.target, record.detail) == (filing.receipt, {"version": 1, "format": "xlsx"})


def test_staff_get_nothing_without_a_post(staff, filing):
    url = reverse("admin:filings_filing_paper", args=[filing.pk, 1, "xlsx"])
    assert staff.get(url).status_code == 405
    assert staff.post(url.replace("xlsx", "exe")).status_code == 404
    assert not AuditRecord.objects.filter(action=AuditAction.EXPORT).exists()
