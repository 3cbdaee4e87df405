"""Frozen figures: what the coverage was on the days that count, whatever is filed later. The
database refuses changes (migration 0002)."""

from django.db import models

from filings.models import Cycle
from ledger.coverage.enums import Cover, Gap, Occasion, Progress
from societies.models import Society, SupportUnit


class Change(models.Model):
    """覆盖数据变动: that figures of a group of societies changed (of all: no group). Written by the
    triggers of changes.py only."""

    society_group = models.IntegerField("学会组", null=True)
    token = models.BigIntegerField("标记")

    class Meta:
        verbose_name = verbose_name_plural = "覆盖数据变动"

    def __str__(self):
        return f"{self.society_group}"


class Snapshot(models.Model):
    """冻结数据: the figures of a cycle's deadline or goal date, as the pages add them up."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="snapshots", verbose_name="填报周期"
    )
    occasion = models.CharField("时点", max_length=10, choices=Occasion)
    on = models.DateField("日期")
    taken_at = models.DateTimeField("冻结时间")
    goal_percent = models.PositiveSmallIntegerField("覆盖率目标（%）")
    cells = models.JSONField("学会数")  # ledger.coverage.queries.cells
    history = models.JSONField("填报进度")  # [[day, submitted, approved], …]
    people = models.JSONField("党员数")  # ledger.coverage.people.totals

    class Meta:
        verbose_name = verbose_name_plural = "冻结数据"
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "occasion"], name="snapshot_once_an_occasion"),
        ]

    def __str__(self):
        return f"{self.get_occasion_display()}（{self.on:%Y-%m-%d}）"


class SnapshotRow(models.Model):
    """One society in frozen figures, with the columns of ledger.coverage.facts."""

    snapshot = models.ForeignKey(
        Snapshot, models.PROTECT, related_name="rows", verbose_name="冻结数据"
    )
    society = models.ForeignKey(Society, models.PROTECT, related_name="+", verbose_name="学会")
    name = models.CharField("名称", max_length=100)
    discipline = models.CharField("学科", max_length=1)
    area = models.CharField("所在地", max_length=4)
    support_unit = models.ForeignKey(
        SupportUnit, models.PROTECT, null=True, related_name="+", verbose_name="支撑单位"
    )
    cover = models.CharField("覆盖形式", max_length=20, choices=Cover)
    has_group = models.BooleanField("建有功能型党小组")
    progress = models.CharField("填报", max_length=12, choices=Progress)
    is_late = models.BooleanField("逾期")
    gap = models.CharField("从哪里来", max_length=20, choices=Gap, blank=True)
    no_org_reason_code = models.CharField("未建党组织原因类别", max_length=40, blank=True)
    advised = models.CharField("建议的形式", max_length=30, blank=True)
    people = models.JSONField("党员数")  # {'age': {'35': 3, …}, …}; empty without members

    class Meta:
        verbose_name = verbose_name_plural = "冻结数据中的学会"
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "society"], name="snapshot_society_once"),
        ]

    def __str__(self):
        return self.name
