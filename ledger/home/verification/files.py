"""Attached files and signed documents against their hashes; what filings say of their sealed paper
against the files."""

import hashlib

from django.db.models import F, Max, Prefetch, Q

from filings.enums import RECEPTIONS, Purpose, ScanState
from filings.models import CONTENTS, Attachment, Event, Filing, Version
from filings.scans import is_reception, overall
from ledger.inspection.models import DocumentFile, OfficialDocument

CHUNK = 200


def check_files(report) -> None:
    """Every attached file, also one that was taken back, and every PDF of an official document is
    there and as it was kept."""
    for attachment in Attachment.objects.iterator(chunk_size=CHUNK):
        report.count("附件")
        what = f"申报 {attachment.filing_id} 的附件 {attachment.pk}"
        _check_file(report, what, attachment)
    documents = DocumentFile.objects.select_related("document")
    for kept in documents.iterator(chunk_size=CHUNK):
        report.count("文件 PDF")
        _check_file(report, f"{kept.document}的 PDF", kept)
    with_files = OfficialDocument.objects.annotate(last=Max("files")).filter(last__isnull=False)
    for document in with_files.exclude(pdf=F("last")):
        report.differ(f"{document}的 PDF：指向的不是最后上传的文件")


def _check_file(report, what: str, kept) -> None:
    try:
        with kept.file.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            size = kept.file.size
    except FileNotFoundError:
        report.differ(f"{what}：文件不在")
        return
    report.compare(f"{what}的大小", stored=kept.size, computed=size)
    if found != kept.sha256:
        report.differ(f"{what}：摘要与文件不符")


def check_scans(report) -> None:
    """The column of the queue that says what is there of a filing's sealed paper."""
    stamped = Attachment.objects.in_force().filter(purpose=Purpose.STAMPED)
    filings = Filing.objects.filter(
        ~Q(scan=ScanState.NONE) | Q(pk__in=stamped.values("filing"))
    ).prefetch_related(
        Prefetch("attachments", stamped, to_attr="scans"),
        Prefetch("versions", Version.objects.defer(*CONTENTS).order_by("number"), to_attr="frozen"),
        Prefetch(
            "events", Event.objects.filter(move__in=RECEPTIONS).order_by("id"), to_attr="receptions"
        ),
    )
    for filing in filings.light().order_by("pk").iterator(chunk_size=CHUNK):
        version = filing.frozen[-1] if filing.frozen else None
        own = [event for event in filing.receptions if event.version_id == version.pk]
        received = is_reception(own[-1] if own else None)
        computed = overall(version, filing.scans, is_received=received)
        report.compare(f"申报 {filing.pk} 的盖章件", stored=filing.scan, computed=computed)
