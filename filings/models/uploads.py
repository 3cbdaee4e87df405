"""Files that a filer has sent and not yet taken into a draft."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from filings.models.filings import Filing


class UploadQuerySet(models.QuerySet):
    def for_user(self, user):
        """What somebody has sent and not yet lost: nobody sees another one's files."""
        return self.filter(by=user, expires_at__gt=timezone.now())


class Upload(models.Model):
    """What was read in a file, kept between reading and confirming. Not the file itself."""

    filing = models.ForeignKey(Filing, models.PROTECT, related_name="uploads", verbose_name="申报")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    at = models.DateTimeField("上传时间")
    expires_at = models.DateTimeField("保留到", db_index=True)
    taken_at = models.DateTimeField("写入时间", null=True, blank=True)
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("文件摘要", max_length=64)
    reading = models.JSONField("读出的内容")  # of filings.papers.reading.FileReading

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "上传的文件"
        ordering = ["-id"]

    def __str__(self):
        return self.name
