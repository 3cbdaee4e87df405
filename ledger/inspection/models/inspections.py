"""What the inspection of a cycle asks and what follows: data, for it differs from year to year."""

from django.db import models
from django.db.models import Q

from filings.models import Cycle
from ledger.inspection.enums import Grade, Indicator
from societies import codes


class Inspection(models.Model):
    """年检党建检查 of a cycle (article 6). The date of inspection stands on each proposal."""

    cycle = models.OneToOneField(
        Cycle, models.PROTECT, related_name="inspection", verbose_name="填报周期"
    )
    answer_days = models.PositiveSmallIntegerField("申辩天数", default=10)

    class Meta:
        verbose_name = verbose_name_plural = "年检党建检查"
        ordering = ["-cycle__year"]
        constraints = [
            models.CheckConstraint(
                name="inspection_leaves_time_to_answer",
                condition=Q(answer_days__gte=1),
                violation_error_message="申辩期至少一天。",
            ),
        ]

    def __str__(self):
        return f"{self.cycle.inspection_year}年年检"


class CountedIndicator(models.Model):
    """An indicator that counts in an inspection: failing it leads to this grade at best."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="indicators", verbose_name="年检"
    )
    indicator = models.CharField("指标", max_length=20, choices=Indicator)
    leads_to = models.CharField(
        "不符合时的结论",
        max_length=10,
        choices=[(grade.value, grade.label) for grade in (Grade.BASIC, Grade.FAILED)],
    )

    class Meta:
        verbose_name = verbose_name_plural = "检查指标"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "indicator"],
                name="inspection_indicator_once",
                violation_error_message="同一指标只列一次。",
            ),
            models.CheckConstraint(
                name="inspection_indicator_leads_somewhere",
                condition=Q(leads_to__in=[Grade.BASIC, Grade.FAILED]),
            ),
        ]

    def __str__(self):
        return f"{self.get_indicator_display()}→{self.get_leads_to_display()}"


class PenaltyTerm(models.Model):
    """A penalty that is proposed for 不合格, and until when it lasts (notes 2 and 3)."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="penalty_terms", verbose_name="年检"
    )
    code = models.CharField("处理", max_length=30)  # societies/codes/penalties.csv
    until = models.DateField("到（含当日）", null=True, blank=True)  # None: until it is lifted

    class Meta:
        verbose_name = verbose_name_plural = "处理期限"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "code"],
                name="inspection_penalty_once",
                violation_error_message="同一项处理只列一次。",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        return codes.penalties().name(self.code)
