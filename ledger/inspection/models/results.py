"""Signed results, what follows from them, and how that ends. Rows are only ever added (migration
0002): a correction is another result, lifting is a row of its own."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filings.models import Filing
from ledger.inspection.enums import SIGNABLE, Grade
from ledger.inspection.models.documents import OfficialDocument
from ledger.inspection.models.inspections import Inspection
from ledger.inspection.models.proposals import Proposal
from societies import codes
from societies.models import Society


class ResultQuerySet(models.QuerySet):
    def in_force(self, on):
        """The result that holds on a day: signed by then, and not corrected by then."""
        return self.filter(signed_on__lte=on).exclude(corrected_by__signed_on__lte=on)


class Result(models.Model):
    """结论: the class that was signed for a society, frozen with its evidence."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="results", verbose_name="年检"
    )
    society = models.ForeignKey(
        Society, models.PROTECT, related_name="inspection_results", verbose_name="学会"
    )
    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="result", verbose_name="建议"
    )
    corrects = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
        verbose_name="更正的结论",
    )
    society_name = models.CharField("学会名称", max_length=100)  # on the day of signing
    on = models.DateField("检查日")
    proposed = models.CharField("建议", max_length=10, choices=Grade)
    grade = models.CharField("结论", max_length=10, choices=Grade)
    findings = models.JSONField("指标")  # as the proposal had them
    reason = models.TextField("理由", blank=True)
    # 年检视为不合格 (note 3) lasts so long; None for other grades.
    failed_until = models.DateField("不合格到（含当日）", null=True, blank=True)
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="results", verbose_name="文件"
    )
    signed_on = models.DateField("签发日期")  # of the document: from then on it holds
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="签发人"
    )
    signed_at = models.DateTimeField("签发时间")
    sha256 = models.CharField("摘要", max_length=64)

    objects = ResultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年检结论"
        ordering = ["-id"]
        constraints = [
            # With the one-to-one `corrects`: one chain of results, one of them in force.
            models.UniqueConstraint(
                fields=["inspection", "society"],
                condition=Q(corrects=None),
                name="result_one_in_force",
                violation_error_message="本学会的年检结论已经签发。",
            ),
            models.CheckConstraint(
                name="result_has_a_class",
                condition=Q(grade__in=SIGNABLE),
                violation_error_message="待定不能签发。",
            ),
            models.CheckConstraint(
                name="result_deviates_with_reason",
                condition=Q(grade=F("proposed")) | ~Q(reason=""),
                violation_error_message="与建议不同的结论须写明理由。",
            ),
            models.CheckConstraint(
                name="result_only_failed_lasts",
                condition=Q(failed_until=None) | Q(grade=Grade.FAILED),
            ),
        ]
        indexes = [
            models.Index(fields=["society", "grade"], name="result_standing"),
            models.Index(fields=["inspection", "grade"], name="result_counts"),
        ]

    def __str__(self):
        return f"{self.society_name}·{self.get_grade_display()}"


class Penalty(models.Model):
    """处理: one penalty of a result (note 3). How it ends: `until` passes, it is lifted, or the
    result is corrected."""

    result = models.ForeignKey(
        Result, models.PROTECT, related_name="penalties", verbose_name="结论"
    )
    code = models.CharField("处理", max_length=30)  # societies/codes/penalties.csv
    since = models.DateField("起")
    until = models.DateField("到（含当日）", null=True, blank=True)  # None: until it is lifted

    class Meta:
        verbose_name = verbose_name_plural = "处理"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["result", "code"], name="penalty_once"),
            models.CheckConstraint(
                name="penalty_dates_in_order",
                condition=Q(until=None) | Q(until__gte=F("since")),
                violation_error_message="处理的截止日期不能早于开始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.label}（{self.result.society_name}）"

    @property
    def label(self) -> str:
        return codes.penalties().name(self.code)

    @property
    def process(self) -> str:
        """What it stops (societies.enums.Process); '' for 通报批评, which stops nothing."""
        return codes.penalties()[self.code].blocks


class Rectification(models.Model):
    """整改: the filing that says how a failed society mended what had failed; whether it was
    approved stands on the filing."""

    result = models.ForeignKey(
        Result, models.PROTECT, related_name="rectifications", verbose_name="结论"
    )
    filing = models.OneToOneField(
        Filing, models.PROTECT, related_name="rectification", verbose_name="整改"
    )
    at = models.DateTimeField("首次提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "整改"
        ordering = ["id"]

    def __str__(self):
        return str(self.filing)


class Lift(models.Model):
    """解除: a penalty ends after rectification, with reason and document, from the document's date
    on."""

    penalty = models.OneToOneField(
        Penalty, models.PROTECT, related_name="lift", verbose_name="处理"
    )
    rectification = models.ForeignKey(
        Rectification, models.PROTECT, related_name="lifts", verbose_name="整改"
    )
    on = models.DateField("解除日期")
    reason = models.TextField("理由")
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="lifts", verbose_name="文件"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="解除人"
    )
    at = models.DateTimeField("办理时间")

    class Meta:
        verbose_name = verbose_name_plural = "解除处理"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="lift_says_why",
                condition=~Q(reason=""),
                violation_error_message="解除处理须写明理由。",
            ),
        ]

    def __str__(self):
        return f"{self.penalty}·{self.on:%Y-%m-%d}解除"
