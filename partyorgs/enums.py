"""Kinds of Party organization (articles 2 and 3; societies/codes/party_org_types.csv says more of
each)."""

from django.db import models


class OrgKind(models.TextChoices):
    INDEPENDENT_BRANCH = "independent_branch", "独立党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    FUNCTIONAL_GROUP = "functional_group", "功能型党小组"
    GENERAL_BRANCH = "general_branch", "党总支"
    PARTY_COMMITTEE = "party_committee", "党委"
    PROVISIONAL_BRANCH = "provisional_branch", "临时党支部"


class OrgLevel(models.TextChoices):
    COUNCIL = "council", "理事会层面"
    SECRETARIAT = "secretariat", "秘书处"


def level_of(kind: str) -> str:
    """A functional group stands at the council (article 2), every branch in the secretariat
    (article 3)."""
    return OrgLevel.COUNCIL if kind == OrgKind.FUNCTIONAL_GROUP else OrgLevel.SECRETARIAT


class Advice(models.TextChoices):
    """What article 3 advises for the secretariat."""

    INDEPENDENT_BRANCH = "independent_branch", "独立党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    LIAISON_OFFICER = "liaison_officer", "选派党建联络员"
