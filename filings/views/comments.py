"""The filer answers comments, and writes one of its own."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from filings import comments
from filings.forms import CommentForm
from filings.kinds import get_kind
from filings.rules import MoveNotAllowed
from filings.views.access import own_filing
from filings.views.editor import NotStored, back, store, unsaved
from filings.views.pages import OPEN


@require_POST
def reply(request, pk, number):
    """Answer a comment: from the receipt, or from the part `?to=`, which is saved on the way."""
    filing = own_filing(request, pk)
    comment = get_object_or_404(filing.comments, number=number)
    part = get_kind(filing.kind).section(request.GET.get("to", ""))
    if part:
        try:
            store(request, filing)
        except NotStored as problem:
            return unsaved(request, filing, problem)
    form = CommentForm(request.POST, prefix=f"reply-{number}")
    if form.is_valid():
        try:
            comments.answer(comment, by=request.user, text=form.cleaned_data["text"])
        except MoveNotAllowed as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, "请写明答复。")
    if part:
        return back(filing, part.slug, {OPEN: request.GET.get(OPEN)}, f"#comment-{number}")
    return redirect(reverse("filings:receipt", args=[pk]) + f"#comment-{number}")


@require_POST
def write(request, pk):
    """A comment on the filing as a whole; while a correction waits, it is an objection."""
    own_filing(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        try:
            comments.add_comment(pk, by=request.user, path="", text=form.cleaned_data["text"])
            messages.success(request, "意见已写上，审核人可以看到。")
        except MoveNotAllowed as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, "请写明意见。")
    return redirect("filings:receipt", pk)
