"""Makes the test files that are not ours: copies of the official form as societies type, mend and
mangle them. Run as `python -m tests.papers.strangers`; the people are invented.

Each file stands in files/ beside a .json with the document that it must give, empty cells left out.
"""

import datetime as dt
import json
from pathlib import Path

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import Border, Side

FILES = Path(__file__).parent / "files"
BORDER = Border(*[Side("thin")] * 4)
TABLE_1 = "表1. 吉林省科协所属学会党建信息表"
TABLE_2 = "表2. 吉林省科协所属学会秘书处专兼职干部党员信息表"
TABLE_3 = "表3. 吉林省科协所属学会理事会党员信息表"
LINE = "学会（盖章）：吉林省蚕桑学会"
CELLS = {
    "society": "吉林省蚕桑学会",
    "support_unit": "吉林省蚕业科学研究院",
    "place": "吉林市",
    "staff_count": "6",
    "full_time_staff": "2",
    "subordinate_branches": "0",
    "party_member_count": "5",
    "activist_count": "1",
    "party_affairs_cadre_count": "1",
}
ORGANIZATION = {
    "org_established": "2017年9月",
    "party_org_type": "独立党支部",
    "party_org_superior": "吉林省蚕业科学研究院党委",
    "party_work_funds": "5000",
    "party_venue_area": "60",
}
HEAD = {
    "name": "费景行",
    "age": "58",
    "education": "研究生",
    "political_status": "中共党员",
    "inner_outer_posts": "理事长",
    "contact": "15400001001",
}
LEADER = {
    "name": "柏若溪",
    "age": "46",
    "education": "大学本科",
    "appointed_on": "2017年9月",
    "administrative_post": "秘书长",
    "contact": "15400001002",
}
CADRE = {
    "name": "柏若溪",
    "sex": "女",
    "birth_month": "1971年3月",
    "ethnic_group": "汉族",
    "native_place": "吉林省德惠市",
    "joined_party_on": "1998年7月",
    "education": "大学本科",
    "degree": "学士",
    "technical_title": "高级工程师",
    "work_unit": "吉林省蚕业科学研究院",
    "post": "秘书长",
    "mobile": "15400001002",
    "email": "bai@example.org",
    "personnel_file_unit": "吉林省蚕业科学研究院",
    "party_relation_unit": "吉林省蚕业科学研究院党委",
}
SECOND = CADRE | {
    "name": "𠮷田喆",
    "sex": "男",
    "birth_month": "1985年11月",
    "joined_party_on": "2010年6月",
    "mobile": "15400001003",
    "email": "ji@example.org",
    "post": "干事",
}
COUNCIL = [
    {
        "name": name,
        "sex": sex,
        "society_post": post,
        "phone": phone,
        "party_relation_unit": "吉林农业大学党委",
    }
    for name, sex, post, phone in (
        ("费景行", "男", "理事长", "15400001001"),
        ("岑秋池", "女", "常务理事", "15400001005"),
        ("欧阳沐阳", "男", "理事", "0431-85000001"),
    )
]
HEAD_LABELS = "姓名 年龄 学历 政治面貌 党内外职务 联系方式"
LEADER_LABELS = "姓名 年龄 学历 任职时间 行政职务 联系方式"
COUNCIL_LABELS = ["姓名", "性别", "学会职务", "联系电话", "党组织关系所在单位"]


def registration(**changes) -> dict:
    rows = {
        "organizations": [ORGANIZATION],
        "heads": [HEAD],
        "party_leaders": [LEADER],
        "cadres": [CADRE, SECOND],
        "council": COUNCIL,
    }
    return {"cells": CELLS | changes.pop("cells", {}), "rows": rows | changes}


