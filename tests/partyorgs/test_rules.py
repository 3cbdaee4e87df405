"""Articles 2 and 3 and Table 1: each rule just legal, just illegal, and empty."""

import datetime as dt

import pytest

from filings.enums import Level
from filings.fields.dates import PartialDate
from partyorgs import rules
from partyorgs.enums import Advice

DEADLINE = dt.date(2017, 11, 20)
TODAY = dt.date(2017, 11, 6)
PATH = "organizations/r1"
SEPTEMBER = PartialDate(2017, 9)


def org(kind="independent_branch", established=SEPTEMBER, **fields):
    return {"key": "r1", "party_org_type": kind, "org_established": established, **fields}


@pytest.mark.parametrize(
    ("full", "members", "advice"),
    [
        (4, 4, Advice.INDEPENDENT_BRANCH),
        (3, 3, Advice.INDEPENDENT_BRANCH),
        (2, 5, Advice.JOINT_BRANCH),
        (0, 1, Advice.JOINT_BRANCH),  # only a probationary member
        (0, 0, Advice.LIAISON_OFFICER),
    ],
)
def test_advice_of_article_3(full, members, advice):
    assert rules.advise(full_members=full, members=members) == advice


def test_advice_follows_the_cycles_threshold():
    assert rules.advise(full_members=3, members=3, threshold=4) == Advice.JOINT_BRANCH


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        (["independent_branch"], False),
        (["joint_branch"], True),
        (["functional_group"], False),
        (["joint_branch", "functional_group"], True),
        ([], False),
    ],
)
def test_declared_against_advised(kinds, asked):
    finding = rules.declared_against_advised(
        kinds, Advice.INDEPENDENT_BRANCH, full_members=3, members=4, path=f"{PATH}/party_org_type"
    )
    assert bool(finding) is asked
    if asked:
        assert finding.level == Level.WARNING
        assert finding.articles == ("article-3",)
        assert "正式党员 3 人" in finding.message
        assert "建议独立党支部" in finding.message


@pytest.mark.parametrize(
    ("kind", "established", "cell"),
    [
        ("independent_branch", PartialDate(2017, 9), None),
        ("independent_branch", None, "org_established"),
        (None, PartialDate(2017, 9), "party_org_type"),
        (None, None, None),
        ("none", PartialDate(2017, 9), "party_org_type"),
    ],
)
def test_organization_if_and_only_if_date(kind, established, cell):
    finding = rules.organization_has_date(org(kind, established), PATH)
    assert (finding.paths[0] if finding else None) == (f"{PATH}/{cell}" if cell else None)


@pytest.mark.parametrize(
    ("established", "refused"),
    [
        (PartialDate(2017, 11, 6), False),
        (PartialDate(2017, 11, 7), True),
        (PartialDate(2017, 12), True),
        (None, False),
    ],
)
def test_organization_is_not_in_the_future(established, refused):
    finding = rules.established_in_future(org(established=established), PATH, on=TODAY)
    assert bool(finding) is refused


@pytest.mark.parametrize(
    ("established", "approval", "day"),
    [
        (PartialDate(2017, 9, 18), None, dt.date(2017, 9, 18)),
        (PartialDate(2017, 9), PartialDate(2017, 9, 20), dt.date(2017, 9, 20)),
        (PartialDate(2017, 9), PartialDate(2017, 8, 20), dt.date(2017, 9, 30)),
        (PartialDate(2017, 9), None, dt.date(2017, 9, 30)),
        (PartialDate(2017, 11), None, None),
        (PartialDate(2017, 11), PartialDate(2017, 11, 3), dt.date(2017, 11, 3)),
    ],
)
def test_day_of_establishment(established, approval, day):
    assert rules.established_day(established, approval, deadline=DEADLINE) == day


def test_day_is_asked_for_in_the_deadlines_month():
    row = org(established=PartialDate(2017, 11))
    assert rules.established_day_needed(row, PATH, deadline=DEADLINE).level == Level.ERROR
    row = org(established=PartialDate(2017, 10))
    assert rules.established_day_needed(row, PATH, deadline=DEADLINE) is None
    assert rules.established_day_needed(org(established=None), PATH, deadline=DEADLINE) is None


