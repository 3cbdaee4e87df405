"""通报: what is published of signed results. Rows are only ever added."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from ledger.inspection.models.documents import OfficialDocument
from ledger.inspection.models.inspections import Inspection
from ledger.inspection.models.results import Result


class NumberSeries(models.Model):
    """The last number of a series of documents in a year; read and written under its lock."""

    code = models.CharField("字", max_length=10)
    year = models.PositiveSmallIntegerField("年")
    last = models.PositiveIntegerField("最后编号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文号序列"
        constraints = [
            models.UniqueConstraint(fields=["code", "year"], name="number_series_once"),
        ]

    def __str__(self):
        return f"{self.code}〔{self.year}〕{self.last}"


class Circular(models.Model):
    """通报 of societies by name; of no person. Append-only (see migrations)."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="circulars", verbose_name="年检"
    )
    document = models.OneToOneField(
        OfficialDocument, models.PROTECT, related_name="circular", verbose_name="文件"
    )
    title = models.CharField("标题", max_length=60)
    opening = models.TextField("开头")
    closing = models.TextField("结尾")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="印发人"
    )
    issued_at = models.DateTimeField("印发时间")

    class Meta:
        verbose_name = verbose_name_plural = "通报"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="circular_has_words",
                condition=~Q(title="") & ~Q(opening="") & ~Q(closing=""),
                violation_error_message="请填写标题、开头和结尾。",
            ),
        ]

    def __str__(self):
        return str(self.document)


class CircularRow(models.Model):
    """A society that a circular names, as it was called and with what it had failed. Append-only;
    a result is circulated once."""

    circular = models.ForeignKey(Circular, models.PROTECT, related_name="rows", verbose_name="通报")
    result = models.OneToOneField(
        Result, models.PROTECT, related_name="circular_row", verbose_name="结论"
    )
    society_name = models.CharField("学会名称", max_length=100)
    cause = models.CharField("不符合", max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = "通报的学会"
        ordering = ["id"]

    def __str__(self):
        return self.society_name
