"""Remarks pinned to the cells of a filing."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from filings.models.filings import Filing, Version


class Comment(models.Model):
    """意见: a remark pinned to a cell, row or group by its path; '' is the filing as a whole. It
    stays with the row's key through resubmissions. Changed only by filings.comments."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="comments", verbose_name="申报")
    number = models.PositiveSmallIntegerField("序号")
    path = models.CharField("单元格", max_length=120, blank=True)
    version = models.ForeignKey(
        Version, models.PROTECT, related_name="+", verbose_name="提出时的版本"
    )
    text = models.TextField("内容")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提出人"
    )
    at = models.DateTimeField("提出时间")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="解决人",
    )
    resolved_at = models.DateTimeField("解决时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "意见"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="comment_number_once"),
            models.CheckConstraint(
                name="comment_resolved_says_who",
                condition=Q(resolved_by=None, resolved_at=None)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"意见 {self.number}"


class Reply(models.Model):
    """回复: an answer under a comment, in order of id."""

    comment = models.ForeignKey(
        Comment, models.PROTECT, related_name="replies", verbose_name="意见"
    )
    text = models.TextField("内容")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="回复人"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "回复"
        ordering = ["id"]

    def __str__(self):
        return f"{self.comment}·{self.by}"
