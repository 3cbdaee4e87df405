"""Files that strangers made are read as they are meant."""

import json
import re
from io import BytesIO

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import load_workbook

from filings.documents import KEY
from filings.enums import Level
from filings.fields.base import CellContext
from filings.kinds import get_kind
from filings.papers.editions import Edition
from filings.papers.reading import Refused, bind, read, remarks
from filings.papers.xlsx import write_xlsx
from tests.papers.strangers import (
    CELLS,
    COUNCIL,
    COUNCIL_LABELS,
    FILES,
    HEAD,
    LEADER,
    LINE,
    TABLE_1,
    TABLE_3,
    book,
    grid,
    roster,
    sheets,
    table_1,
)

FORMS = sorted(path for path in FILES.iterdir() if path.suffix not in (".json", ".bin"))


def filled(document: dict) -> dict:
    """A document without keys and empty cells."""

    def texts(row):
        return {name: text for name, text in row.items() if name != KEY and text}

    rows = {group: [texts(row) for row in found] for group, found in document["rows"].items()}
    return {"cells": texts(document["cells"]), "rows": rows}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_file_of_a_stranger_gives_its_document(path):
    stem = re.sub("^(resaved|wps_like)_", "", path.stem)  # tests/papers/interop.py, wps.py
    expected = json.loads((FILES / f"{stem}.json").read_text(encoding="utf-8"))
    found = read(path.read_bytes(), get_kind("registration"))
    assert filled(found.document) == filled(expected)


def reading(made):
    """What a workbook or Word document says."""
    saved = BytesIO()
    made.save(saved)
    return read(saved.getvalue(), get_kind("registration"))


def people(made, group="council") -> list[dict]:
    return filled(reading(made).document)["rows"][group]


def test_header_of_two_rows_is_read_by_its_lower_labels():
    upper = ["序号", "姓名", "学历/学位", "", "职称", "联系方式", ""]
    lower = ["", "", "学历", "学位", "", "手机", "邮箱"]
    person = [1, "柏若溪", "本科", "学士", "高工", "15400001002", "bai@example.org"]
    made = book(表2=[upper, lower, person])
    for place in ("A1:A2", "B1:B2", "C1:D1", "E1:E2", "F1:G1"):
        made["表2"].merge_cells(place)
    assert people(made, "cadres") == [
        {
            "name": "柏若溪",
            "education": "本科",
            "degree": "学士",
            "technical_title": "高工",
            "mobile": "15400001002",
            "email": "bai@example.org",
        }
    ]


@pytest.mark.parametrize("is_word", [False, True])
def test_roster_printed_side_by_side_is_read_left_part_first(is_word):
    header, *rows = roster()
    rows = [header + header, rows[0] + rows[2], rows[1] + [""] * len(header)]
    if is_word:
        made = Document()
        grid(made, rows, 2 * len(header))
    else:
        made = book(表3=rows)
    assert people(made) == COUNCIL


def test_labels_of_a_block_may_stand_beside_their_values():
    rows = table_1()
    rows[7:9] = [
        [(text, 1) for text in ("学会负责人", "姓名", "费景行", "年龄", "58", "学历", "研究生")],
        [(text, 1) for text in ("", "政治面貌", "中共党员", "党内外职务", "理事长", "联系方式",
                                "15400001001")],
    ]  # fmt: skip
    assert people(book(表1=[[TABLE_1], *rows]), "heads") == [HEAD]


@pytest.mark.parametrize("is_word", [False, True])
@pytest.mark.parametrize(("label", "reason", "unplaced"), [
    ("未建党组织\n原因", "秘书处没有党员", []),  # which is the label of a box, too
    ("未建党组织的原因", "秘书处没有党员", []),
    ("未成立党组织原因", "秘书处没有党员", []),
    ("备注", "", ["备注", "正在筹建"]),
])  # fmt: skip
def test_what_follows_a_block_is_no_person_of_it(label, reason, unplaced, is_word):
    rows = table_1(CELLS | {"no_org_reason": reason or "正在筹建"})
    rows[-1][0] = (label, 1)
    if is_word:
        made = Document()
        made.add_paragraph(TABLE_1)
        grid(made, rows, 7)
    else:
        made = book(表1=[[TABLE_1], *rows])
    found = reading(made)
    assert [row["name"] for row in found.document["rows"]["party_leaders"]] == [LEADER["name"]]
    assert found.document["cells"]["no_org_reason"] == reason
    assert [entry.text for entry in found.unplaced] == unplaced


def test_roster_of_four_columns_with_words_of_its_own_is_one():
    header = ["姓名", "理事会职务", "手机", "所在党支部", "备注"]
    rows = [header, ["费景行", "理事长", "15400001001", "吉林农业大学党委", ""]]
    assert people(book(Sheet1=[["吉林省蚕桑学会理事会党员信息表（第七届）"], *rows])) == [
        {name: text for name, text in COUNCIL[0].items() if name != "sex"}
    ]