def table_1(cells=CELLS, organization=ORGANIZATION, head=HEAD, leader=LEADER) -> list[list]:
    """Table 1 as rows of (text, columns that it spans)."""
    c, o = cells, organization
    return [
        [("学会名称\n（盖章）", 1), (c["society"], 6)],
        [("支撑单位\n名称", 1), (c["support_unit"], 6)],
        [("建立党组织\n时间", 1), (o["org_established"], 3), ("党组织\n类型", 1),
         (o["party_org_type"], 2)],
        [("学会所在地", 1), (c["place"], 3), ("党组织\n关系隶属", 1), (o["party_org_superior"], 2)],
        [("党组织\n工作经费", 1), (f"{o['party_work_funds']}元/年", 3), ("党组织\n活动场所", 1),
         (f"{o['party_venue_area']}  平方米", 2)],
        [("工作人员\n总数", 1), (c["staff_count"] + "人", 2), ("专职\n人员数", 1),
         (c["full_time_staff"] + "人", 1), ("下辖\n党支部", 1), (c["subordinate_branches"], 1)],
        [("党员总数", 1), (c["party_member_count"], 2), ("党的积极\n分子数量", 1),
         (c["activist_count"] + " 人", 1), ("党务干部\n数量", 1),
         (c["party_affairs_cadre_count"], 1)],
        [("学会负责人", 1), *((t, 1) for t in HEAD_LABELS.split())],
        [("", 1), *((t, 1) for t in head.values())],
        [("党组织书记", 1), *((t, 1) for t in LEADER_LABELS.split())],
        [("", 1), *((t, 1) for t in leader.values())],
        [("未建党组织\n原因", 1), (c.get("no_org_reason", ""), 6)],
    ]  # fmt: skip


def card(person: dict) -> list[list]:
    """Table 2 of one person as rows of (text, columns that it spans)."""
    p = person
    return [
        [("姓名", 1), (p["name"], 1), ("性别", 1), (p["sex"], 1), ("出生日期", 1),
         (p["birth_month"], 1)],
        [("民族", 1), (p["ethnic_group"], 1), ("籍贯", 1), (p["native_place"], 1), ("入党日期", 1),
         (p["joined_party_on"], 1)],
        [("学历", 1), (p["education"], 1), ("学位", 1), (p["degree"], 1), ("技术职称", 1),
         (p["technical_title"], 1)],
        [("工作单位", 1), (p["work_unit"], 3), ("职务", 1), (p["post"], 1)],
        [("手机号码", 1), (p["mobile"], 2), ("电子邮箱", 1), (p["email"], 2)],
        [("人事档案所在单位", 2), (p["personnel_file_unit"], 4)],
        [("党组织关系所在单位", 2), (p["party_relation_unit"], 4)],
    ]  # fmt: skip


def roster(people=COUNCIL, labels=COUNCIL_LABELS) -> list[list]:
    return [["序号", *labels]] + [[n, *p.values()] for n, p in enumerate(people, 1)]


# Workbooks


def put(sheet, rows, top=1, merge=True, border=False) -> int:
    """Write rows of values, or of (value, span); gives the next row."""
    for number, row in enumerate(rows, top):
        column = 1
        for item in row:
            value, span = item if isinstance(item, tuple) else (item, 1)
            cell = sheet.cell(number, column)
            cell.value = value if value != "" else None
            if merge and span > 1:
                sheet.merge_cells(None, number, column, number, column + span - 1)
            column += span
    if border:
        for row in sheet.iter_rows(top, number, 1, 7):
            for cell in row:
                cell.border = BORDER
    return number + 1


def book(**sheets) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets.items():
        put(made.create_sheet(title), rows, border=True)
    return made


def sheets(**changes) -> dict:
    cards = [row for person in (CADRE, SECOND) for row in [[TABLE_2], [LINE], *card(person), []]]
    made = {
        "表1": [[(TABLE_1, 7)], *table_1()],
        "表2": cards,
        "表3": [[TABLE_3], [LINE], *roster()],
    }
    return made | changes


def official_copy():
    """The form typed into three sheets, the blocks of Table 1 merged as on paper."""
    made = book(**sheets())
    for top in (9, 11):
        made["表1"].merge_cells(f"A{top}:A{top + 1}")
    return made, registration()


def all_in_one_sheet():
    """Everything one below the other, labels with blanks, line breaks and brackets."""
    made = Workbook()
    sheet = made.active
    sheet.title = "Sheet1"
    rows = [
        [
            (text.replace("姓名", "姓　 名").replace("学历", "学 历（最高）"), span)
            for text, span in row
        ]
        for row in table_1()
    ]
    top = put(sheet, [["附件1"], [TABLE_1], *rows])
    for person in (CADRE, SECOND):
        top = put(sheet, [[], [TABLE_2], ["学会（盖章）:", "吉林省蚕桑学会"], *card(person)], top)
    labels = ["姓\n名", "性 别", "学会职务（任职）", "联系电话\n(手机)", "党组织关系\n所在单位"]
    put(sheet, [[], [TABLE_3], [LINE], *roster(labels=labels)], top + 1)
    return made, registration()


def card_a_sheet():
    """Each person of Table 2 on a sheet that is called by the name."""
    made = sheets()
    del made["表2"]
    made |= {person["name"]: [[TABLE_2], *card(person)] for person in (CADRE, SECOND)}
    return book(**made), registration()


