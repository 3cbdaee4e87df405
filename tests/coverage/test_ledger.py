"""The ledger as a workbook: it adds up, each row says what stands in the tables, and personal data
is where it may be."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import AuditRecord
from filings.models import Cycle
from ledger.coverage.ledger_exports import CLASSES, ledger_workbook
from ledger.coverage.sources import Live
from members.models import Person
from partyorgs.actions import assign_liaison_officer
from societies.models import Society
from tests.factories import (
    ObligationFactory,
    SocietyFactory,
    UserFactory,
    approve,
    cadre,
    document,
    organization,
    submitted,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2017, 11, 6)


def filed(*kinds, name=None, **kwargs) -> Society:
    society = SocietyFactory(name=name) if name else SocietyFactory()
    organizations = [organization(kind) for kind in kinds]
    approve(submitted(society, content=document(society, organizations=organizations, **kwargs)))
    return society


@pytest.fixture
def world():
    """One society of each class; the group's also has a branch in no case."""
    nothing = ObligationFactory().society
    officer = ObligationFactory().society
    assign_liaison_officer(
        officer,
        by=UserFactory(role=Role.COMMITTEE),
        officer_name="何志远",
        officer_unit="吉林省科学技术协会",
        officer_phone="0431-55500121",
        on=dt.date(2017, 9, 1),
    )
    return {
        "独立党支部": filed("独立党支部", name="=吉林省怪名学会"),
        "仅功能型党小组": filed("功能型党小组", cadres=[cadre()]),
        "仅党建联络员": officer,
        "均未建立": nothing,
    }


def read(file) -> dict[str, list[dict]]:
    """Rows by sheet, as dicts by their heads."""
    found = {}
    for sheet in load_workbook(file).worksheets:
        _, head, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def made(**kwargs) -> io.BytesIO:
    with ledger_workbook(Live(TODAY, Cycle.objects.get()), **kwargs) as file:
        return io.BytesIO(file.read())


def workbook(**kwargs) -> dict[str, list[dict]]:
    return read(made(**kwargs))


def post(client, role, **data):
    client.force_login(UserFactory(role=role))
    response = client.post(reverse("coverage:ledger"), data)
    return read(io.BytesIO(b"".join(response.streaming_content)))


def test_summary_adds_up_to_the_members_and_each_society_stands_in_its_class(world):
    sheets = workbook()
    summary = {row["类别"]: row["学会数"] for row in sheets["汇总"]}
    assert {name: len(sheets[name]) for name in CLASSES} | {"合计": 4} == summary
    assert Society.objects.members_on(TODAY).count() == 4
    for name, society in world.items():
        [row] = sheets[name]
        assert row["学会名称"].removeprefix("'") == society.name


def test_row_says_what_stands_in_the_ledger(world):
    [row] = workbook()["独立党支部"]
    assert (row["党组织类型"], row["党支部建立时间"]) == ("独立党支部", "2017年9月")
    assert (row["学科代码"], row["学科"]) == ("A", "理科")
    assert (row["所在地代码"], row["所在地"]) == ("220100", "长春市")
    assert (row["工作人员总数"], row["填报"]) == (6, "已批准")
    [row] = workbook()["仅党建联络员"]
    assert (row["党建联络员"], row["联络员电话"]) == ("何志远", "0431-****0121")


def test_one_row_per_person_with_posts_and_masked_numbers(world):
    people = workbook()["人员"]
    assert len(people) == Person.objects.count()
    secretary = next(row for row in people if "党组织书记" in row["学会任职"])
    assert "秘书处" in secretary["学会任职"] and "****" in secretary["手机号码"]
    assert (secretary["性别代码"], secretary["性别"]) == ("1", "男性")
    assert secretary["出生年月"] == "1978-04"
    assert not any("****" in (row["手机号码"] or "") for row in workbook(full=True)["人员"])