@pytest.mark.parametrize("mark", ["无", "/", "——"])
def test_mark_for_nobody_is_nobody(mark):
    leader = dict.fromkeys(LEADER, "/") | {"name": mark}
    made = book(表1=[[TABLE_1], *table_1(leader=leader)], 表3=[[TABLE_3], *roster()[:1], [1, mark]])
    assert people(made, "party_leaders") == people(made) == []


@pytest.mark.parametrize(("typed", "ticked", "told"), [
    ("√", "1", []), ("否", "", []), ("甲乙十", "", ["甲乙十"]),
])  # fmt: skip
def test_box_of_our_own_file_says_what_else_was_typed_there(typed, ticked, told):
    kind = get_kind("registration")
    document = {"cells": {}, "rows": {}}
    made = load_workbook(BytesIO(write_xlsx(Edition(kind, document, ""))))
    sheet, place = next(made.defined_names["cell__no_council_members"].destinations)
    made[sheet][place] = typed
    found = reading(made)
    assert found.document["cells"]["no_council_members"] == ticked
    assert [entry.text for entry in found.unplaced] == told


def test_mark_that_the_rest_is_blank_is_nobody():
    made = book(表3=[[TABLE_3], *roster(), ["", "以下空白"]])
    assert people(made) == COUNCIL
    assert reading(made).unplaced == []


def test_marks_below_each_other_point_at_the_same_text():
    people = [COUNCIL[0], *[one | {"party_relation_unit": "同上"} for one in COUNCIL[1:]]]
    document = reading(book(表3=[[TABLE_3], *roster(people)])).document
    bound = bind(document, get_kind("registration"), CellContext())
    asked = remarks(bound, Level.QUESTION).values()
    offered = [text for finding in asked for text, _ in finding.choices]
    assert offered == ["吉林农业大学党委"] * 2


def test_file_of_two_societies_is_refused():
    other = table_1(CELLS | {"society": "吉林省物理学会"})
    made = book(蚕桑=[[TABLE_1], *table_1()], 物理=[[TABLE_1], *other])
    with pytest.raises(
        Refused, match="两个学会的表：“吉林省蚕桑学会”（蚕桑 B2）和“吉林省物理学会”"
    ):
        reading(made)


@pytest.mark.parametrize("line", ["蚕桑学会", "吉林省蚕桑学会（公章）", "吉林省 蚕桑学会"])
def test_society_may_be_written_otherwise_above_another_table(line):
    made = book(**sheets(表3=[[TABLE_3], [f"学会（盖章）：{line}"], *roster()]))
    assert reading(made).document["cells"]["society"] == "吉林省蚕桑学会"


def test_hidden_sheet_is_told():
    made = book(**sheets())
    made["表2"].sheet_state = "hidden"
    found = reading(made)
    assert found.document["rows"]["cadres"] == []
    assert [(entry.source.sheet, entry.text[:9]) for entry in found.unplaced] == [
        ("表2", "这个工作表是隐藏的")
    ]


def test_formula_that_was_never_calculated_is_no_empty_cell():
    made = book(**sheets())
    made["表1"]["B7"] = "=3+3"
    assert reading(made).document["cells"]["staff_count"] == "=3+3"


def test_line_to_write_on_and_a_stroke_before_the_unit_are_no_content():
    cells = {"staff_count": "__6__", "full_time_staff": "＿2＿", "party_member_count": "/ "}
    rows = table_1(CELLS | cells)
    rows[6][1] = ("/ 人", 2)
    found = reading(book(表1=[[TABLE_1], *rows])).document["cells"]
    assert [found[name] for name in cells] == ["6", "2", "/"]


def test_struck_and_hidden_words_of_word_are_not_read():
    made = Document()
    table = grid(made, roster(), 6)
    for row, look in ((1, "strike"), (2, "hidden")):
        setattr(table.cell(row, 1).paragraphs[0].add_run("旧名").font, look, True)
    table.cell(3, 1).paragraphs[0].runs[0].font.strike = False
    assert people(made) == COUNCIL


def test_text_boxes_of_word_are_read():
    def box(paragraph, text):
        paragraph._p.append(
            parse_xml(
                f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
                f"<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
                "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            )
        )

    made = Document()
    made.add_paragraph(TABLE_3)
    box(made.add_paragraph(), LINE)
    table = grid(made, [["序号", *COUNCIL_LABELS], *roster()[1:]], 6)
    box(table.cell(1, 1).paragraphs[0], "兼任监事")
    found = reading(made)
    assert found.document["cells"]["society"] == "吉林省蚕桑学会"
    assert [row["name"] for row in found.document["rows"]["council"]] == [
        person["name"] for person in COUNCIL
    ]
    assert [str(entry.source) for entry in found.unplaced] == ["第2个文本框"]