def cadres_as_list():
    """Table 2 as a list: columns in another order, other words for them, one that we lack."""
    names = ["mobile", "name", "sex", "ethnic_group", "birth_month", "joined_party_on", "education",
             "degree", "technical_title", "native_place", "work_unit", "post", "email",
             "personnel_file_unit", "party_relation_unit"]  # fmt: skip
    labels = ["手机", "姓名", "性别", "民族", "出生年月", "入党时间", "文化程度", "学位", "职称",
              "籍贯", "工作单位", "职务", "邮箱", "人事档案", "党组织关系", "备注"]  # fmt: skip
    rows = [[p[name] for name in names] + [note] for p, note in ((CADRE, ""), (SECOND, "新调入"))]
    made = book(**sheets(表2=[[TABLE_2], labels, *rows]))
    return made, registration()


def numbers_and_dates():
    """Typed into cells without a format: phones and counts are numbers, dates are dates."""
    made = book(**sheets())
    one, two, three = made
    one["B6"], one["B7"], one["C10"], one["G10"] = 5000, 6.0, 58, 15400001001
    for cell, value, shown in (
        (one["B4"], dt.date(2017, 9, 1), 'yyyy"年"m"月"'),
        (one["E12"], dt.datetime(2017, 9, 18), "yyyy/m/d"),
        (two["F3"], dt.datetime(1971, 3, 1), "mmm-yy"),
    ):
        cell.value, cell.number_format = value, shown
    two["F4"] = 1998.07
    two["F4"].number_format = "0.00"
    two["B7"] = 15400001002
    three["E4"], three["E5"] = 15400001001, 15400001005
    return made, registration(
        cadres=[CADRE | {"joined_party_on": "1998.07"}, SECOND],
        party_leaders=[LEADER | {"appointed_on": "2017年9月18日"}],
    )


def lost_zero():
    """1970.10 typed as a number is 1970.1: the text must stay doubtful."""
    made = book(**sheets())
    made["表2"]["F3"] = 1971.1
    return made, registration(cadres=[CADRE | {"birth_month": "1971.1"}, SECOND])


def blank_rows():
    """500 rows with borders below the roster, and rows inserted everywhere."""
    spread = [extra for row in table_1() for extra in ([], row)]
    people = [extra for row in roster() for extra in (row, [])]
    made = book(表1=[[TABLE_1], *spread], 表2=sheets()["表2"], 表3=[[TABLE_3], *people])
    for row in made["表3"].iter_rows(10, 510, 1, 6):
        for cell in row:
            cell.border = BORDER
    for number, row in enumerate(range(10, 60), 4):
        made["表3"].cell(row, 1).value = number
    return made, registration()


def split_cells():
    """Nothing merged; units, years and months in cells of their own."""
    rows = table_1()
    rows[2][1:2] = [("2017年", 1), ("9", 1), ("月", 1)]
    rows[4] = [("党组织工作经费", 1), ("5000", 1), ("元/年", 1), ("", 1), ("党组织活动场所", 1),
               ("60", 1), ("平方米", 1)]  # fmt: skip
    rows[5] = [
        (text, 1) for text in ("工作人员总数", "6", "人", "专职人员数", "2", "下辖党支部", "0")
    ]
    made = Workbook()
    made.active.title = "党建信息表"
    put(made.active, [[TABLE_1], *rows], merge=False)
    sheet = made.create_sheet("秘书处")
    put(sheet, [row for p in (CADRE, SECOND) for row in [*card(p), []]], merge=False)
    put(made.create_sheet("理事会"), roster(), merge=False)
    return made, registration()


def merged_roster():
    """One unit for all people of the roster, one person over two rows, ditto marks in Table 2."""
    second = SECOND | {"work_unit": "同上", "party_relation_unit": "〃"}
    people = roster()
    rows = [
        [TABLE_3],
        people[0],
        people[1],
        people[2],
        [None, None, None, "兼秘书长", None],
        people[3],
    ]
    made = book(**sheets(表3=rows))
    sheet = made["表3"]
    sheet.merge_cells("F3:F6")
    for letter in "ABCE":
        sheet.merge_cells(f"{letter}4:{letter}5")
    made["表2"]["B16"], made["表2"]["C19"] = "同上", "〃"
    council = [COUNCIL[0], COUNCIL[1] | {"society_post": "常务理事\n兼秘书长"}, COUNCIL[2]]
    return made, registration(council=council, cadres=[CADRE, second])


