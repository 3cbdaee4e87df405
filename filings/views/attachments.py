"""Files beside a document, on the filer's pages: attached, looked at, taken back."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from filings import attachments
from filings.contents.accepting import LARGEST, too_large
from filings.contents.serving import serve
from filings.enums import Purpose, ScanState
from filings.forms import AttachForm
from filings.kinds import get_kind
from filings.rules import MoveNotAllowed
from filings.scans import judged
from filings.views.access import own_filing


def cards(filing, *, by, version=None) -> list[dict]:
    """One card a purpose of the kind, for filings/includes/attachments.html: its files, and whether
    `by` may attach more now. With the last version of what was submitted, what the scans say."""
    kind = get_kind(filing.kind)
    files = list(filing.attachments.in_force().select_related("uploaded_by"))
    if version:
        version.filing = filing
        files = judged(files, version)
    return [
        {
            "purpose": purpose,
            "files": [file for file in files if file.purpose == purpose],
            "is_open": not attachments.problem(filing, purpose, by=by),
            "scan": ScanState(filing.scan) if version and purpose == Purpose.STAMPED else None,
            "is_asked": purpose in kind.asks,
        }
        for purpose in kind.files
        if attachments.attached_in(filing, purpose)
    ]


def back_to(filing, purpose: str):
    page = "check" if filing.is_editable else "receipt"
    return redirect(reverse(f"filings:{page}", args=[filing.pk]) + f"#files-{purpose}")


@require_POST
def attach(request, pk):
    filing = own_filing(request, pk)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请先选择文件，再上传。")
        return back_to(filing, "")
    purpose = Purpose(form.cleaned_data["purpose"])
    for file in form.cleaned_data["files"]:
        try:
            if file.size > LARGEST:
                raise too_large()
            attachments.add_attachment(
                pk, by=request.user, name=file.name, data=file.read(), purpose=purpose
            )
        except MoveNotAllowed as refused:
            messages.error(request, f"{file.name} 没有上传：{refused}")
        else:
            messages.success(request, f"{file.name} 已上传。")
    return back_to(filing, purpose)


@require_safe
def show(request, pk, file):
    return serve(get_object_or_404(own_filing(request, pk).attachments, pk=file))


@require_POST
def take_back(request, pk, file):
    filing = own_filing(request, pk)
    found = get_object_or_404(filing.attachments, pk=file)
    try:
        attachments.take_back(found.pk, by=request.user)
        messages.success(request, f"{found.name} 已撤回。")
    except MoveNotAllowed as refused:
        messages.error(request, str(refused))
    return back_to(filing, found.purpose)
