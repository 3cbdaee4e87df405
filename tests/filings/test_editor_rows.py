"""The buttons among the rows, without JavaScript."""

import pytest

from filings.models import Filing
from tests.factories import FilingFactory, SocietyFactory, secretary_of
from tests.filings.editor_pages import EditorPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client):
    filing = FilingFactory(SocietyFactory(name="吉林省物理学会"))
    client.force_login(secretary_of(filing.society))
    return filing


def council(filing) -> list[dict]:
    return Filing.objects.get(pk=filing.pk).document["rows"]["council"]


def names(filing) -> list[str]:
    return [row.get("name", "") for row in council(filing)]


def page(client, filing, part="table3") -> EditorPage:
    return EditorPage(client, f"/filings/{filing.pk}/{part}/")


def press(client, filing, verb, index, part="table3", group="council"):
    row = filing.document["rows"][group][index]
    address = f"/filings/{filing.pk}/{part}/rows/{group}/{row['key']}/{verb}/"
    sheet = page(client, filing, part)
    return client.post(
        address, sheet.data.urlencode(), "application/x-www-form-urlencoded", follow=True
    )


def test_copy_stands_below_its_row_under_its_own_key(client, draft):
    first, second, third = names(draft)
    press(client, draft, "duplicate", 0)
    assert names(draft) == [first, first, second, third]
    assert len({row["key"] for row in council(draft)}) == 4


def test_rows_move_up_and_down_and_stop_at_the_ends(client, draft):
    first, second, third = names(draft)
    press(client, draft, "up", 2)
    assert names(draft) == [first, third, second]
    press(client, draft, "down", 0)
    assert names(draft) == [third, first, second]
    for verb, index in (("up", 2), ("down", 1)):
        press(client, draft, verb, index)
    assert names(draft) == [third, first, second]


def test_removed_row_can_be_put_back(client, draft):
    first, second, third = names(draft)
    assert "已删除 1 行" in press(client, draft, "remove", 0).content.decode()
    assert names(draft) == [second, third]
    page(client, draft).press("恢复")
    assert names(draft) == [second, third, first]
    assert "已删除" not in page(client, draft).html


def test_block_becomes_rows_below_the_filled_ones(client, draft):
    sheet = page(client, draft)
    sheet.set("paste-council-text", "姓名\t联系电话\t备注\n何志远\t15400000110\t返聘\n韩冬梅\t\t")
    html = sheet.press("放入表中").content.decode()
    assert "已粘贴 2 行" in html
    assert names(draft)[3:] == ["何志远", "韩冬梅"]
    assert council(draft)[3]["phone"] == "15400000110"
    assert "粘贴的第 1 行“备注”：返聘" in html
    page(client, draft).press("处理完了")
    assert "返聘" not in page(client, draft).html


def test_block_pasted_into_a_row_writes_over_from_there_and_keeps_what_stood(client, draft):
    first, second, third = names(draft)
    sheet = page(client, draft)
    sheet.set("paste-council-text", "何志远\t男\n韩冬梅\t女")
    sheet.set("paste-council-at", council(draft)[2]["key"]).set("paste-council-first", "name")
    html = sheet.press("放入表中").content.decode()
    assert names(draft) == [first, second, "何志远", "韩冬梅"]
    assert "1 行改写了原有内容" in html
    kept = Filing.objects.get(pk=draft.pk).answers["replaced"]
    assert kept[0]["rows"][0]["name"] == third


def test_nothing_pasted_says_so(client, draft):
    html = page(client, draft).press("放入表中").content.decode()
    assert "没有可以粘贴的内容" in html


def test_people_of_table_2_can_be_pasted(client, draft):
    sheet = page(client, draft, "table2")
    sheet.set("paste-cadres-text", "姓名\t性别\t出生年月\t手机\n何志远\t男\t1970.05\t15400000110")
    sheet.press("放入表中")
    row = Filing.objects.get(pk=draft.pk).document["rows"]["cadres"][3]
    assert (row["name"], row["birth_month"], row["mobile"]) == ("何志远", "1970.05", "15400000110")


def test_row_that_is_gone_changes_nothing(client, draft):
    before = names(draft)
    for verb in ("up", "duplicate", "remove", "restore"):
        address = f"/filings/{draft.pk}/table3/rows/council/r000000000000/{verb}/"
        response = client.post(
            address, page(client, draft).data.urlencode(), "application/x-www-form-urlencoded"
        )
        assert response.status_code == 302
    assert names(draft) == before