def test_native_place_is_written_with_its_province_whichever_it_is(world):
    codes = ("210100", "220183", "220102", "")
    for code, person in zip(codes, Person.objects.order_by("pk"), strict=False):
        Person.objects.filter(pk=person.pk).update(native_place=code)
    written = {row["籍贯"] for row in workbook()["人员"]}
    assert {"辽宁省沈阳市", "吉林省德惠市", "吉林省长春市南关区"} <= written


def test_people_left_out_are_counted_in_the_summary(client, world, monkeypatch):
    monkeypatch.setattr("ledger.coverage.views.MOST_PEOPLE", 1)
    sheets = post(client, Role.REVIEWER)
    assert "人员" not in sheets
    last = sheets["汇总"][-1]
    assert last["类别"] == "人员"
    assert f"共 {Person.objects.count()} 人" in last["说明"] and "没有列入" in last["说明"]


def test_no_cell_begins_a_formula(world):
    book = load_workbook(made())
    sheet = book["独立党支部"]
    assert sheet["A3"].value == "'=吉林省怪名学会"
    assert all(
        cell.data_type != "f" for page in book.worksheets for row in page.rows for cell in row
    )


def test_sheet_opens_as_a_clerk_wants_it(world):
    book = load_workbook(made())
    sheet = book["独立党支部"]
    assert sheet.freeze_panes == "B3" and sheet.auto_filter.ref.startswith("A2:")
    heads = {cell.value: cell.column_letter for cell in sheet[2]}
    assert sheet.column_dimensions[heads["学会名称"]].width == 32
    assert sheet[f"{heads['书记电话']}3"].number_format == "@"


def test_sheet_is_printed_with_all_its_columns_on_a_page(world):
    book = load_workbook(made())
    for name, paper in (("汇总", "9"), ("独立党支部", "8")):
        setup = book[name].page_setup
        assert (setup.orientation, str(setup.paperSize), setup.fitToHeight) == (
            "landscape",
            paper,
            0,
        )
        assert book[name].sheet_properties.pageSetUpPr.fitToPage
        assert book[name].print_title_rows == "$1:$2"
    # 党的积极分子数量 in eight characters' width
    assert book["独立党支部"].row_dimensions[2].height == 48


def test_leader_gets_no_personal_data(client, world):
    sheets = post(client, Role.LEADER, full="1")
    assert "人员" not in sheets
    text = str(sheets)
    people = Person.objects.values_list("name", "mobile")
    assert "何志远" not in text and not any(name in text for name, _ in people)
    # What the page of people hides, the workbook does not tell.
    [row] = sheets["独立党支部"]
    assert "工作人员总数" in row and not any("党员" in head or "党务" in head for head in row)


def test_staff_get_whole_numbers_when_they_ask_and_it_is_recorded(client, world):
    masked, whole = post(client, Role.REVIEWER), post(client, Role.REVIEWER, full="1")
    assert "1540000" not in str(masked) and "1540000" in str(whole)
    first, second = AuditRecord.objects.filter(action="export").order_by("id")
    assert (first.target, first.detail["full"], second.detail["full"]) == ("分类台账", False, True)


def test_number_of_queries_does_not_grow(world):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            workbook()
        return len(captured)

    before = cost()
    for _ in range(3):
        filed("独立党支部")
    assert cost() == before <= 14


def test_command_writes_the_masked_book_of_a_cycle(world, tmp_path):
    path = tmp_path / "ledger.xlsx"
    call_command("ledger_sheet", cycle=2017, output=path)
    assert "****" in str(read(path)["人员"])
    assert AuditRecord.objects.filter(action="export", username="manage.py").count() == 1
    with pytest.raises(CommandError, match="没有 2016 年度"):
        call_command("ledger_sheet", cycle=2016, output=path)
    with pytest.raises(CommandError, match="写不了"):
        call_command("ledger_sheet", cycle=2017, output=tmp_path / "no" / "x.xlsx")