@pytest.mark.parametrize(
    ("organizations", "reason", "rule"),
    [
        ([], None, "reason_without_organization"),
        ([], "秘书处暂没有党员", None),
        ([org("functional_group")], "秘书处暂没有党员", None),
        ([org("functional_group")], None, None),
        ([org()], "秘书处暂没有党员", "reason_beside_branch"),
        ([org("none", None)], None, "reason_without_organization"),
    ],
)
def test_reason_if_no_organization(organizations, reason, rule):
    finding = rules.reason_without_organization({"no_org_reason": reason}, organizations)
    assert (finding.rule if finding else None) == rule


@pytest.mark.parametrize(
    ("staff", "full_time", "refused"),
    [(6, 6, False), (6, 7, True), (None, 7, False), (6, None, False)],
)
def test_full_time_staff_are_part_of_the_staff(staff, full_time, refused):
    finding = rules.full_time_within_staff({"staff_count": staff, "full_time_staff": full_time})
    assert bool(finding) is refused
    if refused:
        assert finding.message == "专职人员数（7）不能多于工作人员总数（6）。"
        assert finding.paths == ("full_time_staff", "staff_count")


@pytest.mark.parametrize(
    ("activists", "refused"), [(2, False), (3, True), (0, False), (None, False)]
)
def test_activists_are_not_members(activists, refused):
    cells = {"staff_count": 6, "activist_count": activists}
    assert bool(rules.activists_are_not_members(cells, cadres=4)) is refused


@pytest.mark.parametrize(("declared", "asked"), [(11, False), (12, True), (None, False)])
def test_members_of_tables_2_and_3_are_counted(declared, asked):
    finding = rules.members_counted({"party_member_count": declared}, counted=11)
    assert bool(finding) is asked
    if asked:
        assert "填 12 人，表2、表3 合计 11 人" in finding.message


@pytest.mark.parametrize(
    ("kind", "members", "asked"),
    [
        ("functional_group", 3, False),
        ("functional_group", 2, True),
        ("independent_branch", 0, False),
    ],
)
def test_group_has_three_people(kind, members, asked):
    finding = rules.group_has_members(org(kind), PATH, council_members=members)
    assert bool(finding) is asked


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"council_resolution": "第2次理事会", "approval_document": "吉科团党〔2017〕3号"}, None),
        ({"council_resolution": "第2次理事会"}, "省科技社团党委批准文件"),
        ({}, "理事会决议、省科技社团党委批准文件"),
    ],
)
def test_group_is_decided_and_approved(fields, missing):
    finding = rules.group_has_resolution(org("functional_group", **fields), PATH)
    assert bool(finding) is bool(missing)
    if missing:
        assert missing in finding.message
    assert rules.group_has_resolution(org("joint_branch"), PATH) is None


@pytest.mark.parametrize(
    ("post", "asked"),
    [
        ("理事长", False),
        ("常务副理事长", False),
        ("秘书长", False),
        ("副秘书长", True),
        ("会长", False),
        ("常务理事", True),
        ("", False),
    ],
)
def test_group_leader_is_one_of_three_posts(post, asked):
    finding = rules.group_leader_post({"administrative_post": post}, "party_leaders/r1")
    assert bool(finding) is asked


@pytest.mark.parametrize(
    ("kinds", "led", "paths"),
    [
        (["independent_branch"], [None], []),
        (["independent_branch"], ["independent_branch"], []),
        (["independent_branch"], [], ["party_leaders"]),
        (["independent_branch", "functional_group"], ["independent_branch"], ["party_leaders"]),
        ([], ["independent_branch"], ["party_leaders/r9/name"]),
        ([], [], []),
    ],
)
def test_each_organization_has_its_leader(kinds, led, paths):
    leaders = [{"key": "r9", "name": "高文博", "organization": kind} for kind in led]
    found = rules.organization_has_leader(kinds, leaders)
    assert [finding.path for finding in found] == paths
