"""Uploading a filled file: read, put beside the draft, written once it is confirmed."""

import datetime as dt
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from filings import actions
from filings.enums import Move
from filings.models import Filing, Upload
from societies.models import SocietyName
from tests.factories import (
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    secretary_of,
)
from tests.filings.editor_pages import EditorPage
from tests.papers.strangers import FILES
from tests.papers.test_reading import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    return fresh(client, SocietyFactory(name="吉林省蚕桑学会"))


def fresh(client, society) -> Filing:
    """A fresh draft, its secretary signed in."""
    obligation = ObligationFactory(society=society)
    by = secretary_of(obligation.society)
    client.force_login(by)
    return actions.start("registration", society=obligation.society, cycle=obligation.cycle, by=by)


def send(client, filing, data, name="党建信息表.xlsx"):
    file = SimpleUploadedFile(name, data)
    return client.post(f"/filings/{filing.pk}/upload/", {"file": file})


def uploaded(client, filing, name) -> EditorPage:
    """The page that puts a test file beside the draft."""
    response = send(client, filing, (FILES / name).read_bytes(), name)
    assert response.status_code == 302
    return EditorPage(client, response.url)


def confirm(client, page, **answers):
    page.data.update(answers)
    form = page.data.urlencode(), "application/x-www-form-urlencoded"
    return client.post(page.url + "take/", *form, follow=True)


def stored(filing) -> Filing:
    return Filing.objects.get(pk=filing.pk)


def test_nothing_is_written_until_it_is_confirmed(client, draft):
    page = uploaded(client, draft, "official_copy.xlsx")
    assert stored(draft).document == draft.document
    assert "柏若溪" in page.html
    response = confirm(client, page)
    expected = json.loads((FILES / "official_copy.json").read_text(encoding="utf-8"))
    assert filled(stored(draft).document) == filled(expected)
    assert "已从“official_copy.xlsx”填入您选择的内容" in response.content.decode()
    assert stored(draft).events.filter(move=Move.TAKE_FILE).count() == 1


def test_confirming_twice_changes_nothing(client, draft):
    page = uploaded(client, draft, "official_copy.xlsx")
    confirm(client, page)
    once = stored(draft)
    confirm(client, page)
    again = stored(draft)
    assert (again.document, again.revision) == (once.document, once.revision)


def test_what_is_not_ticked_stays(client, draft):
    page = uploaded(client, draft, "official_copy.xlsx")
    page.data.setlist("row", [p for p in page.data.getlist("row") if p.startswith("heads")])
    page.data.setlist("take", [p for p in page.data.getlist("take") if p != "staff_count"])
    confirm(client, page)
    document = stored(draft).document
    assert [len(document["rows"][group]) for group in ("heads", "cadres", "council")] == [1, 0, 0]
    assert document["cells"].get("staff_count", "") == ""
    assert document["cells"]["activist_count"] == "1"


def test_nothing_is_ticked_of_a_file_of_another_society(client):
    draft = fresh(client, SocietyFactory(name="吉林省天文学会"))
    page = uploaded(client, draft, "official_copy.xlsx")
    assert "“吉林省蚕桑学会”，不是本会的名称" in page.html
    confirm(client, page)
    assert stored(draft).document == draft.document
    page = EditorPage(client, page.url + "?ticks=all")
    assert " checked" in page.html


def test_a_former_name_is_the_societys_own(client):
    society, day = SocietyFactory(name="吉林省蚕桑学会"), dt.date(2017, 1, 1)
    SocietyName.objects.filter(society=society).update(valid_until=day)
    SocietyName.objects.create(society=society, name="吉林省蚕业学会", valid_from=day)
    draft = fresh(client, society)
    page = uploaded(client, draft, "official_copy.xlsx")
    assert "不是本会的名称" not in page.html
    confirm(client, page)
    assert "柏若溪" in str(stored(draft).document)


def test_a_question_is_asked_with_its_place_and_none_preselected(client, draft):
    page = uploaded(client, draft, "lost_zero.xlsx")
    name = next(re.finditer(r'name="(meaning:cadres/[^"]+/birth_month)"', page.html))[1]
    assert name not in page.data
    assert "表2 F3" in page.html
    response = confirm(client, page, **{name: "=1971年1月"})
    row = stored(draft).document["rows"]["cadres"][0]
    assert row["birth_month"] == "1971年1月"
    assert response.status_code == 200


