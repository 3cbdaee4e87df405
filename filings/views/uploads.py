"""A filled file: sent, read, put beside the draft, and what was chosen of it written there."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from filings import actions, file_actions
from filings.fields.base import society_context
from filings.kinds import get_kind
from filings.papers.forms import FileForm, TakeForm
from filings.papers.merging import merge
from filings.papers.reading import FileReading
from filings.rules import MoveNotAllowed
from filings.views.access import own_filing
from filings.views.comparison import Comparison
from filings.views.downloads import blank_links
from filings.views.editor import filing_parts
from filings.views.pages import cell_url, next_part
from filings.views.returns import Feedback

TICKS = "ticks"  # GET parameter: begin with "all" or "none" ticked


def own_draft(request, pk):
    """A filing of the caller whose kind has official tables."""
    filing = own_filing(request, pk)
    if not get_kind(filing.kind).tables:
        raise Http404
    return filing


def own_upload(request, filing, number):
    return get_object_or_404(filing.uploads.for_user(request.user), pk=number)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request, pk):
    """Send a file. What cannot be read is refused with what to do."""
    filing = own_draft(request, pk)
    if not filing.is_editable:
        return redirect("filings:overview", pk)
    if request.method != "POST":
        return show_upload(request, filing, FileForm(kind=get_kind(filing.kind)))
    form = FileForm(request.POST, request.FILES, kind=get_kind(filing.kind))
    if not form.is_valid():
        return show_upload(request, filing, form, status=422)
    try:
        kept = file_actions.keep_upload(
            filing, form.reading, by=request.user, name=form.name, sha256=form.sha256
        )
    except MoveNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("filings:overview", pk)
    return redirect("filings:compare", pk, kept.pk)


def show_upload(request, filing, form, status=200):
    context = {
        "filing": filing,
        "form": form,
        "waiting": filing.uploads.for_user(request.user).filter(taken_at=None).defer("reading"),
        "blanks": blank_links(get_kind(filing.kind)),
    }
    return render(request, "filings/upload.html", context, status=status)


@require_safe
def compare(request, pk, number):
    """The file beside the draft; nothing is written yet."""
    filing = own_draft(request, pk)
    if not filing.is_editable:
        return redirect("filings:overview", pk)
    return show_comparison(request, filing, own_upload(request, filing, number))


def merged_with(filing, upload):
    reading = FileReading.from_json(upload.reading)
    context = society_context(filing.society, clock.today())
    return merge(filing.document, reading, get_kind(filing.kind), context)


def show_comparison(request, filing, upload, form=None, status=200):
    merged = merged_with(filing, upload) if form is None else form.merged
    comparison = Comparison(filing, merged, form, ticks=request.GET.get(TICKS, ""))
    context = {"filing": filing, "upload": upload, "comparison": comparison, "form": form}
    return render(request, "filings/compare.html", context, status=status)


@require_POST
def take(request, pk, number):
    """Write what was chosen; then to the first thing to mend."""
    filing = own_draft(request, pk)
    upload = own_upload(request, filing, number)
    form = TakeForm(request.POST, merged=merged_with(filing, upload))
    if not form.is_valid():
        return show_comparison(request, filing, upload, form, status=422)
    try:
        saved = file_actions.take_upload(
            upload, by=request.user, choice=form.cleaned_data["choice"]
        )
    except MoveNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("filings:overview", pk)
    filing.document, filing.answers = saved.document, saved.answers
    messages.success(request, f"已从“{upload.name}”填入您选择的内容。")
    return redirect(first_stop(filing))


def first_stop(filing) -> str:
    """The address of the first thing to mend; else of the first unfinished part."""
    parts = filing_parts(filing, actions.check(filing), Feedback(filing))
    for part in parts:
        if part.mend:
            return cell_url(filing, part.mend[0].path)
    unfinished = next_part(parts)
    if unfinished is None:
        return reverse("filings:check", args=[filing.pk])
    return reverse("filings:section", args=[filing.pk, unfinished.section.slug])


@require_POST
def drop(request, pk, number):
    filing = own_draft(request, pk)
    file_actions.drop_upload(own_upload(request, filing, number))
    messages.success(request, "没有写入任何内容。")
    return redirect("filings:overview", pk)
