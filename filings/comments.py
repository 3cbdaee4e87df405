"""Comments on the cells of a filing: made, answered, resolved, opened again, as long as the filing
is open. They follow their row's key through resubmissions."""

from django.db import transaction
from django.db.models import Prefetch

from accounts import clock
from accounts.prepared import Prepared
from filings import documents
from filings.enums import State
from filings.kinds import get_kind
from filings.locking import locked
from filings.models import CONTENTS, Comment, Reply
from filings.notifications import tell_of_remark, tell_of_resolution
from filings.rules import MoveNotAllowed, files_for

LONGEST = 2000


def problem(filing, *, by) -> str:
    """Why somebody may not write comments on a filing now; '' where they may."""
    if not State(filing.state).is_open:
        return "申报已办结，不能再提意见。"
    if by.role == get_kind(filing.kind).decides or files_for(filing, by=by):
        return ""
    return "只有审核人和本学会的填报人可以提意见。"


def _check(filing, text: str, *, by) -> str:
    if reason := problem(filing, by=by):
        raise MoveNotAllowed(reason)
    if not text.strip():
        raise MoveNotAllowed("请写明意见。")
    return text.strip()[:LONGEST]


@transaction.atomic
def add_comment(pk, *, by, path: str, text: str) -> Comment:
    """Pin a comment to a cell, row or group of the last version; '' is the filing as a whole."""
    filing = locked(pk)
    text = _check(filing, text, by=by)
    version = filing.versions.order_by("number").last()
    if version is None:
        raise MoveNotAllowed("提交以后才能提意见。")
    if path and not documents.has_path(version.document, path):
        raise MoveNotAllowed("这一版没有这个单元格。")
    number = filing.comments.count() + 1
    comment = Comment.objects.create(
        filing=filing, number=number, path=path, version=version, text=text, by=by, at=clock.now()
    )
    tell_of_remark(comment, comment, filing)
    return comment


@transaction.atomic
def answer(comment, *, by, text: str) -> Reply:
    filing = locked(comment.filing_id)
    text = _check(filing, text, by=by)
    reply = Reply.objects.create(comment=comment, text=text, by=by, at=clock.now())
    tell_of_remark(reply, comment, filing)
    return reply


@transaction.atomic
def resolve(comment, *, by) -> Comment:
    """Close a comment: whoever made it, or who decides. An objection to a correction is not closed
    by who corrected."""
    filing = locked(comment.filing_id)
    if reason := problem(filing, by=by) or _resolver_problem(filing, comment, by=by):
        raise MoveNotAllowed(reason)
    if comment.resolved_at is None:
        _mark(comment, filing, by=by, resolved_at=clock.now())
    return comment


def _mark(comment, filing, *, by, resolved_at) -> None:
    comment.resolved_by, comment.resolved_at = by if resolved_at else None, resolved_at
    comment.save(update_fields=["resolved_by", "resolved_at"])
    tell_of_resolution(comment, filing, by=by, at=clock.now())


def _resolver_problem(filing, comment, *, by) -> str:
    if by.pk == comment.by_id:
        return ""
    if by.role != get_kind(filing.kind).decides:
        return "这条意见由审核人确认解决。"
    last = filing.versions.order_by("number").last()
    if comment.by.role != by.role and last.submitted_by_id == by.pk:
        return "对更正的异议由提出人或其他审核人确认解决。"
    return ""


@transaction.atomic
def reopen(comment, *, by) -> Comment:
    filing = locked(comment.filing_id)
    if reason := problem(filing, by=by):
        raise MoveNotAllowed(reason)
    if comment.resolved_at:
        _mark(comment, filing, by=by, resolved_at=None)
    return comment


@Prepared
def _comments(filing):
    found = Comment.objects.filter(filing=filing).select_related("by", "version")
    found = found.defer(*(f"version__{name}" for name in CONTENTS))
    return found.prefetch_related(Prefetch("replies", Reply.objects.select_related("by")))


def comments_of(filing) -> list[Comment]:
    """The comments of a filing by number, with their answers and the versions that they were about
    (without the contents), in two queries."""
    return _comments(filing.pk)
