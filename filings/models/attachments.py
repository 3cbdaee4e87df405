"""Files beside a document: stamped scans, evidence."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

from filings.enums import ContentType, Purpose
from filings.models.filings import Filing


def stored_name(attachment, name: str) -> str:
    """A random name under MEDIA_ROOT: nothing of the society or of its file's name is in it."""
    return f"attachments/{secrets.token_hex(16)}"


class AttachmentQuerySet(models.QuerySet):
    def in_force(self):
        """Not taken back."""
        return self.filter(taken_back_at=None)


class Attachment(models.Model):
    """附件: a file beside the document of a filing. Never deleted, only taken back. Changed only by
    filings.attachments."""

    filing = models.ForeignKey(
        Filing, models.PROTECT, related_name="attachments", verbose_name="申报"
    )
    purpose = models.CharField("用途", max_length=10, choices=Purpose)
    version = models.PositiveSmallIntegerField("所附版本")  # number; of a draft, what it will be
    name = models.CharField("文件名", max_length=120)  # the society's, for display only
    file = models.FileField("存放", upload_to=stored_name, max_length=60)
    content_type = models.CharField("格式", max_length=20, choices=ContentType)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)  # of what is stored
    # Of a stamped scan, our codes as filings.papers.scanned gives them; none before it was read.
    codes = models.JSONField("二维码", null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间")
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="撤回人",
    )
    taken_back_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "purpose", "sha256"],
                condition=Q(taken_back_at=None),
                name="attachment_once",
                violation_error_message="这个文件已经上传过。",
            ),
            models.CheckConstraint(
                name="attachment_taken_back_says_who",
                condition=Q(taken_back_by=None, taken_back_at=None)
                | Q(taken_back_by__isnull=False, taken_back_at__isnull=False),
                violation_error_message="撤回须同时记录撤回人和时间。",
            ),
        ]

    def __str__(self):
        return f"{self.get_purpose_display()} {self.name}"

    def is_for(self, version) -> bool:
        return self.version == version.number
