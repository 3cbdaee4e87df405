"""The ledger (分类台账) as a workbook: a summary that adds up, one sheet for each class of article
5, one row per person in another. Written in one pass, so that each society stands in one sheet."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import IO

from accounts.masking import mask_email, mask_phone
from filings.fields.places import full_name
from ledger.coverage import ledger_rows
from ledger.coverage.enums import Cover, Progress
from ledger.coverage.sources import Live
from members.enums import Employment, PartyStatus, PostKind
from partyorgs.enums import OrgKind
from societies import codes
from societies.office.sheets import Book, Column, Sheet

# The classes; a society with a branch and a group is in the branch's.
CLASSES = {
    "独立党支部": (Cover.LARGER, Cover.INDEPENDENT_BRANCH),
    "联合党支部": (Cover.JOINT_BRANCH,),
    "仅功能型党小组": (Cover.GROUP_AND_LIAISON, Cover.GROUP),
    "仅党建联络员": (Cover.LIAISON,),
    "均未建立": (Cover.NONE,),
}
NOTES = {"独立党支部": "含党委、党总支", "仅功能型党小组": "含同时选派联络员的"}
SUMMARY = (
    Column("类别", lambda row: row[0], 20),
    Column("学会数", lambda row: row[1], 10),
    Column("说明", lambda row: row[2], 44),
)
PEOPLE = "人员"
LEFT_OUT = "共 {} 人，超过网页导出的限度，没有列入；请管理员用命令 ledger_sheet 导出"


def coded(title: str, name: str, table: Callable, width: int = 12) -> tuple[Column, Column]:
    """The code as it is kept, and its words."""
    return (
        Column(f"{title}代码", lambda row: row[name], 10, is_text=True),
        Column(title, lambda row: table().name(row[name]), width),
    )


def inner(title, part, name, width=14, **kwargs) -> Column:
    """A value of what a society has or has not: its branch, group, officer, figures."""
    return Column(title, lambda row: row[part].get(name, ""), width, **kwargs)


def _kinds(row) -> str:
    kinds = [row[part]["kind"] for part in ("branch", "group") if row[part]]
    return "、".join(OrgKind(kind).label for kind in kinds)


def society_columns(mask: Callable[[str], str]) -> list[Column]:
    return [
        Column("学会名称", lambda row: row["name"], 32),
        *coded("学科", "discipline", codes.disciplines, 10),
        Column("所在地代码", lambda row: row["place_code"], 10, is_text=True),
        Column("所在地", lambda row: codes.region_name(row["place_code"]), 18),
        Column("支撑单位", lambda row: row["unit_name"], 28),
        *organization_columns(mask),
        inner("工作人员总数", "figures", "staff_count", 8),
        inner("专职人员数", "figures", "full_time_staff", 8),
        inner("下辖党支部", "figures", "subordinate_branches", 8),
        # Numbers of people: leaders have them where small ones are not shown (suppression.py).
        inner("党员总数", "figures", "party_member_count", 8, is_personal=True),
        inner("党的积极分子数量", "figures", "activist_count", 8, is_personal=True),
        inner("党务干部数量", "figures", "party_affairs_cadre_count", 8, is_personal=True),
        inner("秘书处正式党员", "figures", "secretariat_full_members", 8, is_personal=True),
        *coded("未建党组织原因", "reason", codes.no_org_reasons, 28),
        Column("填报", lambda row: Progress(row["progress"]).label, 12),
        Column("逾期", lambda row: "逾期" if row["is_late"] else "", 8),
    ]


def organization_columns(mask: Callable[[str], str]) -> list[Column]:
    personal = partial(inner, is_personal=True)

    def phone(title, part, name):
        def value(row):
            number = row[part].get(name, "")
            return number and mask(number)

        return Column(title, value, 16, is_text=True, is_personal=True)

    return [
        Column("党组织类型", _kinds, 24),
        inner("党支部建立时间", "branch", "established"),
        inner("党组织关系隶属", "branch", "superior", 28),
        inner("批准文件", "branch", "document", 24),
        personal("书记", "branch", "leader", 10),
        phone("书记电话", "branch", "phone"),
        inner("党小组建立时间", "group", "established"),
        personal("组长", "group", "leader", 10),
        phone("组长电话", "group", "phone"),
        personal("党建联络员", "liaison", "officer_name", 10),
        personal("联络员单位", "liaison", "officer_unit", 28),
        phone("联络员电话", "liaison", "officer_phone"),
        Column("选派日期", lambda row: _day(row["liaison"].get("valid_from")), 12),
    ]


def person_columns(phone: Callable[[str], str], email: Callable[[str], str]) -> list[Column]:
    def text(title, name, width=12, hide=str):
        return Column(title, lambda row: hide(row[name]), width, is_text=hide is not str)

    return [
        text("姓名", "name", 10),
        text("学会名称", "society_name", 32),
        *coded("性别", "sex", codes.sexes, 6),
        *coded("民族", "ethnic_group", codes.ethnic_groups, 8),
        Column("籍贯", lambda row: full_name(row["native_place"]), 20),
        Column("出生年月", lambda row: _month(row["birth_month"]), 10),
        Column("申报年龄", lambda row: row["declared_age"], 8),
        Column("党员类别", lambda row: PartyStatus(row["party_status"]).label, 12),
        *coded("政治面貌", "political_status", codes.political_statuses),
        Column("入党年月", lambda row: _month(row["joined_party_on"]), 10),
        *coded("学历", "education", codes.educations),
        *coded("学位", "degree", codes.degrees),
        *coded("技术职称", "technical_title", codes.technical_titles),
        text("工作单位", "work_unit", 28),
        text("职务", "work_post", 20),
        Column("学会任职", _posts, 32),
        Column("专职或兼职", _employment, 10),
        text("手机号码", "mobile", 16, phone),
        text("联系电话", "phone", 16, phone),
        text("电子邮箱", "email", 24, email),
        text("人事档案所在单位", "personnel_file_unit", 28),
        text("党组织关系所在单位", "party_relation_unit", 28),
        Column("记入日期", lambda row: _day(row["valid_from"]), 12),
    ]


def _day(day: dt.date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


def _month(day: dt.date | None) -> str:
    return f"{day:%Y-%m}" if day else ""


def _posts(row) -> str:
    """'秘书处：学会专职干事；党组织书记'."""
    return "；".join(
        f"{PostKind(kind).label}：{title}" if title else PostKind(kind).label
        for kind, title, _ in row["posts"]
    )


def _employment(row) -> str:
    found = {Employment(employment).label for _, _, employment in row["posts"] if employment}
    return "、".join(sorted(found))


def ledger_workbook(source: Live, *, personal=True, full=False, people=True) -> IO[bytes]:
    """The ledger on a day, as a file. Without `personal` nothing of any person is in it, nor how
    many Party members a society has; unless `full`, telephones and addresses are masked; `people`
    adds the sheet of people; without it the summary says that they are left out."""
    phone, email = (str, str) if full else (mask_phone, mask_email)
    book = Book()
    day = f"截至{source.on:%Y年%-m月%-d日}"
    summary = book.sheet("汇总", SUMMARY, f"{source.cycle.year}年度学会党建分类台账，{day}")
    columns = [c for c in society_columns(phone) if personal or not c.is_personal]
    sheets = {name: book.sheet(name, columns, f"{name}，{day}") for name in CLASSES}
    of_cover = {cover: sheets[name] for name, covers in CLASSES.items() for cover in covers}
    for row in ledger_rows.societies(source.facts, source.on):
        of_cover[row["cover"]].append(row)
    _summarize(summary, sheets)
    if personal and people:
        sheet = book.sheet(PEOPLE, person_columns(phone, email), f"{PEOPLE}，{day}")
        for row in ledger_rows.people(source.on):
            sheet.append(row)
    elif personal:
        summary.append((PEOPLE, None, LEFT_OUT.format(ledger_rows.count_people(source.on))))
    return book.saved()


def _summarize(summary: Sheet, sheets: dict[str, Sheet]) -> None:
    for name, sheet in sheets.items():
        summary.append((name, sheet.count, NOTES.get(name, "")))
    total = sum(sheet.count for sheet in sheets.values())
    summary.append(("合计", total, "会员学会，等于以上各类之和"))
