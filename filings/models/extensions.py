"""More time for what a society owes, granted by name. Append-only: the database refuses changes
(migration 0006)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filings.models.cycles import Cycle, Obligation


class Extension(models.Model):
    """展期: a later due date for some societies, with reason and authority."""

    cycle = models.ForeignKey(
        Cycle, models.PROTECT, related_name="extensions", verbose_name="填报周期"
    )
    until = models.DateField("展期至")  # inclusive to 23:59:59 Asia/Shanghai, as a deadline
    reason = models.TextField("原因")
    chosen_by = models.CharField("范围", max_length=200, blank=True)  # how the set was chosen
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人"
    )
    at = models.DateTimeField("批准时间")

    class Meta:
        verbose_name = verbose_name_plural = "展期"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"展期至{self.until:%Y-%m-%d}"


class ExtendedObligation(models.Model):
    """One obligation that an extension moved, and when it was due before."""

    extension = models.ForeignKey(
        Extension, models.PROTECT, related_name="rows", verbose_name="展期"
    )
    obligation = models.ForeignKey(
        Obligation, models.PROTECT, related_name="extensions", verbose_name="应报义务"
    )
    due_before = models.DateField("原应报截止")
    due_after = models.DateField("新应报截止")

    class Meta:
        verbose_name = verbose_name_plural = "展期的义务"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["obligation", "due_before"], name="extension_moves_a_date_once"
            ),
            models.CheckConstraint(
                name="extension_gives_more_time", condition=Q(due_after__gt=F("due_before"))
            ),
        ]

    def __str__(self):
        return f"{self.obligation}：{self.due_before:%Y-%m-%d}→{self.due_after:%Y-%m-%d}"
