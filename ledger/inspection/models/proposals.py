"""The way to a result: what is proposed for a society, the notice, the society's answer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from filings.models import Filing
from ledger.inspection.enums import Grade, Step
from ledger.inspection.models.documents import OfficialDocument
from ledger.inspection.models.inspections import Inspection
from societies.models import Society


class ProposalQuerySet(models.QuerySet):
    def open(self):
        return self.exclude(step=Step.SIGNED)

    def to_confirm_in_bulk(self):
        """Nothing missing, nothing conflicting, nobody punished (rules.bulk_problem)."""
        return self.filter(
            step=Step.PROPOSED,
            grade__in=[Grade.PASSED, Grade.BASIC],
            has_conflict=False,
            corrects=None,
        )


class Proposal(models.Model):
    """建议: what the ledger says about a society on the day of inspection. Evaluation replaces it
    by another row where it comes out differently; only its step changes, by
    ledger.inspection.actions."""

    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="proposals", verbose_name="年检"
    )
    society = models.ForeignKey(
        Society, models.PROTECT, related_name="inspection_proposals", verbose_name="学会"
    )
    on = models.DateField("检查日")
    grade = models.CharField("建议", max_length=10, choices=Grade)
    findings = models.JSONField("指标")  # ledger.inspection.findings
    has_conflict = models.BooleanField("证据矛盾")
    evaluated_at = models.DateTimeField("检查时间")
    step = models.CharField("进度", max_length=10, choices=Step, default=Step.PROPOSED)
    corrects = models.ForeignKey(
        "Result",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="更正的结论",
    )
    correction_reason = models.TextField("更正理由", blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年检建议"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "society"],
                condition=~Q(step=Step.SIGNED),
                name="proposal_one_open",
                violation_error_message="本学会已有一件正在办理的年检建议。",
            ),
            models.CheckConstraint(
                name="proposal_correction_says_why",
                condition=Q(corrects=None, correction_reason="")
                | (Q(corrects__isnull=False) & ~Q(correction_reason="")),
                violation_error_message="更正须写明理由。",
            ),
        ]
        indexes = [
            models.Index(fields=["inspection", "step", "grade"], name="proposal_list"),
        ]

    def __str__(self):
        return f"{self.society}·{self.get_grade_display()}"


class Notice(models.Model):
    """告知书: facts, reason and the penalties in view, and until when the society may answer.
    Append-only (migration 0002)."""

    proposal = models.OneToOneField(
        Proposal, models.PROTECT, related_name="notice", verbose_name="建议"
    )
    facts = models.TextField("事实")
    reason = models.TextField("理由和依据")
    penalties = models.JSONField("拟作的处理")  # codes of societies/codes/penalties.csv
    days = models.PositiveSmallIntegerField("申辩天数")
    given_on = models.DateField("告知日期")
    last_day = models.DateField("申辩截止")  # inclusive to 24:00 Asia/Shanghai
    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="notices", verbose_name="告知书"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="告知人"
    )
    at = models.DateTimeField("告知时间")

    class Meta:
        verbose_name = verbose_name_plural = "告知"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="notice_says_what_and_why",
                condition=~Q(facts="") & ~Q(reason=""),
                violation_error_message="告知书须写明事实和理由。",
            ),
            models.CheckConstraint(
                name="notice_leaves_time_to_answer",
                condition=Q(last_day__gt=F("given_on")),
                violation_error_message="申辩期至少一天。",
            ),
        ]

    def __str__(self):
        return f"{self.proposal}（{self.given_on:%Y-%m-%d}告知）"


class Defence(models.Model):
    """申辩 that was submitted in time: the filing that answers a notice. How it was decided stands
    on the filing: approved is 采纳, refused 不采纳; a draft again is withdrawn."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="defences", verbose_name="告知")
    filing = models.OneToOneField(
        Filing, models.PROTECT, related_name="defence", verbose_name="申辩"
    )
    at = models.DateTimeField("首次提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "申辩"
        ordering = ["id"]

    def __str__(self):
        return str(self.filing)