def test_a_question_left_open_is_asked_in_the_editor(client, draft):
    page = uploaded(client, draft, "lost_zero.xlsx")
    response = confirm(client, page)
    row = stored(draft).document["rows"]["cadres"][0]
    assert row["birth_month"] == "1971.1"
    asked = [f.path for f in actions.check(stored(draft)).of("question")]
    assert f"cadres/{row['key']}/birth_month" in asked
    first = asked[0].replace("/", "-")
    assert response.redirect_chain[-1][0].endswith(f"#cell-{first}")


def test_a_namesake_must_be_decided(client, draft):
    council = [{"key": "r0123456789ab", "name": "费景行", "phone": "15400009999"}]
    draft.document["rows"]["council"] = council
    draft.save()
    page = uploaded(client, draft, "roster_only.xlsx")
    refused = confirm(client, page)
    assert refused.status_code == 422
    assert "是同一个人吗" in refused.content.decode()
    name = next(name for name in re.findall(r'name="(person:[^"]+)"', page.html))
    confirm(client, page, **{name: "r0123456789ab"})
    found = stored(draft).document["rows"]["council"]
    assert [(row["key"] == "r0123456789ab", row["phone"]) for row in found][0] == (
        True,
        "15400001001",
    )
    assert len(found) == 3


def test_a_cell_changed_meanwhile_is_asked_about(client, draft):
    page = uploaded(client, draft, "official_copy.xlsx")
    actions.save_draft(draft.pk, by=draft.started_by, cells={"staff_count": "9"})
    response = confirm(client, page)
    assert stored(draft).document["cells"]["staff_count"] == "9"
    assert "这一格被两处同时修改" in response.content.decode()


def test_texts_without_a_place_are_listed(client, draft):
    page = uploaded(client, draft, "cadres_as_list.xlsx")
    assert "没有放进表里的内容" in page.html
    assert "新调入" in page.html


def test_the_same_file_again_has_nothing_to_write(client, draft):
    confirm(client, uploaded(client, draft, "official_copy.xlsx"))
    page = uploaded(client, draft, "official_copy.xlsx")
    assert "没有要写入的内容" in page.html


def test_an_upload_is_its_senders_alone(client, draft):
    page = uploaded(client, draft, "official_copy.xlsx")
    colleague = UserFactory()
    draft.society.accounts.create(user=colleague)
    client.force_login(colleague)
    assert client.get(page.url).status_code == 404


def test_a_dropped_upload_is_gone_and_wrote_nothing(client, draft):
    page = uploaded(client, draft, "official_copy.xlsx")
    response = client.post(page.url + "drop/", follow=True)
    assert response.status_code == 200
    assert not Upload.objects.exists()
    assert stored(draft).document == draft.document


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"%PDF-1.7\n", "这是 PDF 文件"), (b"", "空文件"), (b"x" * (20 * 2**20 + 1), "有 20 MB")],
)
def test_a_file_that_is_no_form_is_refused_with_what_to_do(client, draft, data, reason):
    response = send(client, draft, data, "表.pdf")
    assert response.status_code == 422
    text = response.content.decode()
    assert reason in text
    assert not Upload.objects.exists()


def test_content_decides_not_the_suffix(client, draft):
    response = send(client, draft, (FILES / "resaved_official_copy.xls").read_bytes(), "表.et")
    confirm(client, EditorPage(client, response.url))
    expected = json.loads((FILES / "official_copy.json").read_text(encoding="utf-8"))
    assert filled(stored(draft).document) == filled(expected)


def test_old_uploads_go_and_one_person_keeps_ten(client, draft, time_machine):
    for _ in range(12):
        page = uploaded(client, draft, "roster_only.xlsx")
    assert Upload.objects.count() == 10
    time_machine.move_to(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25))
    client.force_login(draft.started_by)
    assert client.get(page.url).status_code == 404
    uploaded(client, draft, "roster_only.xlsx")
    assert Upload.objects.count() == 1


def test_the_page_asks_the_database_the_same_for_one_row_and_sixty(client, draft):
    counts = []
    for name in ("empty_form.docx", "official_copy.xlsx"):
        page = uploaded(client, draft, name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(page.url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_each_part_of_a_draft_leads_to_the_upload(client, draft):
    for part in ("table1", "organizations", "table2", "table3"):
        html = client.get(f"/filings/{draft.pk}/{part}/").content.decode()
        assert f'href="/filings/{draft.pk}/upload/"' in html
    assert f'href="/filings/{draft.pk}/upload/"' in client.get("/").content.decode()
