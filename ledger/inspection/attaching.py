"""The signed PDF of an official document: one for all societies, attached, or replaced where it is
the wrong one."""

from django.core.files.base import ContentFile
from django.db import transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from filings.contents.accepting import accept
from filings.contents.refusing import Unacceptable
from filings.rules import MoveNotAllowed
from ledger.inspection import steps
from ledger.inspection.models import DocumentFile, OfficialDocument


@transaction.atomic
def attach_pdf(document_pk: int, *, by, data: bytes, reason="", request=None) -> DocumentFile:
    """Keep the PDF of a document; with a reason instead of the one that it has, which is kept, too.
    Raises MoveNotAllowed with the reason: who, that there is one, or what the file is."""
    document = OfficialDocument.objects.select_for_update().get(pk=document_pk)
    before, reason = document.pdf_id, reason.strip()
    if problem := steps.pdf_problem(document, reason=reason, by=by):
        raise MoveNotAllowed(problem)
    if not data.startswith(b"%PDF-"):
        raise Unacceptable("这不是 PDF 文件，请上传签发文件的 PDF。")
    content = accept(data)
    kept = DocumentFile(
        document=document,
        reason=reason if before else "",
        size=len(data),
        sha256=content.sha256,
        by=by,
        at=clock.now(),
    )
    kept.file.save("", ContentFile(data))
    document.pdf = kept
    document.save(update_fields=["pdf"])
    detail = {"move": "attach_pdf", "sha256": kept.sha256, "replaces": before}
    audit(AuditAction.DECIDE, by=by, request=request, target=document.number, detail=detail)
    return kept