def rewritten_labels():
    """Labels in other words, numbered, with hints; two heads below each other."""
    words = {
        "学会名称\n（盖章）": "1、学会全称：",
        "支撑单位\n名称": "2、挂靠单位",
        "建立党组织\n时间": "3、党组织成立时间（年月）",
        "党组织\n关系隶属": "5、党组织隶属关系",
        "党组织\n工作经费": "党组织工作经费（元/年）",
        "党员总数": "党员人数*",
        "未建党组织\n原因": "未建立党组织的原因",
        "学会负责人": "负责人",
        "党组织书记": "党支部书记",
    }
    rows = [[(words.get(text, text), span) for text, span in row] for row in table_1()]
    second = HEAD | {"name": "岑秋池", "inner_outer_posts": "副理事长", "contact": "15400001005"}
    rows.insert(9, [("", 1), *((text, 1) for text in second.values())])
    made = book(**sheets(表1=[["吉林省科协所属学会党建信息表（2017年）"], *rows]))
    return made, registration(heads=[HEAD, second])


def no_organization():
    """Nothing but a reason; dashes where there is nothing."""
    cells = {"no_org_reason": "秘书处没有党员，\n理事会党员分属不同单位。"}
    rows = table_1(CELLS | cells, dict.fromkeys(ORGANIZATION, ""), HEAD, dict.fromkeys(LEADER, ""))
    made = book(**sheets(表1=[[TABLE_1], *rows], 表2=[[TABLE_2], [LINE], ["姓名", "", "性别"]]))
    return made, registration(cells=cells, organizations=[], party_leaders=[], cadres=[])


def roster_only():
    """A council alone, under a title of its own, with a sum and a signature."""
    rows = [["吉林省蚕桑学会理事会党员名单"], *roster(), ["合计", "3人"], ["填表人：岑秋池"]]
    return book(Sheet1=rows), {
        "cells": {},
        "rows": registration()["rows"] | dict.fromkeys(
            ("organizations", "heads", "party_leaders", "cadres"), []
        ),
    }  # fmt: skip


# Word


def grid(document, rows, columns, spans=True):
    """A table of rows of (text, span), merged cell by cell as Word does it."""
    table = document.add_table(0, columns)
    for row in rows:
        cells = table.add_row().cells
        column = 0
        for item in row:
            text, span = item if isinstance(item, tuple) else (item, 1)
            cell = cells[column]
            if span > 1 and spans:
                cell = cell.merge(cells[column + span - 1])
            cell.text = str(text)
            column += span
    return table


def official_word():
    """The official form in Word: spans, blocks merged downwards, notes behind."""
    document = Document()
    document.add_heading(TABLE_1, 1)
    table = grid(document, table_1(), 7)
    for top in (7, 9):
        table.cell(top, 0).merge(table.cell(top + 1, 0))
    for person in (CADRE, SECOND):
        document.add_paragraph(TABLE_2)
        document.add_paragraph(LINE)
        grid(document, card(person), 6)
    document.add_paragraph(TABLE_3)
    document.add_paragraph(LINE)
    grid(document, roster() + [[n, "", "", "", "", ""] for n in range(4, 9)], 6)
    document.add_paragraph("注：1.2017年11月20日前完成建立党组织、党建工作台账工作并报送省科协。")
    return document, registration()


def rebuilt_word():
    """Tables drawn anew: every row has spans of its own, columns do not line up."""
    document = Document()
    document.add_paragraph(TABLE_1)
    grid(document, [[(t, 1) for t, _ in row] for row in table_1()[:7]], 7)
    grid(document, [[(t, s) for (t, _), s in zip(row, (2, 1, 1, 3, 1, 2, 2), strict=True)]
                    for row in table_1()[7:9]], 12)  # fmt: skip
    grid(document, table_1()[9:], 7)
    document.add_paragraph(TABLE_2)
    grid(document, [*card(CADRE), *card(SECOND)], 6, spans=False)
    document.add_paragraph(TABLE_3)
    rows = roster()
    first = [(t, s) for t, s in zip(rows[0], (1, 1, 1, 2, 1, 1), strict=True)]
    others = [[(t, s) for t, s in zip(row, (1, 2, 1, 1, 1, 1), strict=True)] for row in rows[1:]]
    grid(document, [first, *others], 7)
    return document, registration()


