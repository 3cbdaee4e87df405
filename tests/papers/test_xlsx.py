"""The official tables as a workbook."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from filings.kinds import get_kind
from filings.papers.editions import Edition
from filings.papers.grid import Label, placed
from filings.papers.names import FORM_VERSION_NAME, name_of, parse_name
from filings.papers.xlsx import write_xlsx
from tests.papers.tables import EMPTY, TABLES, filled_document


def written(document, notes=()):
    edition = Edition(get_kind("registration"), document, "", notes)
    return load_workbook(BytesIO(write_xlsx(edition)))


def cell_of(book, name):
    ((sheet, address),) = book.defined_names[name].destinations
    return book[sheet][address.replace("$", "")]


def named_texts(book):
    names = (name for name in book.defined_names if parse_name(name))
    return {name: cell_of(book, name).value for name in names}


def test_every_cell_of_a_document_stands_under_its_name():
    document = filled_document(lambda path: f"文本{path}")
    book = written(document)
    expected = {name_of(name): text for name, text in document["cells"].items()}
    expected |= {"cell__no_cadres": "是", "cell__no_council_members": "是"}  # boxes
    for group, rows in document["rows"].items():
        for name, text in rows[0].items():
            if name != "key":
                expected[name_of(name, group, 1)] = text
    filled = {name: text for name, text in named_texts(book).items() if text}
    assert filled == expected


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_cells_and_spans_are_those_of_the_grid(table):
    sheet = written(EMPTY)[table.title.partition(".")[0]]
    top = 3 if table.line else 2
    merged = {str(area) for area in sheet.merged_cells.ranges}
    for place in placed(table):
        if place.continued:
            continue
        cell = sheet.cell(top + place.row, place.column + 1)
        if isinstance(place.cell, Label):
            assert cell.value.startswith(place.cell.text)
        if place.cell.colspan > 1 or place.cell.rowspan > 1:
            end = sheet.cell(
                cell.row + place.cell.rowspan - 1, cell.column + place.cell.colspan - 1
            )
            assert f"{cell.coordinate}:{end.coordinate}" in merged


@pytest.mark.parametrize("text", ["=1+1", "+86 431", "-5", "@某", "#N/A", "001", "𠮷\n二行"])
def test_a_text_stays_the_text_that_it_was(text):
    cell = cell_of(written({"cells": {"society": text}, "rows": {}}), "cell__society")
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_only_named_cells_may_be_typed_into():
    book = written(EMPTY)
    for sheet in book.worksheets[:3]:
        assert sheet.protection.sheet
        inputs = (c for line in sheet.iter_rows() for c in line if not isinstance(c, MergedCell))
        free = {c.coordinate for c in inputs if not c.protection.locked}
        cells = [cell_of(book, name) for name in book.defined_names if parse_name(name)]
        assert free == {cell.coordinate for cell in cells if cell.parent == sheet}
    assert book.worksheets[3].sheet_state == "veryHidden"
    assert cell_of(book, FORM_VERSION_NAME).value


def test_two_organizations_share_the_official_cell_and_have_their_own_lines_below():
    rows = [{"key": "ka", "party_org_type": "功能型党小组"}, {"key": "kb", "party_org_type": "甲"}]
    book = written({"cells": {}, "rows": {"organizations": rows}})
    shared = book["表1"]["F4"]
    assert (set(shared.value.split("\n")), shared.protection.locked) == (
        {"功能型党小组", "甲"},
        True,
    )
    for number, row in enumerate(rows, 1):
        cell = cell_of(book, name_of("party_org_type", "organizations", number))
        assert cell.value == row["party_org_type"]
        assert cell.row > 13


def test_long_rosters_and_every_card_are_written():
    people = [{"key": f"k{number}", "name": f"人{number}"} for number in range(200)]
    book = written({"cells": {}, "rows": {"council": people, "cadres": people[:3]}})
    assert cell_of(book, "cell__council__200__name").value == "人199"
    assert cell_of(book, "cell__cadres__3__name").value == "人2"
    assert book["表3"].print_title_rows == "$3:$3"


def offered(book, name):
    """The texts of a cell's drop-down, from where the workbook keeps them."""
    cell = cell_of(book, name)
    offers = cell.parent.data_validations.dataValidation
    offer = next(offer for offer in offers if cell.coordinate in offer.cells)
    assert not offer.showErrorMessage  # it proposes
    place, _, area = offer.formula1.partition("!")
    return [text.value for (text,) in book[place.strip("'")][area.replace("$", "")]]


