"""Blocks copied from spreadsheets."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from filings.blocks import Block, place, read_block

COLUMNS = [
    ("name", "姓名"),
    ("sex", "性别"),
    ("society_post", "学会职务"),
    ("phone", "联系电话"),
    ("party_relation_unit", "党组织关系所在单位"),
    ("party_status", "党员类别"),
]
HE = {"name": "何志远", "sex": "男", "phone": "15400000110"}


def placed(text, first="") -> Block:
    return place(read_block(text), COLUMNS, first)


def test_columns_follow_the_header_in_any_order():
    block = placed("手机\t姓 名\t性别\n15400000110\t何志远\t男")
    assert block.rows == [HE]


def test_header_stands_below_title_and_society():
    above = "表3. 理事会党员信息表\n学会（盖章）：物理学会\n"
    block = placed(above + "姓名\t性别\t联系电话\n何志远\t男\t15400000110")
    assert block.rows == [HE]


def test_headings_with_line_breaks_and_brackets_are_known():
    block = placed('姓名（必填）\t"联系\n电话"\t性别：\n何志远\t15400000110\t男')
    assert block.rows == [HE]


def test_without_header_columns_begin_at_the_cell():
    assert placed("15400000110\t吉林大学党委", "phone").rows == [
        {"phone": "15400000110", "party_relation_unit": "吉林大学党委"}
    ]


def test_counting_column_is_left_out():
    block = placed("1\t何志远\t男\n2\t韩冬梅\t女")
    assert block.rows == [{"name": "何志远", "sex": "男"}, {"name": "韩冬梅", "sex": "女"}]
    assert block.unplaced == []


def test_what_does_not_fit_is_shown():
    block = placed("姓名\t性别\t备注\n何志远\t男\t返聘\n韩冬梅\t女\t")
    assert block.rows == [{"name": "何志远", "sex": "男"}, {"name": "韩冬梅", "sex": "女"}]
    assert block.unplaced == [(1, "备注", "返聘")]
    assert placed("正式党员\t多出来的", "party_status").unplaced == [(1, "第2列", "多出来的")]


def test_second_column_of_one_name_does_not_fit():
    block = placed("姓名\t性别\t姓名\n何志远\t男\t何远")
    assert block.rows == [{"name": "何志远", "sex": "男"}]
    assert block.unplaced == [(1, "姓名", "何远")]


def test_people_whose_posts_look_like_headings_are_no_header():
    assert placed("何志远\t男\t理事\n韩冬梅\t女\t职务待定").rows[0]["name"] == "何志远"


def test_nothing_gives_nothing():
    assert placed(" \n\t\n").rows == []


def test_cells_are_kept_as_copied():
    assert read_block('"两\n行"\t"引""号"\t"说"过\t 空格 ') == [
        ["两\n行", '引"号', '"说"过', " 空格 "]
    ]


cells = st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_a_spreadsheet_writes_reads_back(table):
    copied = io.StringIO()
    csv.writer(copied, delimiter="\t", lineterminator="\n").writerows(table)
    assert read_block(copied.getvalue()) == [row for row in table if any(c.strip() for c in row)]
