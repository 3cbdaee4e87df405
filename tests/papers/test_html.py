"""What stands on the sheets of a document, and on the read-only tables of a page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from filings.papers.html import Mark, cell_id
from members.grids import TABLE_2, TABLE_3
from partyorgs.grids import TABLE_1
from tests.papers.tables import EMPTY, TABLES, filled_document, paper, read, screen, value_cells


def text_of(path):
    return f"<{path}> & \"'"


def row(key, **cells):
    return {"key": key, **cells}


def two_organizations():
    """The functional group was typed first."""
    return {
        "cells": {},
        "rows": {
            "organizations": [
                row("r1", party_org_type="功能型党小组", org_established="2017年10月"),
                row("r2", party_org_type="独立党支部", party_work_funds="5000"),
            ],
            "party_leaders": [
                row("r3", name="何志远", organization="功能型党小组"),
                row("r4", name="高文博", organization="独立党支部"),
            ],
        },
    }


def council(count):
    people = [row(f"r{n}", name=f"委员{n}", phone=f"1540000{n:04}") for n in range(1, count + 1)]
    return {"cells": {}, "rows": {"council": people}}


@pytest.mark.parametrize("output", [paper, screen])
def test_every_value_cell_carries_its_text_escaped(output):
    html = output(filled_document(text_of))
    sheet = read(html)
    for table in TABLES:
        for cell in value_cells(table):
            group = cell.path.split("/")[0]
            path = cell.path.replace("*", f"k{group}")
            shown = sheet.cell(path)
            assert shown.text == text_of(cell.path) + (f" {cell.unit}" if cell.unit else "")
            assert shown.attrs["id"] == cell_id(path)
    assert "<society>" not in html and "&lt;society&gt;" in html


def test_paper_has_the_official_cells_and_labels():
    sheet = read(paper(filled_document(text_of)))
    one, two, three = sheet.tables
    # In HTML a cell that spans rows stands in the first of them alone.
    assert [len(cells) for cells in one] == [2, 2, 4, 4, 4, 6, 6, 7, 6, 7, 6, 2]
    assert [len(cells) for cells in two] == [6, 6, 6, 4, 4, 2, 2]
    assert [len(cells) for cells in three] == [6] * 9
    assert one[0][0].text == "学会名称\n（盖章）"
    assert [cell.text for cell in three[0]] == [
        "序号", "姓名", "性别", "学会职务", "联系电话", "党组织关系所在单位",
    ]  # fmt: skip
    assert one[7][0].attrs["rowspan"] == "2" and one[11][1].attrs["colspan"] == "6"


def test_empty_document_prints_units_and_blank_rows():
    one, two, three = read(paper(EMPTY)).tables
    units = [cell.text.strip() for cells in one for cell in cells if cell.tag == "td"]
    assert [unit for unit in units if unit] == [
        "元/年", "平方米", "人", "人", "个", "人", "人", "人",
    ]  # fmt: skip
    assert two[0][5].text.strip() == two[1][5].text.strip() == "年   月"
    assert [cell.text for cells in three[1:] for cell in cells] == [""] * 48


def test_filled_month_stands_without_the_printed_year_and_month():
    document = {"cells": {}, "rows": {"cadres": [row("r1", birth_month="1980年5月")]}}
    assert read(paper(document)).cell("cadres/r1/birth_month").text == "1980年5月"


def test_organizations_share_a_cell_with_the_branch_first():
    sheet = read(paper(two_organizations()))
    established, kind = sheet.tables[0][2][1], sheet.tables[0][2][3]
    assert kind.text == "独立党支部\n功能型党小组"
    assert established.text == "—\n2017年10月"
    assert sheet.tables[0][10][0].text == "高文博\n何志远"
    assert cell_id("organizations/r1/party_org_type") in sheet.ids


def test_each_cadre_has_a_sheet_and_a_society_without_cadres_a_blank_one():
    people = [row("r1", name="高文博"), row("r2", name="林雨欣")]
    document = {"cells": {"society": "吉林省物理学会"}, "rows": {"cadres": people}}
    html = paper(document, [TABLE_2])
    assert [table[0][1].text for table in read(html).tables] == ["高文博", "林雨欣"]
    assert html.count("学会（盖章）：吉林省物理学会") == 2
    assert read(paper(EMPTY, [TABLE_2])).tables[0][0][1].text == ""


def test_box_that_declares_a_table_empty_prints_as_a_word():
    document = {"cells": {"no_cadres": "1", "no_council_members": ""}, "rows": {}}
    for output in (paper, screen):
        text = read(output(document)).text
        assert "秘书处没有党员 是" in text
        assert "理事会没有党员" not in text


@pytest.mark.parametrize(("people", "rows"), [(0, 8), (8, 8), (9, 9)])
def test_roster_is_numbered_and_never_has_fewer_than_eight_rows(people, rows):
    body = read(paper(council(people), [TABLE_3])).tables[0][1:]
    assert [cells[0].text for cells in body] == [
        *(str(number) for number in range(1, people + 1)),
        *[""] * (rows - people),
    ]


def test_notes_stand_after_the_last_sheet_numbered_by_the_paper():
    html = paper(council(1), notes=["11月20日前报送。", "联系人：学术部\n电话"])
    assert html.index("表3.") < html.index("注：") < html.index("<li>11月20日前报送。</li>")
    assert "注：" not in paper(council(1))


def test_every_anchor_stands_once():
    document = filled_document(text_of)
    for output in (paper, screen):
        ids = read(output(document)).ids
        assert len(ids) == len(set(ids))
        assert {cell_id(group) for group in document["rows"]} <= set(ids)
        assert {cell_id("council/kcouncil"), cell_id("cadres/kcadres")} <= set(ids)


def test_empty_group_links_to_the_group_and_an_unlinked_cell_is_text():
    sheet = read(paper(EMPTY, [TABLE_1], link_of=lambda path: f"/fill#{path}"))
    assert "/fill#organizations" in sheet.links and "/fill#society" in sheet.links
    assert "填写党组织类型" in sheet.text
    assert read(paper(EMPTY, [TABLE_1], link_of=lambda path: None)).links == []


def test_masked_cell_offers_to_be_shown_by_post():
    masked = {"text_of": lambda path, text: text[:3] + "****" if "phone" in path else text}
    html = screen(council(1), [TABLE_3], **masked, reveal_form="reveal")
    assert "15400000001" not in html
    assert read(html).cell("council/r1/phone").text == "154**** 显示联系电话"
    assert 'form="reveal" name="path" value="council/r1/phone"' in html
    assert "显示" not in screen(council(1), [TABLE_3], **masked)


def test_marks_stand_on_the_cell_of_their_path():
    marks = {"council/r1/phone": Mark(level="warning", classes="cell--commented", pins=(4,))}
    html = screen(council(2), [TABLE_3], marks=marks)
    cell = read(html).cell("council/r1/phone")
    assert cell.attrs["class"] == "cell--warning cell--commented"
    assert 'href="#comment-4"' in html
    assert "class" not in read(html).cell("council/r2/phone").attrs


def test_additions_stand_below_the_table_a_line_for_each_row():
    document = two_organizations()
    document["rows"]["organizations"][1]["approval_document"] = "吉大物党发〔2017〕12号"
    html = paper(document, [TABLE_1])
    block = html.partition("系统增补（不属官方表格）：")[2]
    assert "独立党支部：批准文件 吉大物党发〔2017〕12号" in read(block).text
    assert "党组织书记（组长）何志远：所属党组织类型 功能型党小组" in read(block).text
    assert "系统增补" not in paper(EMPTY)


def test_empty_addition_stands_where_a_mark_asks_for_it():
    path = "organizations/r2/approval_date"
    assert cell_id(path) not in screen(two_organizations())
    assert cell_id(path) in screen(two_organizations(), marks={path: Mark(level="error")})


def test_additions_to_a_roster_are_columns_on_screen_and_lines_on_paper():
    document = council(1)
    document["rows"]["council"][0]["party_status"] = "预备党员"
    head, person = read(screen(document, [TABLE_3])).tables[0]
    assert head[6].text == "党员类别 系统增补"
    assert person[6].text == "预备党员"
    on_paper = read(paper(document, [TABLE_3]))
    assert len(on_paper.tables[0][1]) == 6
    assert "委员1：预备党员" in on_paper.text


def test_screen_says_that_nobody_is_listed():
    assert screen(EMPTY, [TABLE_2, TABLE_3]).count("没有填写人员。") == 2
    assert read(screen(EMPTY, [TABLE_1])).cell("place").text == "（空）"


def test_sheets_use_no_style_attribute_and_only_sizes_of_the_style_sheet():
    sheet = read(paper(filled_document(text_of)))
    css = (Path(settings.BASE_DIR) / "static/css/paper.css").read_text()
    classes = {name for names in sheet.columns + sheet.row_classes for name in names.split()}
    assert "style" not in sheet.attribute_names
    assert [name for name in sorted(classes) if not re.search(rf"\.{name} {{", css)] == []
    # 17.5 per cent is w17-5, 14 mm is h14.
    for name, number in re.findall(r"\.[wh]([\d-]+) { (?:width|height): ([\d.]+)(?:%|mm); }", css):
        assert name.replace("-", ".") == number
