"""The editor without JavaScript: nothing typed is lost, everything wrong is said."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from filings import actions
from filings.models import Filing
from tests.factories import (
    FilingFactory,
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    cadre,
    claimed,
    council_member,
    document,
    secretary_of,
    submitted,
)
from tests.filings.editor_pages import EditorPage

pytestmark = pytest.mark.django_db


def url(filing, part="") -> str:
    return f"/filings/{filing.pk}/{part}/" if part else f"/filings/{filing.pk}/"


def sign_in(client, filing):
    user = secretary_of(filing.society)
    client.force_login(user)
    return user


@pytest.fixture
def draft(client):
    """A draft that could be submitted, its secretary signed in."""
    filing = FilingFactory(SocietyFactory(name="吉林省物理学会"))
    sign_in(client, filing)
    return filing


@pytest.fixture
def empty(client):
    """A draft as it begins: what the register knows, and nothing else."""
    obligation = ObligationFactory()
    user = secretary_of(obligation.society)
    client.force_login(user)
    return actions.start(
        "registration", society=obligation.society, cycle=obligation.cycle, by=user
    )


def rows(filing, group):
    return Filing.objects.get(pk=filing.pk).document["rows"][group]


def cells(filing):
    return Filing.objects.get(pk=filing.pk).document["cells"]


def answers(filing):
    return Filing.objects.get(pk=filing.pk).answers


def test_every_section_shows_its_texts_in_inputs_with_the_official_labels(client, draft):
    page = EditorPage(client, url(draft, "table3"))
    person = draft.document["rows"]["council"][0]
    assert page.data[f"council/{person['key']}/phone"] == person["phone"]
    for label in ("姓名", "性别", "学会职务", "联系电话", "党组织关系所在单位"):
        assert f">{label}</label>" in page.html


def test_everything_typed_is_kept_as_typed_by_every_button(client, draft):
    page = EditorPage(client, url(draft, "table3"))
    first, second, third = draft.document["rows"]["council"]
    odd = "  １５４ 0000<b>&amp;\"'  𬭎䶮  "
    page.set(f"council/{first['key']}/name", odd)
    page.set(f"council/{second['key']}/phone", "不知道")
    page.press("添加一行")
    assert rows(draft, "council")[0]["name"] == odd
    assert rows(draft, "council")[1]["phone"] == "不知道"
    page = EditorPage(client, url(draft, "table3"))
    assert page.data[f"council/{first['key']}/name"] == odd
    page.set(f"council/{second['key']}/phone", "还是不知道").press("删除")
    assert [row["key"] for row in rows(draft, "council")][:2] == [second["key"], third["key"]]
    assert rows(draft, "council")[0]["phone"] == "还是不知道"
    assert answers(draft)["removed"][0]["row"]["name"] == odd


def test_blank_row_that_the_page_offers_exists_once_it_is_typed_into(client, empty):
    page = EditorPage(client, url(empty, "table3"))
    path = page.offered("council")
    page.press("保存")
    assert rows(empty, "council") == []
    page.set(f"{path}/name", "何志远").press("保存")
    assert [row["name"] for row in rows(empty, "council")] == ["何志远"]
    assert rows(empty, "council")[0]["key"] == path.split("/")[1]


def test_adding_a_card_opens_it_and_the_others_are_folded(client, draft):
    response = EditorPage(client, url(draft, "table2")).press("添加一人")
    new = rows(draft, "cadres")[-1]
    html = response.content.decode()
    assert f'name="cadres/{new["key"]}/name"' in html
    assert f'name="cadres/{draft.document["rows"]["cadres"][0]["key"]}/name"' not in html


def test_box_can_be_ticked_and_unticked(client, empty):
    page = EditorPage(client, url(empty, "table2")).set("no_cadres", "1")
    html = page.press("保存").content.decode()
    assert cells(empty)["no_cadres"] == "1"
    assert "选派党建联络员" in html
    page = EditorPage(client, url(empty, "table2"))
    page.data.setlist("no_cadres", [""])
    page.press("保存")
    assert cells(empty)["no_cadres"] == ""


def test_text_that_is_no_option_stays_an_option(client, draft):
    person = draft.document["rows"]["cadres"][0]
    actions.save_draft(
        draft.pk,
        by=secretary_of(draft.society),
        cells={f"cadres/{person['key']}/sex": "男？"},
    )
    page = EditorPage(client, url(draft, "table2") + f"?open={person['key']}")
    assert page.data[f"cadres/{person['key']}/sex"] == "男？"


def test_fresh_section_says_what_is_missing_without_shouting(client, empty):
    for part in ("table1", "organizations", "table2", "table3"):
        html = EditorPage(client, url(empty, part)).html
        assert "cell--error" not in html
        assert "本部分有" not in html
    assert "未开始" in html


def test_missing_cells_of_a_begun_row_are_counted_and_marked_quietly(client, draft):
    person = draft.document["rows"]["cadres"][0]
    path = f"cadres/{person['key']}/work_unit"
    actions.save_draft(draft.pk, by=secretary_of(draft.society), cells={path: ""})
    page = EditorPage(client, url(draft, "table2"))
    assert "还差 1 项" in page.html
    assert "cell--empty" in page.html
    assert "cell--error" not in page.html
    assert "cell--error" in EditorPage(client, url(draft, "table2") + "?all=1").html


def test_errors_stand_on_top_with_links_and_at_the_cell_in_the_same_words(client, draft):
    person = draft.document["rows"]["council"][1]
    path = f"council/{person['key']}/phone"
    actions.save_draft(draft.pk, by=secretary_of(draft.society), cells={path: "154000003"})
    html = EditorPage(client, url(draft, "table3")).html
    assert "本部分有 1 处要处理" in html
    anchor = f"cell-council-{person['key']}-phone"
    link = re.search(rf'<a href="[^"]*#{anchor}">第2行 ([^<]+)</a>', html)
    assert html.count(link[1]) == 2
    described = re.search(rf'<input id="{anchor}"[^>]*aria-describedby="([^"]+)"', html)[1]
    assert f'id="{described}"' in html


def test_question_is_answered_by_a_radio_and_the_typed_text_is_kept(client, draft):
    person = draft.document["rows"]["cadres"][2]
    path = f"cadres/{person['key']}/joined_party_on"
    actions.save_draft(draft.pk, by=secretary_of(draft.society), cells={path: "03年6月"})
    page = EditorPage(client, url(draft, "table2"))
    assert "请您确认" in page.html
    page.set(f"meaning:{path}", "=2003年6月").press("保存")
    assert rows(draft, "cadres")[2]["joined_party_on"] == "2003年6月"
    assert answers(draft)["meanings"][path] == {"typed": "03年6月", "chosen": "2003年6月"}
    assert "请您确认" not in EditorPage(client, url(draft, "table2")).html


def test_choice_to_type_it_oneself_changes_nothing(client, draft):
    person = draft.document["rows"]["cadres"][2]
    path = f"cadres/{person['key']}/joined_party_on"
    actions.save_draft(draft.pk, by=secretary_of(draft.society), cells={path: "03年6月"})
    EditorPage(client, url(draft, "table2")).set(f"meaning:{path}", "").press("保存")
    assert rows(draft, "cadres")[2]["joined_party_on"] == "03年6月"


def test_text_typed_beside_a_chosen_meaning_wins(client, draft):
    person = draft.document["rows"]["cadres"][2]
    path = f"cadres/{person['key']}/joined_party_on"
    actions.save_draft(draft.pk, by=secretary_of(draft.society), cells={path: "03年6月"})
    page = EditorPage(client, url(draft, "table2")).set(path, "2004年6月")
    page.set(f"meaning:{path}", "=2003年6月").press("保存")
    assert rows(draft, "cadres")[2]["joined_party_on"] == "2004年6月"


def test_warning_is_explained_at_its_cell_and_stops_counting(client, draft):
    actions.save_draft(draft.pk, by=secretary_of(draft.society), cells={"party_member_count": "12"})
    page = EditorPage(client, url(draft, "table1"))
    assert "本部分有 1 处要处理" in page.html
    page.set("explain:members_counted@party_member_count", "返聘 1 人。").press("保存")
    page = EditorPage(client, url(draft, "table1"))
    assert "本部分有" not in page.html
    assert page.data["explain:members_counted@party_member_count"] == "返聘 1 人。"


def test_two_windows_merge_cell_by_cell(client, draft):
    one, two = (EditorPage(client, url(draft, "table1")) for _ in range(2))
    one.fill(staff_count="9").press("保存")
    two.fill(full_time_staff="4").press("保存")
    assert (cells(draft)["staff_count"], cells(draft)["full_time_staff"]) == ("9", "4")


def test_cell_changed_in_two_windows_asks_and_keeps_both_texts(client, draft):
    one, two = (EditorPage(client, url(draft, "table1")) for _ in range(2))
    one.fill(staff_count="9").press("保存")
    two.fill(staff_count="10").press("保存")
    assert cells(draft)["staff_count"] == "9"
    page = EditorPage(client, url(draft, "table1"))
    assert "这一格被两处同时修改" in page.html
    assert "：9" in page.html and "：10" in page.html
    assert "这一格被两处同时修改" in EditorPage(client, url(draft, "check")).html
    page.set("meaning:staff_count", "=10").press("保存")
    assert cells(draft)["staff_count"] == "10"
    assert "这一格被两处同时修改" not in EditorPage(client, url(draft, "table1")).html


def test_text_for_a_row_that_was_removed_elsewhere_is_kept(client, draft):
    key = draft.document["rows"]["council"][0]["key"]
    stale = EditorPage(client, url(draft, "table3"))
    EditorPage(client, url(draft, "table3")).press("删除")
    response = stale.set(f"council/{key}/name", "张新名").press("保存")
    assert "有 1 格所在的行已在别处删除" in response.content.decode()
    assert answers(draft)["orphans"][f"council/{key}/name"]["text"] == "张新名"


def test_page_of_another_account_writes_nothing_and_shows_what_was_typed(client, draft):
    page = EditorPage(client, url(draft, "table1")).fill(staff_count="99")
    page.data["account"] = str(UserFactory().pk)
    response = page.press("保存")
    assert response.status_code == 409
    assert "别的账号" in response.content.decode()
    assert "99" in response.content.decode()
    assert cells(draft)["staff_count"] != "99"


def test_saving_after_submission_says_why_and_shows_what_was_typed(client, draft):
    page = EditorPage(client, url(draft, "table1")).fill(no_org_reason="来不及了")
    actions.submit(draft.pk, by=secretary_of(draft.society))
    response = EditorPage.press(page.fill(staff_count="77"), "保存")
    assert response.status_code == 409
    assert "已提交，待审核" in response.content.decode()
    assert "77" in response.content.decode()


def test_cells_that_the_kind_does_not_have_are_not_written(client, draft):
    page = EditorPage(client, url(draft, "table1"))
    odd = ("society/x/society", "council/zz", "council/r\0/name", "explain:\0", "meaning:hobby")
    page.fill(hobby="=钓鱼", **dict.fromkeys(odd, "=钓鱼")).press("保存")
    filing = Filing.objects.get(pk=draft.pk)
    assert "钓鱼" not in str([filing.document, filing.answers])


def test_advice_follows_table_2(client, empty):
    assert "秘书处有没有党员？" in EditorPage(client, url(empty, "table2")).html
    page = EditorPage(client, url(empty, "table2"))
    path = page.offered("cadres")
    for name, text in cadre(party_status="预备党员").items():
        if name != "key":
            page.set(f"{path}/{name}", text)
    html = page.press("保存").content.decode()
    assert "联合党支部" in html and 'href="/policy/#article-3"' in html


@pytest.mark.parametrize("part", ["", "table1", "check", "receipt", "versions/1"])
def test_filing_of_another_society_does_not_exist(client, part):
    filing = submitted()
    client.force_login(secretary_of(SocietyFactory()))
    assert client.get(url(filing, part)).status_code == 404


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COMMITTEE, Role.ADMINISTRATOR])
def test_staff_who_may_see_a_filing_may_not_open_the_editor(client, role):
    filing = claimed()
    client.force_login(UserFactory(role=role))
    assert client.get(url(filing, "table1")).status_code == 403
    assert client.post(url(filing, "table1")).status_code == 403


def test_section_that_does_not_exist_is_not_found(client, draft):
    assert client.get(url(draft, "table9")).status_code == 404
    assert client.post(url(draft, "table1/add/council")).status_code == 404


def count_queries(client, address) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("part", ["table1", "table2", "table3", "check"])
def test_cost_does_not_grow_with_the_people(client, part):
    numbers = []
    for people in (1, 30):
        society = SocietyFactory()
        content = document(
            society,
            cadres=[cadre() for _ in range(people)],
            council=[council_member() for _ in range(people)],
        )
        filing = FilingFactory(society, content=content)
        sign_in(client, filing)
        numbers.append(count_queries(client, url(filing, part)))
    assert numbers[0] == numbers[1]
