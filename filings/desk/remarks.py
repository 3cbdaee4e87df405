"""The POSTs of comments on the review page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from filings import comments
from filings.desk.forms import AnswerForm, CommentForm
from filings.desk.moves import PAGE, move
from filings.desk.review import show


def page_at(filing, number):
    return redirect(f"{reverse(PAGE, args=[filing.pk])}#comment-{number}")


@move
def add(request, filing):
    form = CommentForm(request.POST)
    if not form.is_valid():
        return show(request, filing, comment_form=form)
    comment = comments.add_comment(filing.pk, by=request.user, **form.cleaned_data)
    messages.success(request, f"第 {comment.number} 条意见已写上，学会可以看到。")
    return page_at(filing, comment.number)


@move
def answer(request, filing, number):
    comment = get_object_or_404(filing.comments, number=number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明回复内容。")
    else:
        comments.answer(comment, by=request.user, **form.cleaned_data)
    return page_at(filing, number)


@move
def resolve(request, filing, number):
    comments.resolve(get_object_or_404(filing.comments, number=number), by=request.user)
    return page_at(filing, number)


@move
def reopen(request, filing, number):
    comments.reopen(get_object_or_404(filing.comments, number=number), by=request.user)
    return page_at(filing, number)
