"""Words for people and their posts."""

from django.db import models


class PostKind(models.TextChoices):
    HEAD = "head", "学会负责人"
    PARTY_SECRETARY = "party_secretary", "党组织书记"
    GROUP_LEADER = "group_leader", "党小组组长"
    COUNCIL = "council", "理事会"
    SECRETARIAT = "secretariat", "秘书处"


class PartyStatus(models.TextChoices):
    """党员类别, an addition of the system: articles 2 and 3 count members differently."""

    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"
    NONE = "none", "非中共党员"
    UNKNOWN = "unknown", "未注明"  # a secretary who stands in Table 1 alone


class Employment(models.TextChoices):
    FULL_TIME = "full_time", "专职"
    PART_TIME = "part_time", "兼职"
