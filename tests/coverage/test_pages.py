"""What leaders see, role by role and day by day."""

import datetime as dt
import re
from io import BytesIO

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import AuditRecord
from ledger.coverage.people import CATEGORIES
from partyorgs.enums import OrgKind
from tests.coverage import worlds
from tests.coverage.worlds import TODAY, file, person, small_world
from tests.factories import CycleFactory, SocietyFactory, SupportUnitFactory, UserFactory

pytestmark = pytest.mark.django_db

READERS = {Role.LEADER, Role.REVIEWER, Role.COMMITTEE, Role.ADMINISTRATOR}
PAGES = [
    "/coverage/",
    "/coverage/?screen=1",
    "/coverage/list/?of=members",
    "/coverage/parts/?by=discipline",
    "/coverage/parts/?by=area",
    "/coverage/parts/?by=unit",
    "/coverage/parts/?by=reason",
    "/coverage/people/",
    "/coverage/people/list/?by=age",
]


@pytest.fixture
def leader(client):
    client.force_login(UserFactory(role=Role.LEADER))
    return client


def text_of(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", Role)
def test_only_those_who_lead_or_work_here_look(client, role, settings):
    settings.PDF = False  # printing is not the question
    small_world()
    client.force_login(UserFactory(role=role))
    answers = {path: client.get(path).status_code for path in [*PAGES, "/coverage/brief/"]}
    may_look = dict.fromkeys(PAGES, 200) | {"/coverage/brief/": 503}
    assert answers == (may_look if role in READERS else dict.fromkeys(may_look, 403))


@pytest.mark.parametrize("path", [*PAGES, "/coverage/brief/"])
def test_strangers_are_led_to_the_sign_in(client, path):
    assert client.get(path).url.startswith("/accounts/login/")


def queries(client, path) -> int:
    """How many a page asks; what it remembers for the next look is taken back."""
    with transaction.atomic():
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        transaction.set_rollback(True)
    return len(captured)


def test_pages_ask_the_same_number_of_queries_whatever_there_is(leader):
    def grow():
        for society in small_world().values():
            person(society)

    grow()
    for path in PAGES:
        leader.get(path)
    grow()  # what an earlier look remembers is old
    before = {path: queries(leader, path) for path in PAGES}
    assert max(before.values()) <= 12
    grow()
    assert {path: queries(leader, path) for path in PAGES} == before


@pytest.mark.parametrize(
    "path",
    [
        "/coverage/list/?of=everything",
        "/coverage/list/?cover=nonsense",
        "/coverage/list/?unit=999999",
        "/coverage/parts/",
        "/coverage/parts/?by=name",
        "/coverage/people/list/?by=name",
    ],
)
def test_unknown_parts_are_not_found(leader, path):
    small_world()
    assert leader.get(path).status_code == 404


def test_gap_says_where_coverage_can_come_from(leader):
    CycleFactory()
    for code in ["", "under_three", "support_not_approved", "dormant"]:
        society = SocietyFactory(no_org_reason_code=code)
        worlds.ObligationFactory(society=society)
    file(SocietyFactory(), "submitted", declared="joint_branch")
    file(SocietyFactory(no_org_reason_code="dormant"), "submitted", declared="none")
    file(SocietyFactory(), "submitted", declared="none", advised="liaison_officer")
    rows = leader.get("/coverage/list/?cover=none").context["rows"]
    assert [(row.reason, row.next_step) for row in rows] == [
        ("", "批准后即覆盖"),
        ("秘书处正式党员不足3人", "可申请联合党支部"),
        ("", "可选派党建联络员"),
        ("支撑单位党组织未批复", "等支撑单位批复"),
        ("学会长期未开展活动", "需个别研究"),
        ("学会长期未开展活动", "需个别研究"),
        ("", "先填报，摸清情况"),
    ]
    text = text_of(leader, "/coverage/")
    assert "3 个</a>，全部办结后为 3 个、<b>42.8%</b>" in text


def test_late_are_those_past_their_due_date(leader):
    CycleFactory(deadline=dt.date(2017, 11, 1))
    in_time = SocietyFactory()
    file(in_time, "approved", on=dt.date(2017, 11, 1))
    late = [SocietyFactory(name=f"吉林省第{number}测试学会") for number in range(3)]
    file(late[0], "approved", on=dt.date(2017, 11, 2))
    file(late[1], "draft", on=dt.date(2017, 10, 1))
    file(late[2], "returned", on=dt.date(2017, 10, 20))  # not resubmitted by its own due date
    rows = leader.get("/coverage/list/?late=1").context["rows"]
    assert [row.name for row in rows] == [society.name for society in late]
    assert "截止日已过：已报 3 个，逾期 3 个。" in text_of(leader, "/coverage/")
    on_the_day = leader.get("/coverage/list/?late=1&on=2017-11-01").context["rows"]
    assert on_the_day == []


def test_an_earlier_day_shows_what_was_then(leader):
    CycleFactory()
    society = SocietyFactory()
    file(society, "approved", on=dt.date(2017, 10, 20))
    worlds.organization(society, OrgKind.INDEPENDENT_BRANCH, since=dt.date(2017, 10, 25))
    before = leader.get("/coverage/list/?of=members&on=2017-10-19").context["rows"][0]
    between = leader.get("/coverage/list/?of=members&on=2017-10-20").context["rows"][0]
    after = leader.get("/coverage/list/?of=members&on=2017-10-25").context["rows"][0]
    assert [row.progress for row in (before, between, after)] == ["未报", "已批准", "已批准"]
    assert [row.cover for row in (before, between, after)] == ["未覆盖", "未覆盖", "独立党支部"]


def test_parts_count_each_support_unit(leader):
    CycleFactory()
    unit = SupportUnitFactory(name="吉林测试大学")
    covered, _ = (SocietyFactory(support_unit=unit) for _ in range(2))
    worlds.organization(covered, OrgKind.FUNCTIONAL_GROUP)
    SocietyFactory(support_unit=None)
    rows = leader.get("/coverage/parts/?by=unit").context["rows"]
    found = {row["label"]: [rate["rate"].numerator for rate in row["rates"]] for row in rows}
    assert found == {"吉林测试大学": [1, 1, 0, 0], "没有支撑单位": [0, 0, 0, 0]}
    without = next(row for row in rows if row["label"] == "没有支撑单位")
    assert len(leader.get(without["total_url"]).context["rows"]) == 1


def test_screen_refreshes_itself_and_has_nothing_to_click(leader):
    small_world()
    text = text_of(leader, "/coverage/?screen=1")
    assert '<noscript><meta http-equiv="refresh" content="300"></noscript>' in text
    assert 'data-refresh="300"' in text and "screen.js" in text
    assert "距填报截止 14 天" in text
    assert "/coverage/list/" not in text


def test_people_are_counted_and_small_numbers_are_not_shown(leader):
    world = small_world()
    for number in range(9):
        person(world["branch"], sex="1" if number < 6 else "2", degree="2")
        person(world["joint"], sex="2", party_status="none")
    text = text_of(leader, "/coverage/people/")
    assert "已批准台账中的党员 9 人" in text
    sexes = leader.get("/coverage/people/").context["groups"][list(CATEGORIES).index("sex")]
    assert [row["text"] for row in sexes["rows"]] == ["—", "—", "0"]
    rows = leader.get("/coverage/people/list/?by=sex").context["rows"]
    assert rows == [
        (world["branch"].name, [("党员", "9"), ("男", "—"), ("女", "—"), ("未填", "—")])
    ]
    degrees = leader.get("/coverage/people/list/?by=degree").context["rows"]
    assert degrees[0][1][:2] == [("党员", "9"), ("博士", "9")]


def test_ages_are_completed_years_on_the_day(leader):
    world = small_world()
    for month in (dt.date(1981, 12, 1), dt.date(1981, 11, 1)):  # 35 and 36 in November 2017
        for _ in range(5):
            person(world["branch"], birth_month=month)
    for _ in range(5):
        person(world["joint"], birth_month=None, declared_age=60)
    ages = leader.get("/coverage/people/").context["groups"][0]["rows"]
    assert [row["text"] for row in ages] == ["5", "5", "0", "5", "0", "0"]


def test_nothing_personal_stands_on_the_pages(leader):
    world = small_world()
    for society in world.values():
        society.no_org_reason = "王某某长期生病"
        society.save()
        person(society, name="欧阳测试", mobile="15400000001")
    for path in PAGES:
        text = text_of(leader, path)
        assert not re.search("欧阳测试|15400000001|王某某", text), path


def test_export_is_the_list_and_is_recorded(leader):
    world = small_world()
    world["nothing"].names.update(name='=HYPERLINK("http://example.org")')
    address = "/coverage/export/?cover=none&on=2017-11-06"
    assert leader.get(address).status_code == 405
    response = leader.post(address)
    file = b"".join(response.streaming_content)
    rows = list(load_workbook(BytesIO(file)).active.values)
    listed = leader.get(address.replace("export", "list")).context["rows"]
    assert [row[0].lstrip("'") for row in rows[2:]] == [row.name for row in listed]
    assert '\'=HYPERLINK("http://example.org")' in [row[0] for row in rows]
    record = AuditRecord.objects.get(action="export")
    assert record.by.role == Role.LEADER
    assert record.detail["query"] == "cover=none&on=2017-11-06"


def test_export_is_refused_to_secretaries_and_not_recorded(client):
    small_world()
    client.force_login(UserFactory(role=Role.SECRETARY))
    assert client.post("/coverage/export/?of=members").status_code == 403
    assert not AuditRecord.objects.filter(action="export").exists()


def test_today_is_the_business_date(leader):
    small_world()
    assert leader.get("/coverage/").context["source"].on == TODAY
