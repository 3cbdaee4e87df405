"""Campaigns, and what each society owes in them."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from filings.enums import ScanNeed
from societies.models import Society


class Cycle(models.Model):
    """填报周期: one campaign. What differs from year to year is data here."""

    year = models.PositiveSmallIntegerField("年度", unique=True)
    title = models.CharField("名称", max_length=100)
    document_title = models.CharField("文件标题", max_length=100)
    document_number = models.CharField("文号", max_length=60)
    opens_on = models.DateField("开放日期")
    deadline = models.DateField("截止日期")  # inclusive to 23:59:59 Asia/Shanghai (note 1)
    reporting_date = models.DateField("统计日期")  # ages and counts
    goal_percent = models.PositiveSmallIntegerField("覆盖率目标（%）")  # article 4
    goal_date = models.DateField("目标日期")
    inspection_year = models.PositiveSmallIntegerField("年检年度")  # note 2
    resubmission_days = models.PositiveSmallIntegerField("退回后修改天数", default=7)
    branch_full_members = models.PositiveSmallIntegerField("独立党支部正式党员数", default=3)
    stamped_scan = models.CharField(
        "需要盖章件", max_length=12, choices=ScanNeed, default=ScanNeed.NOT_NEEDED
    )
    group_members = models.PositiveSmallIntegerField("功能型党小组最少人数", default=3)
    contacts = models.JSONField("联系人", default=list, blank=True)  # [{"for", "name", "phone"}]
    email = models.EmailField("电子邮箱", blank=True)
    history = HistoricalRecords(verbose_name="填报周期变更记录")

    class Meta:
        verbose_name = verbose_name_plural = "填报周期"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="cycle_dates_in_order",
                condition=Q(opens_on__lte=F("deadline")) & Q(deadline__lte=F("goal_date")),
                violation_error_message="开放日期、截止日期、目标日期须依次排列。",
            ),
        ]

    def __str__(self):
        return self.title


class Obligation(models.Model):
    """What one society owes in one cycle. 'Not filed' is this row without a filing, not an
    absence."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="obligations", verbose_name="周期"
    )
    society = models.ForeignKey(
        Society, models.PROTECT, related_name="obligations", verbose_name="学会"
    )
    due = models.DateField("应报截止")
    first_submitted_at = models.DateTimeField("首次提交时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "应报义务"
        constraints = [
            models.UniqueConstraint(fields=["cycle", "society"], name="obligation_once_a_cycle"),
        ]
        indexes = [
            models.Index(
                fields=["cycle"], condition=Q(first_submitted_at=None), name="obligation_not_filed"
            ),
        ]

    def __str__(self):
        return f"{self.cycle.year}·{self.society}"
