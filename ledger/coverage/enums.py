"""Words of coverage: how a society is covered, where its filing stands, where more coverage can
come from."""

from django.db import models

from filings.enums import State


class Cover(models.TextChoices):
    """By what a society is covered on a day. Every society is in exactly one class, the strongest
    first."""

    LARGER = "larger", "党委、党总支"
    INDEPENDENT_BRANCH = "independent_branch", "独立党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    GROUP_AND_LIAISON = "group_liaison", "功能型党小组和党建联络员"
    GROUP = "group", "仅功能型党小组"
    LIAISON = "liaison", "仅党建联络员"
    NONE = "none", "未覆盖"


BRANCHES = frozenset({Cover.LARGER, Cover.INDEPENDENT_BRANCH, Cover.JOINT_BRANCH})
GROUPS = frozenset({Cover.GROUP_AND_LIAISON, Cover.GROUP})


class Measure(models.TextChoices):
    """The four numbers: organization and work coverage, each in two readings that are never
    mixed."""

    ORGANIZATION_DIRECTIVE = "organization-directive", "组织覆盖率（按工作要点）"
    WORK_DIRECTIVE = "work-directive", "工作覆盖率（按工作要点）"
    ORGANIZATION_STATISTICS = "organization-statistics", "组织覆盖率（按党内统计）"
    WORK_STATISTICS = "work-statistics", "工作覆盖率（按党内统计）"


# Which classes count for which number; a provisional branch is in no class (design: coverage).
COUNTED: dict[Measure, frozenset[Cover]] = {
    Measure.ORGANIZATION_DIRECTIVE: BRANCHES | GROUPS,
    Measure.WORK_DIRECTIVE: BRANCHES | GROUPS | {Cover.LIAISON},
    Measure.ORGANIZATION_STATISTICS: BRANCHES,
    Measure.WORK_STATISTICS: BRANCHES | {Cover.GROUP_AND_LIAISON, Cover.LIAISON},
}


class Progress(models.TextChoices):
    """Where a society's filing of the cycle stands on a day."""

    NO_DUTY = "no_duty", "无填报义务"
    NOT_FILED = "not_filed", "未报"
    DRAFT = State.DRAFT.value, "填写中"
    SUBMITTED = State.SUBMITTED.value, "已报待审核"
    IN_REVIEW = State.IN_REVIEW.value, "审核中"
    RETURNED = State.RETURNED.value, "已退回"
    APPROVED = State.APPROVED.value, "已批准"


# Submitted and not withdrawn, whatever became of it.
FILED = (Progress.SUBMITTED, Progress.IN_REVIEW, Progress.RETURNED, Progress.APPROVED)


class Gap(models.TextChoices):
    """Where the coverage of an uncovered society can come from, the closest first: lists are
    ordered by these values."""

    COVERED = "", "已覆盖"
    WAITING = "1-waiting", "已报待审核，批准后即覆盖"
    ABLE = "2-able", "按第3条可建或可派联络员，尚未报"
    SUPPORT_UNIT = "3-support-unit", "等支撑单位党组织批复"
    INDIVIDUAL = "4-individual", "需个别研究"
    UNKNOWN = "5-unknown", "尚未填报，情况待摸清"


class Occasion(models.TextChoices):
    """The days of a cycle whose figures are frozen."""

    DEADLINE = "deadline", "截止日"
    GOAL_DATE = "goal_date", "目标日"
