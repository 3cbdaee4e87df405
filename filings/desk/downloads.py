"""A filing and what is attached to it as files for staff: they hold every number unmasked, so each
download is recorded."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.actions import audit
from accounts.enums import AuditAction
from filings.contents.serving import serve
from filings.desk.review import get_filing
from filings.mailbox.pages import serve_source
from filings.models import MailboxFile
from filings.papers import editions
from filings.papers.downloads import download, writer_or_404


@require_POST
def paper(request, pk, number, suffix):
    filing = get_filing(request.user, pk)
    found = get_object_or_404(filing.versions, number=number)
    writer_or_404(suffix)
    found.filing = filing
    detail = {"version": number, "format": suffix}
    audit(AuditAction.EXPORT, request=request, target=filing.receipt, detail=detail)
    back = reverse("admin:filings_filing_change", args=[pk])
    return download(request, editions.of_version(found), suffix, back=back)


@require_POST
def attachment(request, pk, file):
    filing = get_filing(request.user, pk)
    found = get_object_or_404(filing.attachments, pk=file)
    detail = {"attachment": found.pk, "sha256": found.sha256}
    audit(AuditAction.REVEAL, request=request, target=filing.receipt, detail=detail)
    return serve(found)


@require_POST
def source(request, pk):
    """The file of a mailbox from which a filing was made."""
    filing = get_filing(request.user, pk)
    return serve_source(request, get_object_or_404(MailboxFile, filing=filing))