def lists_in_word():
    """Table 2 as a list; the roster broken over two tables, its head repeated."""
    document = Document()
    document.add_paragraph(TABLE_1)
    grid(document, table_1(), 7)
    document.add_paragraph("表2　秘书处专兼职干部党员信息表")
    labels = ["姓名", "性别", "出生日期", "民族", "籍贯", "入党日期", "学历", "学位", "技术职称",
              "工作单位", "职务", "手机号码", "电子邮箱", "人事档案所在单位",
              "党组织关系所在单位"]  # fmt: skip
    grid(document, [labels, list(CADRE.values()), list(SECOND.values())], 15)
    document.add_paragraph(TABLE_3)
    rows = roster()
    grid(document, rows[:2], 6)
    document.add_paragraph("（续表）")
    grid(document, [rows[0], *rows[2:]], 6)
    return document, registration()


def two_organizations():
    """Two organizations and their leaders, each in a line of the one cell."""
    group = {
        "org_established": "2017年6月",
        "party_org_type": "功能型党小组",
        "party_org_superior": "省科技社团党委",
        "party_work_funds": "",
        "party_venue_area": "",
    }
    both = {name: f"{ORGANIZATION[name]}\n{group[name]}".strip() for name in group}
    second = LEADER | {"name": "费景行", "age": "58", "administrative_post": "理事长",
                       "contact": "15400001001", "appointed_on": "2017年6月"}  # fmt: skip
    leaders = {name: f"{LEADER[name]}\n{second[name]}" for name in LEADER}
    document = Document()
    document.add_paragraph(TABLE_1)
    rows = table_1(organization=both, leader=leaders)
    rows[4] = [("党组织\n工作经费", 1), ("5000", 3), ("党组织\n活动场所", 1), ("60", 2)]
    grid(document, rows, 7)
    return document, registration(
        organizations=[ORGANIZATION, group], party_leaders=[LEADER, second], cadres=[], council=[]
    )


def tracked_changes():
    """A Word file with struck text, inserted text, a text box and a table within a table."""
    document = Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = TABLE_1
    inner = frame.add_table(0, 7)
    for row in table_1():
        cells = inner.add_row().cells
        column = 0
        for text, span in row:
            cell = cells[column].merge(cells[column + span - 1]) if span > 1 else cells[column]
            cell.text = text
            column += span
    place = inner.cell(3, 1).paragraphs[0]
    place.clear()
    struck = OxmlElement("w:del")
    run = OxmlElement("w:r")
    gone = OxmlElement("w:delText")
    gone.text = "长春市"
    run.append(gone)
    struck.append(run)
    added = OxmlElement("w:ins")
    run = OxmlElement("w:r")
    new = OxmlElement("w:t")
    new.text = "吉林市"
    run.append(new)
    added.append(run)
    place._p.append(struck)
    place._p.append(added)
    added.set(qn("w:author"), "某人")
    return document, registration(cadres=[], council=[])


def empty_form():
    """The blank official form: units and 年 月 are printed, nothing is filled."""
    blank = dict.fromkeys(ORGANIZATION, "")
    rows = table_1(
        dict.fromkeys(CELLS, ""), blank, dict.fromkeys(HEAD, ""), dict.fromkeys(LEADER, "")
    )
    document = Document()
    document.add_paragraph(TABLE_1)
    grid(document, [[(" 元/年" if t == "元/年" else t, s) for t, s in row] for row in rows], 7)
    document.add_paragraph(TABLE_2)
    document.add_paragraph("学会（盖章）：")
    person = dict.fromkeys(CADRE, "") | dict.fromkeys(("birth_month", "joined_party_on"), "年   月")
    grid(document, card(person), 6)
    document.add_paragraph(TABLE_3)
    document.add_paragraph("学会（盖章）：")
    grid(document, [["序号", *COUNCIL_LABELS], *([n, "", "", "", "", ""] for n in range(1, 9))], 6)
    return document, {"cells": {}, "rows": dict.fromkeys(registration()["rows"], [])}


WORKBOOKS = (
    official_copy, all_in_one_sheet, card_a_sheet, cadres_as_list, numbers_and_dates, lost_zero,
    blank_rows, split_cells, merged_roster, rewritten_labels, no_organization, roster_only,
)  # fmt: skip
DOCUMENTS = (
    official_word, rebuilt_word, lists_in_word, two_organizations, tracked_changes, empty_form
)  # fmt: skip


def main() -> None:
    FILES.mkdir(exist_ok=True)
    for makers, suffix in ((WORKBOOKS, "xlsx"), (DOCUMENTS, "docx")):
        for make in makers:
            made, expected = make()
            made.save(FILES / f"{make.__name__}.{suffix}")
            text = json.dumps(expected, ensure_ascii=False, indent=1)
            (FILES / f"{make.__name__}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
