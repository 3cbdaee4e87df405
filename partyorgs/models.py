"""Party organizations of societies, the six counts of Table 1, and liaison assignments."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filings.models import Version
from members.models import Person
from partyorgs.enums import OrgKind, OrgLevel
from societies.models import PartyBody, Society


class PartyOrganization(models.Model):
    """党组织. A joint branch is one row with several members; every other kind has one member, its
    owner."""

    owner = models.ForeignKey(
        Society, models.PROTECT, related_name="owned_organizations", verbose_name="牵头学会"
    )
    key = models.CharField("标识", max_length=20)
    name = models.CharField("名称", max_length=120, blank=True)
    kind = models.CharField("党组织类型", max_length=20, choices=OrgKind)
    level = models.CharField("层面", max_length=12, choices=OrgLevel)
    established_text = models.CharField("建立时间", max_length=20)  # as precise as typed
    established_on = models.DateField("建立日期")  # the day that rules use (rules.established_day)
    superior_body = models.ForeignKey(
        PartyBody,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organizations",
        verbose_name="上级党组织",
    )
    superior_text = models.CharField("党组织关系隶属", max_length=100, blank=True)
    approval_document = models.CharField("批准文件", max_length=100, blank=True)
    approval_date = models.DateField("批准日期", null=True, blank=True)
    council_resolution = models.CharField("理事会决议", max_length=100, blank=True)
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="书记（组长）"
    )
    work_funds = models.DecimalField(
        "工作经费（元/年）", max_digits=12, decimal_places=2, null=True, blank=True
    )
    venue_area = models.DecimalField(
        "活动场所（㎡）", max_digits=10, decimal_places=2, null=True, blank=True
    )
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    end_reason = models.CharField("终止原因", max_length=200, blank=True)
    source = models.ForeignKey(
        Version, models.PROTECT, related_name="organizations", verbose_name="来源版本"
    )

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="organization_key_once"),
            models.CheckConstraint(
                name="organization_dates_in_order",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="organization_amounts_not_negative",
                condition=(Q(work_funds=None) | Q(work_funds__gte=0))
                & (Q(venue_area=None) | Q(venue_area__gte=0)),
            ),
        ]

    def __str__(self):
        return self.name or f"{self.get_kind_display()}（{self.owner}）"


class OrganizationMember(models.Model):
    """A society, or a unit outside the register, that an organization covers. Coverage counts these
    rows."""

    organization = models.ForeignKey(
        PartyOrganization, models.PROTECT, related_name="members", verbose_name="党组织"
    )
    society = models.ForeignKey(
        Society,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organization_memberships",
        verbose_name="学会",
    )
    outside_unit = models.CharField("名册外单位", max_length=100, blank=True)
    # Repeated from the organization: the database keeps one in force per society, kind and level by
    # them.
    kind = models.CharField("党组织类型", max_length=20, choices=OrgKind)
    level = models.CharField("层面", max_length=12, choices=OrgLevel)
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "党组织成员单位"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["society", "kind", "level"],
                condition=Q(valid_until=None, society__isnull=False),
                name="organization_one_in_force",
                violation_error_message="本学会已有同类党组织。",
            ),
            models.CheckConstraint(
                name="organization_member_is_one_thing",
                condition=Q(society__isnull=False, outside_unit="")
                | (Q(society=None) & ~Q(outside_unit="")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["society", "valid_from", "valid_until", "kind"], name="orgmember_coverage"
            ),
        ]

    def __str__(self):
        return str(self.society or self.outside_unit)


# 六项数字 as Table 1 asks them, in its order.
FIGURES = (
    "staff_count",
    "full_time_staff",
    "subordinate_branches",
    "party_member_count",
    "activist_count",
    "party_affairs_cadre_count",
)


class SocietyFigures(models.Model):
    """六项数字: the six counts of Table 1, dated."""

    society = models.ForeignKey(
        Society, models.PROTECT, related_name="figures", verbose_name="学会"
    )
    staff_count = models.PositiveIntegerField("工作人员总数")
    full_time_staff = models.PositiveIntegerField("专职人员数")
    subordinate_branches = models.PositiveIntegerField("下辖党支部")
    party_member_count = models.PositiveIntegerField("党员总数")
    activist_count = models.PositiveIntegerField("党的积极分子数量")
    party_affairs_cadre_count = models.PositiveIntegerField("党务干部数量")
    # Counted from the approved Tables 2 and 3 (article 3, article 2).
    secretariat_full_members = models.PositiveIntegerField("秘书处正式党员")
    secretariat_members = models.PositiveIntegerField("秘书处党员")
    council_members = models.PositiveIntegerField("理事会党员")
    valid_from = models.DateField("起")
    valid_until = models.DateField("止", null=True, blank=True)
    source = models.OneToOneField(
        Version, models.PROTECT, related_name="figures", verbose_name="来源版本"
    )

    class Meta:
        verbose_name = verbose_name_plural = "六项数字"
        constraints = [
            models.UniqueConstraint(
                fields=["society"], condition=Q(valid_until=None), name="figures_one_current"
            ),
            models.CheckConstraint(
                name="figures_full_time_within_staff",
                condition=Q(full_time_staff__lte=F("staff_count")),
                violation_error_message="专职人员数不能多于工作人员总数。",
            ),
        ]

    def __str__(self):
        return f"{self.society}（{self.valid_from:%Y-%m-%d}）"


class LiaisonAssignment(models.Model):
    """党建联络员: whom the committee sent to a society without a Party member (article 3)."""

    society = models.ForeignKey(
        Society, models.PROTECT, related_name="liaison_assignments", verbose_name="学会"
    )
    officer_name = models.CharField("联络员", max_length=50)
    officer_unit = models.CharField("联络员单位", max_length=100)
    officer_phone = models.CharField("联系电话", max_length=40, blank=True)
    valid_from = models.DateField("选派日期")
    valid_until = models.DateField("结束日期", null=True, blank=True)
    end_reason = models.CharField("结束原因", max_length=200, blank=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="选派人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "党建联络员"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["society"],
                condition=Q(valid_until=None),
                name="liaison_one_in_force",
                violation_error_message="本学会已有在任的党建联络员。",
            ),
            models.CheckConstraint(
                name="liaison_end_says_why",
                condition=Q(valid_until=None, end_reason="")
                | (Q(valid_until__gte=F("valid_from")) & ~Q(end_reason="")),
                violation_error_message="结束选派须写明日期（不早于选派日期）和原因。",
            ),
        ]

    def __str__(self):
        return f"{self.officer_name}→{self.society}"
