"""Printed versions, and all approved filings of a cycle bound into one book."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from filings.models.cycles import Cycle
from filings.models.filings import Version


def printed_name(row, name: str) -> str:
    return f"prints/{secrets.token_hex(16)}"


class Print(models.Model):
    """打印件: a version as PDF, kept so that it is printed once. `fingerprint` is that of the page
    it was printed from: another page is printed anew."""

    version = models.OneToOneField(
        Version, models.PROTECT, related_name="print", verbose_name="版本"
    )
    fingerprint = models.CharField("摘要", max_length=64)
    file = models.FileField("存放", upload_to=printed_name, max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "打印件"

    def __str__(self):
        return str(self.version)


class Book(models.Model):
    """汇编: the approved filings of a cycle as they were when it was asked for. Made by a task;
    changed only by filings.books."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="books", verbose_name="周期")
    versions = models.JSONField("版本")  # primary keys in the order of the book
    done = models.PositiveIntegerField("已打印", default=0)
    file = models.FileField("存放", upload_to=printed_name, max_length=60, blank=True)
    pages = models.PositiveIntegerField("页数", default=0)
    problem = models.CharField("未完成的原因", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="制作人"
    )
    at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "汇编"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle"],
                condition=Q(finished_at=None),
                name="book_one_in_work",
                violation_error_message="这个周期的汇编正在制作。",
            ),
        ]

    def __str__(self):
        return f"{self.cycle}汇编"

    @property
    def total(self) -> int:
        return len(self.versions)

    @property
    def is_over(self) -> bool:
        return self.finished_at is not None
