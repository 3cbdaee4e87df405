"""The grids hold what the directive prints: order, words and units of every cell."""

import pytest

from filings.papers.grid import Label, placed, value_names
from members.grids import TABLE_2, TABLE_3
from partyorgs.grids import TABLE_1
from tests.papers.tables import TABLES, value_cells

TABLE_1_TEXT = """\
学会名称/（盖章） _
支撑单位/名称 _
建立党组织/时间 _ 党组织/类型 _
学会所在地 _ 党组织/关系隶属 _
党组织/工作经费 _元/年 党组织/活动场所 _平方米
工作人员/总数 _人 专职/人员数 _人 下辖/党支部 _个
党员总数 _人 党的积极/分子数量 _人 党务干部/数量 _人
学会负责人 姓名 年龄 学历 政治面貌 党内外职务 联系方式
_ _ _ _ _ _
党组织书记 姓名 年龄 学历 任职时间 行政职务 联系方式
_ _ _ _ _ _
未建党组织/原因 _"""
TABLE_2_TEXT = """\
姓名 _ 性别 _ 出生日期 _
民族 _ 籍贯 _ 入党日期 _
学历 _ 学位 _ 技术职称 _
工作单位 _ 职务 _
手机号码 _ 电子邮箱 _
人事档案所在单位 _
党组织关系所在单位 _"""
TABLE_3_TEXT = """\
序号 姓名 性别 学会职务 联系电话 党组织关系所在单位
_ _ _ _ _ _"""


def as_text(table):
    return "\n".join(
        " ".join(
            cell.text.replace("\n", "/")
            if isinstance(cell, Label)
            else "_" + getattr(cell, "unit", "")
            for cell in row.cells
        )
        for row in table.rows
    )


@pytest.mark.parametrize(
    ("table", "text"), [(TABLE_1, TABLE_1_TEXT), (TABLE_2, TABLE_2_TEXT), (TABLE_3, TABLE_3_TEXT)]
)
def test_grid_has_the_official_words_in_order(table, text):
    assert as_text(table) == text


def cells_per_row(table):
    """As the seed and a .docx count them: a cell from the row above counts again."""
    counts = [0] * len(table.rows)
    for place in placed(table):
        counts[place.row] += 1
    return counts


def test_grid_has_the_official_number_of_cells_in_each_row():
    assert cells_per_row(TABLE_1) == [2, 2, 4, 4, 4, 6, 6, 7, 7, 7, 7, 2]
    assert cells_per_row(TABLE_2) == [6, 6, 6, 4, 4, 2, 2]
    assert cells_per_row(TABLE_3) == [6, 6]
    assert TABLE_3.roster.minimum == 8


@pytest.mark.parametrize(("table", "count"), [(TABLE_1, 27), (TABLE_2, 15), (TABLE_3, 5)])
def test_grid_has_the_official_number_of_value_cells(table, count):
    paths = [cell.path for cell in value_cells(table)]
    assert len(paths) == len(set(paths)) == count


@pytest.mark.parametrize("table", TABLES)
def test_cells_of_each_row_fill_the_columns_exactly(table):
    for number in range(len(table.rows)):
        spans = [place.cell.colspan for place in placed(table) if place.row == number]
        assert sum(spans) == len(table.columns)
    assert sum(table.columns) == 100


def test_seal_has_one_place_on_each_table():
    seals = [
        [
            cell.path
            for cell in value_cells(table) + list(table.line or ())
            if getattr(cell, "seal", False)
        ]
        for table in TABLES
    ]
    assert seals == [["society"], ["society"], ["society"]]


def test_value_is_named_by_the_label_beside_it_or_above():
    names = value_names(TABLE_1)
    assert names[4] == ["党组织工作经费", "党组织活动场所"]
    assert names[8] == ["姓名", "年龄", "学历", "政治面貌", "党内外职务", "联系方式"]
    assert names[10] == ["姓名", "年龄", "学历", "任职时间", "行政职务", "联系方式"]
    assert value_names(TABLE_3)[1][0] == "序号"
