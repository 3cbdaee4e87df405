"""文件: official documents, and the signed PDFs of each as they were scanned."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from filings.enums import ContentType
from filings.models.attachments import stored_name


class OfficialDocument(models.Model):
    """文件 by which something is done: a notice, a decision, a lifting. One may be about many
    societies."""

    number = models.CharField("文号", max_length=60, unique=True)
    dated = models.DateField("成文日期")
    pdf = models.OneToOneField(
        "DocumentFile",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="在用的 PDF",
    )  # the last of its files: the one that is read

    class Meta:
        verbose_name = verbose_name_plural = "文件"
        ordering = ["-dated", "-id"]
        constraints = [
            models.CheckConstraint(
                name="document_has_number",
                condition=~Q(number=""),
                violation_error_message="请填写文号。",
            ),
        ]

    def __str__(self):
        return self.number


class DocumentFile(models.Model):
    """The PDF of a document that was signed outside the system (a decision, a lifting, a
    confirmation), attached once for all societies that it is about. A wrong one is replaced by
    another row that says why. Append-only (migrations 0007, 0009)."""

    document = models.ForeignKey(
        OfficialDocument, models.PROTECT, related_name="files", verbose_name="文件"
    )
    reason = models.TextField("替换原因", blank=True)
    file = models.FileField("存放", upload_to=stored_name, max_length=60)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "文件 PDF"
        ordering = ["id"]

    def __str__(self):
        return self.name

    content_type = ContentType.PDF

    @property
    def name(self) -> str:
        """What a browser saves it as."""
        return f"{self.document.number}.pdf"
