"""Filings with their immutable versions and events."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from filings.enums import EDITABLE, OPEN, WAITING, Move, ReturnReason, ScanState, State
from filings.models.cycles import Cycle, Obligation
from societies.models import Society, filed_by

FILED = Q(receipt__isnull=False) & ~Q(state=State.DRAFT)  # submitted and not withdrawn


# Submitted, and nothing in the summary that somebody has to look at.
QUIET = Q(
    state=State.SUBMITTED,
    is_late=False,
    differs=False,
    warnings=0,
    changes=0,
    to_decide=0,
    on_behalf=False,
)


class FilingQuerySet(models.QuerySet):
    def for_user(self, user):
        """A secretary's own societies; staff see what was submitted and not withdrawn, and the
        paper filings that they type (代填); others nothing."""
        if user.role == Role.SECRETARY:
            return self.of_filer(user)
        if user.works_in_admin:
            return self.of_staff(user)
        return self.none()

    def of_filer(self, user):
        return self.filter(society__in=filed_by(user))

    def of_staff(self, user):
        return self.filter(FILED | Q(on_behalf=True, started_by=user))

    def filed(self):
        """What staff find on the desk, whoever typed it."""
        return self.filter(FILED)

    def open(self):
        return self.filter(state__in=OPEN)

    def waiting(self):
        return self.filter(state__in=WAITING)

    def with_society(self):
        """With what checks, pages and posting read of the society and the cycle, but for its names
        (societies.queries.read_names)."""
        return self.select_related("society__support_unit", "cycle", "obligation")

    def light(self):
        """Without the documents: for lists."""
        return self.defer("document", "answers")


class Filing(models.Model):
    """申报: a document on its way through the lifecycle. Changed only by filings.actions."""

    kind = models.CharField("申报种类", max_length=30)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="filings", verbose_name="周期")
    society = models.ForeignKey(
        Society, models.PROTECT, related_name="filings", verbose_name="学会"
    )
    obligation = models.ForeignKey(
        Obligation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="filings",
        verbose_name="应报义务",
    )
    posts_tables = models.BooleanField("记入表1—表3台账")
    on_behalf = models.BooleanField("代填", default=False)  # typed by staff from a paper filing
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)
    document = models.JSONField("内容", default=dict)
    answers = models.JSONField("说明与确认", default=dict)
    revision = models.PositiveIntegerField("修订号", default=0)  # of the draft; each save counts
    receipt = models.CharField("回执号", max_length=20, unique=True, null=True, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人"
    )
    started_at = models.DateTimeField("开始时间")
    saved_at = models.DateTimeField("保存时间")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="提交人",
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
        verbose_name="认领人",
    )
    claimed_at = models.DateTimeField("认领时间", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=20, choices=ReturnReason, blank=True)
    return_text = models.TextField("退回说明", blank=True)
    return_due = models.DateField("重新提交期限", null=True, blank=True)
    # A return can be undone until the draft has a later revision than this.
    return_revision = models.PositiveIntegerField("退回时的修订号", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="决定人",
    )
    decided_at = models.DateTimeField("决定时间", null=True, blank=True)
    # The summary that the kind writes at submission: queue and counts read only these.
    declared = models.CharField("申报的党组织类型", max_length=60, blank=True)
    advised = models.CharField("建议的形式", max_length=30, blank=True)
    differs = models.BooleanField("申报与建议不同", default=False)
    full_members = models.PositiveIntegerField("秘书处正式党员", null=True, blank=True)
    warnings = models.PositiveSmallIntegerField("已说明的警告", default=0)
    to_decide = models.PositiveSmallIntegerField("批准时要决定的事项", default=0)
    changes = models.PositiveIntegerField("与台账不同处", default=0)
    is_late = models.BooleanField("逾期", default=False)
    scan = models.CharField("盖章件", max_length=10, choices=ScanState, default=ScanState.NONE)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申报"
        ordering = ["-id"]
        indexes = [
            # All that the desk sorts and counts by: rows are wide, and stay unread.
            models.Index(
                fields=[
                    *("state", "submitted_at", "is_late", "return_due", "differs", "warnings"),
                    *("changes", "to_decide", "kind", "cycle", "scan", "receipt", "on_behalf"),
                    *("started_by", "claimed_by", "id"),
                ],
                name="filing_queue",
            ),
            # The order of the queue as it is read from its end, and of what is submitted from its
            # beginning; what follows is asked of each and stays in the index.
            models.Index(
                fields=[
                    *("is_late", "differs", "warnings", "changes", "to_decide", "-submitted_at"),
                    *("-id", "state", "kind", "return_due", "started_by", "submitted_by"),
                ],
                condition=FILED,
                name="filing_order",
            ),
            # Narrow, for counting all of them.
            models.Index(
                fields=["state", "kind", "claimed_by"], condition=FILED, name="filing_number"
            ),
            # For counting what can be approved in bulk (queries.calm).
            models.Index(
                fields=["kind", "cycle", "scan"], condition=FILED & QUIET, name="filing_calm"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["society"],
                condition=Q(posts_tables=True, state__in=OPEN),
                name="filing_one_open_for_tables",
                violation_error_message="本学会已有一件正在办理的申报。",
            ),
            models.UniqueConstraint(
                fields=["obligation"],
                condition=~Q(state=State.DISCARDED),
                name="filing_one_per_obligation",
                violation_error_message="本周期已经填报过。",
            ),
            models.CheckConstraint(
                name="filing_claim_agrees_with_state",
                condition=Q(
                    state=State.IN_REVIEW, claimed_by__isnull=False, claimed_at__isnull=False
                )
                | (~Q(state=State.IN_REVIEW) & Q(claimed_by=None, claimed_at=None)),
            ),
            models.CheckConstraint(
                name="filing_waiting_has_receipt",
                condition=Q(state__in=[*EDITABLE, State.DISCARDED])
                | Q(receipt__isnull=False, submitted_at__isnull=False, submitted_by__isnull=False),
            ),
            models.CheckConstraint(
                name="filing_returned_says_why",
                condition=~Q(state=State.RETURNED)
                | (Q(return_due__isnull=False) & ~Q(return_reason="") & ~Q(return_text="")),
            ),
            models.CheckConstraint(
                name="filing_decided_says_who",
                condition=Q(
                    state__in=[State.APPROVED, State.REFUSED],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | (
                    ~Q(state__in=[State.APPROVED, State.REFUSED])
                    & Q(decided_by=None, decided_at=None)
                ),
            ),
        ]

    def __str__(self):
        return self.receipt or f"{self.get_state_display()}·{self.society}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE

    def is_typed_by(self, user) -> bool:
        """Whether this staff member types the filing from paper (代填)."""
        return self.on_behalf and self.started_by_id == user.pk


# The big columns of a version, for defer().
CONTENTS = ("document", "normalized", "answers", "findings")


class Version(models.Model):
    """版本: what was submitted, frozen. Append-only: the database refuses changes (migration
    0002)."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="versions", verbose_name="申报")
    number = models.PositiveSmallIntegerField("版本号")
    document = models.JSONField("原文")  # as typed
    normalized = models.JSONField("规范文本")  # each cell in its canonical spelling
    answers = models.JSONField("说明与确认")
    findings = models.JSONField("检查结果")
    sha256 = models.CharField("摘要", max_length=64)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人"
    )
    submitted_at = models.DateTimeField("提交时间")

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "number"], name="version_number_once"),
        ]

    def __str__(self):
        return f"第{self.number}版"


class Event(models.Model):
    """One move of a filing. Append-only; the order of events is their id."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="events", verbose_name="申报")
    move = models.CharField("动作", max_length=12, choices=Move)
    from_state = models.CharField("原状态", max_length=12, choices=State, blank=True)
    to_state = models.CharField("新状态", max_length=12, choices=State)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人"
    )
    at = models.DateTimeField("时间")
    version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="版本"
    )
    reason = models.CharField("原因", max_length=20, blank=True)
    text = models.TextField("说明", blank=True)
    due = models.DateField("期限", null=True, blank=True)
    # Cell paths of a return. Without a default: SQLite would make the table anew, without triggers.
    cells = models.JSONField("标记的单元格", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "经过"
        ordering = ["id"]
        indexes = [
            # Few; asked for whenever somebody looks for the next filing.
            models.Index(fields=["by"], condition=Q(move=Move.CORRECT), name="event_correction"),
        ]

    def __str__(self):
        return f"{self.get_move_display()}（{self.at:%Y-%m-%d}）"
