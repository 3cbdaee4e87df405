"""Mailboxes: filled files that societies sent and staff load (批量载入)."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q

from filings.enums import Asked, LoadedState
from filings.models.cycles import Cycle
from filings.models.filings import Filing
from societies.models import Society


class Mailbox(models.Model):
    """批量载入: what somebody uploaded at once. Changed only by filings.mailbox.actions."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="+", verbose_name="周期")
    kind = models.CharField("申报种类", max_length=30)
    name = models.CharField("名称", max_length=255)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="载入人"
    )
    at = models.DateTimeField("载入时间")
    skipped = models.PositiveSmallIntegerField("略过的系统文件", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "批量载入"
        ordering = ["-id"]

    def __str__(self):
        return self.name


class MailboxFile(models.Model):
    """One file of a mailbox: its bytes, what was read in them, whose it is, what became of it."""

    mailbox = models.ForeignKey(
        Mailbox, models.PROTECT, related_name="files", verbose_name="批量载入"
    )
    number = models.PositiveSmallIntegerField("序号")
    name = models.CharField("文件名", max_length=255)  # with the folders in the zip; for display
    sha256 = models.CharField("摘要", max_length=64, blank=True, db_index=True)  # none: not kept
    size = models.PositiveBigIntegerField("字节数")
    state = models.CharField(
        "状态", max_length=10, choices=LoadedState, default=LoadedState.WAITING
    )
    asked = models.CharField("要回答的", max_length=10, choices=Asked, blank=True)
    reason = models.TextField("原因", blank=True)
    advice = models.TextField("怎么办", blank=True)
    tries = models.PositiveSmallIntegerField("处理次数", default=0)
    # {"document", "sources", "unplaced"} of filings.papers.reading.FileReading
    reading = models.JSONField("读到的内容", null=True)
    written = models.CharField("表中的学会名称", max_length=200, blank=True)
    society = models.ForeignKey(
        Society, models.PROTECT, null=True, related_name="+", verbose_name="学会"
    )
    proposals = models.JSONField("可能的学会", default=list)  # primary keys, the likeliest first
    takes_name = models.BooleanField("按表中名称提出更名", default=False)
    remarks = models.JSONField("要回答的格", default=list)  # as filings.mailbox.assessing.Remark
    meanings = models.JSONField("回答", default=dict)  # by place in the read document
    missing = models.PositiveSmallIntegerField("提交前还要处理", default=0)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", verbose_name="相同的文件"
    )
    submits = models.BooleanField("直接提交", default=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    confirmed_at = models.DateTimeField("确认时间", null=True)
    filing = models.OneToOneField(
        Filing, models.PROTECT, null=True, related_name="mailbox_file", verbose_name="申报"
    )

    class Meta:
        verbose_name = verbose_name_plural = "批量载入的文件"
        ordering = ["mailbox", "number"]
        indexes = [models.Index(fields=["mailbox", "state"], name="mailboxfile_state")]
        constraints = [
            models.UniqueConstraint(fields=["mailbox", "number"], name="mailboxfile_number_once"),
            models.CheckConstraint(
                name="mailboxfile_confirmed_has_filing",
                condition=Q(
                    state=LoadedState.CONFIRMED, filing__isnull=False, confirmed_by__isnull=False
                )
                | (~Q(state=LoadedState.CONFIRMED) & Q(filing=None)),
                violation_error_message="已确认的文件须有申报和确认人。",
            ),
            models.CheckConstraint(
                name="mailboxfile_ready_has_society",
                condition=~Q(state__in=[LoadedState.READY, LoadedState.CONFIRMING])
                | Q(society__isnull=False, reading__isnull=False),
                violation_error_message="可以确认的文件须有学会和读到的内容。",
            ),
            models.CheckConstraint(
                name="mailboxfile_refused_says_why",
                condition=~Q(state=LoadedState.REFUSED) | ~Q(reason=""),
                violation_error_message="不能载入的文件须写明原因。",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def shape(self) -> str:
        return LoadedState(self.state).shape

    def open(self):
        """The bytes as they came, to be read."""
        return default_storage.open(self.place)

    @property
    def place(self) -> str:
        """Where the bytes lie under MEDIA_ROOT."""
        return f"mailbox/{self.mailbox_id}/{self.sha256}"
