"""Official documents as downloads."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from filings.contents.serving import serve
from filings.papers.writers import WRITERS
from ledger.inspection.papers.compose import notice_letter
from ledger.inspection.papers.docx import write_docx
from ledger.inspection.papers.letter import Letter
from ledger.inspection.papers.pdf import write_pdf
from ledger.inspection.views.access import case_or_404, document_file_or_404

WRITE = {"pdf": write_pdf, "docx": write_docx}


def download(request, letter: Letter, suffix: str) -> HttpResponse:
    """A letter as a file; a notice where this machine cannot print."""
    if suffix not in WRITE:
        raise Http404
    if suffix == "pdf" and not settings.PDF:
        return render(request, "coverage/no_pdf.html", status=503)
    response = HttpResponse(WRITE[suffix](letter), content_type=WRITERS[suffix].content_type)
    name = f"{letter.number or '草稿'}{letter.title}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(suffix != "pdf", name)
    add_never_cache_headers(response)
    return response


@require_safe
def notice(request, year, slug, suffix):
    """告知书: for the society that was told, and for those who read the inspection."""
    case = case_or_404(request, year, slug)
    if case.notice is None:
        raise Http404
    case.notice.proposal.inspection, case.notice.proposal.society = case.inspection, case.society
    return download(request, notice_letter(case.notice), suffix)


@require_safe
def document(request, pk):
    """The signed PDF of a decision, a lifting, a confirmation."""
    return serve(document_file_or_404(request, pk))
