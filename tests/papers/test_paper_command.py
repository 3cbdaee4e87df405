"""manage.py paper: a file of a filing's last version, or of the blank form."""

import pytest
from django.core.management import CommandError, call_command

from filings.kinds import get_kind
from filings.papers.reading import read
from tests.factories import CycleFactory, submitted

pytestmark = pytest.mark.django_db


def test_written_file_holds_what_was_submitted(tmp_path):
    filing = submitted()
    call_command("paper", filing.receipt, format="xlsx", output=tmp_path / "表.xlsx")
    found = read((tmp_path / "表.xlsx").read_bytes(), get_kind(filing.kind)).document
    submitted_names = [row["name"] for row in filing.document["rows"]["cadres"]]
    assert found["cells"]["society"] == filing.society.name
    assert [row["name"] for row in found["rows"]["cadres"]] == submitted_names


def test_blank_form_holds_nothing(tmp_path):
    CycleFactory()
    call_command("paper", blank=True, format="xlsx", output=tmp_path / "表.xlsx")
    found = read((tmp_path / "表.xlsx").read_bytes(), get_kind("registration")).document
    assert not any(found["cells"].values())
    assert not any(found["rows"].values())


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_unknown_receipt_is_refused(tmp_path, format):
    with pytest.raises(CommandError, match="DJ1900-0001"):
        call_command("paper", "DJ1900-0001", format=format, output=tmp_path / "表")
    assert not (tmp_path / "表").exists()


def test_pdf_is_refused_where_it_is_off(tmp_path, settings):
    settings.PDF = False
    with pytest.raises(CommandError, match="打印组件"):
        call_command("paper", blank=True, format="pdf", output=tmp_path / "表.pdf")
