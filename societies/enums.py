"""States of a society in the register."""

from django.db import models


class Membership(models.TextChoices):
    """Group membership 团体会员 of the association (article 4)."""

    APPLICANT = "applicant", "申请入会"
    MEMBER = "member", "团体会员"
    LEFT = "left", "已退会"


class OperatingState(models.TextChoices):
    ACTIVE = "active", "正常运行"
    DORMANT = "dormant", "长期未开展活动"
    DEREGISTERED = "deregistered", "已注销登记"


class BodyKind(models.TextChoices):
    """Party bodies outside the societies."""

    COMMITTEE = "committee", "省科技社团党委"
    SUPERIOR = "superior", "上级党组织"
    SUPPORT_UNIT = "support_unit", "支撑单位党组织"


class Process(models.TextChoices):
    """Processes of the association that a society may be kept out of (codes/penalties.csv,
    `blocks`)."""

    AWARD = "award_nomination", "评优"
    INSPECTION = "annual_inspection_pass", "年检"
    ELECTION = "council_election", "换届"
    PROJECT = "project_application", "项目申报"