@pytest.mark.parametrize(
    ("name", "some"),
    [
        ("cell__council__8__sex", {"男", "女"}),
        ("cell__council__8__party_status", {"正式党员", "预备党员"}),
        ("cell__cadres__1__ethnic_group", {"汉族", "朝鲜族", "满族"}),
        ("cell__no_org_reason_code", {"秘书处只有预备党员,没有正式党员", "其他"}),
        ("cell__no_cadres", {"是"}),
    ],
)
def test_coded_cells_offer_their_values(name, some):
    assert some <= set(offered(written(EMPTY), name))


def test_rows_are_as_high_as_their_texts():
    sheet = written({"cells": {"no_org_reason": "因" * 600}, "rows": {}})["表1"]
    heights = [sheet.row_dimensions[row].height for row in (2, 13)]
    assert heights[0] == pytest.approx(14 / 25.4 * 72)
    assert heights[1] > 600 / 34 * 15  # 34 characters fit a line


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_labels_have_one_size_with_and_without_a_unit(table):
    sheet = written(EMPTY)[table.title.partition(".")[0]]
    top = 3 if table.line else 2
    labels = [p for p in placed(table) if isinstance(p.cell, Label) and not p.continued]
    assert {sheet.cell(top + p.row, p.column + 1).font.size for p in labels} == {12}


def test_a_unit_has_a_line_of_its_own_and_table_1_stays_on_one_page():
    edition = Edition(get_kind("registration"), EMPTY, "")
    sheet = load_workbook(BytesIO(write_xlsx(edition)), rich_text=True)["表1"]
    label, unit = sheet["E6"].value
    assert (label, unit.text, unit.font.sz) == ("党组织\n活动场所\n", "（平方米）", 10)
    heights = [sheet.row_dimensions[row].height for row in range(1, 14)]  # with the title
    assert min(heights[5:8]) > (2 * 12 + 10) * 1.45  # three lines
    assert sum(heights) < (297 - 37 - 35) / 25.4 * 72


def below(sheet, text):
    """The cell below a table that begins with a text, and the area merged for it."""
    cell = next(c for c in sheet["A"] if str(c.value).startswith(text))
    area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    return cell, area


@pytest.mark.parametrize(("title", "columns"), [("表1", 7), ("表2", 6), ("表3", 7)])
def test_the_block_of_additions_says_that_it_is_none_of_the_official_table(title, columns):
    sheet = written(EMPTY)[title]
    cell, area = below(sheet, "系统增补（不属官方表格）")
    assert (area.size["columns"], area.size["rows"]) == (columns, 1)
    assert cell.protection.locked
    assert sheet.cell(cell.row + 1, 1).value  # the first addition


def test_every_card_has_the_line_above_its_additions():
    book = written({"cells": {}, "rows": {"cadres": [{"key": "a"}, {"key": "b"}]}})
    lines = [c for c in book["表2"]["A"] if str(c.value).startswith("系统增补")]
    assert len(lines) == 2


def test_all_notes_stand_below_table_3_as_wide_and_as_high_as_they_need():
    notes = ("注" * 10, "意" * 200, "事" * 20, "联系人：甲 1\n乙 2")
    book = written(EMPTY, notes)
    cell, area = below(book["表3"], "注：")
    assert cell.value.split("\n") == [
        "注：", f"1. {notes[0]}", f"2. {notes[1]}", f"3. {notes[2]}", "4. 联系人：甲 1", "乙 2",
    ]  # fmt: skip
    assert (area.size["columns"], cell.alignment.wrap_text) == (7, True)
    assert cell.protection.locked
    assert cell.row == book["表3"].max_row
    assert book["表3"].row_dimensions[cell.row].height > (5 + 200 / 44) * 10.5 * 1.45
    texts = [str(c.value) for title in ("表1", "表2") for c in book[title]["A"]]
    assert not any(text.startswith("注：") for text in texts)
