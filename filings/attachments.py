"""Files beside the document of a filing: attached and taken back. What a file may be says
filings.contents."""

import re

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from accounts import clock
from filings.actions import locked
from filings.contents.accepting import Content, accept
from filings.enums import EDITABLE, WAITING, Purpose, State
from filings.kinds import get_kind
from filings.models import Attachment
from filings.rules import MoveNotAllowed, files_for

MOST_FILES = 40  # of one filing, with those taken back
LONGEST_NAME = 120
# A seal stands under what was submitted; other files belong to the draft.
ATTACHED_IN = {
    Purpose.STAMPED: WAITING,
    Purpose.EVIDENCE: EDITABLE,
    Purpose.PROJECT: EDITABLE,
}
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def problem(filing, purpose: Purpose, *, by) -> str:
    """Why somebody may not attach such a file to a filing now, nor take one back; '' where they
    may."""
    if purpose not in get_kind(filing.kind).files:
        return f"这类申报不需要{Purpose(purpose).label}。"
    if not files_for(filing, by=by):
        return "只有本学会的填报人可以上传附件。"
    if filing.state not in ATTACHED_IN[purpose]:
        state = State(filing.state).for_secretary
        return f"这件申报现在是“{state}”，不能上传或撤回{Purpose(purpose).label}。"
    return ""


def add_attachment(pk, *, by, name: str, data: bytes, purpose: Purpose) -> Attachment:
    """Keep a file beside the document of a filing: `name` is what the society calls it. Raises
    MoveNotAllowed with the reason: who, when, how many, or what the file is."""
    with transaction.atomic():
        _check(locked(pk), purpose, by=by)  # before the work that a file makes
    content = accept(data)
    attachment = Attachment(
        purpose=purpose,
        name=display_name(name, content),
        content_type=content.type,
        size=len(content.data),
        sha256=content.sha256,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    attachment.file.save("", ContentFile(content.data), save=False)
    try:
        _insert(attachment, pk, by=by)
    except BaseException:
        attachment.file.delete(save=False)
        raise
    return attachment


@transaction.atomic
def _insert(attachment, pk, *, by) -> None:
    attachment.filing = locked(pk)
    _check(attachment.filing, attachment.purpose, by=by)
    try:
        attachment.full_clean()
    except ValidationError as error:
        raise MoveNotAllowed(error.messages[0]) from None
    attachment.save()


def _check(filing, purpose, *, by) -> None:
    if reason := problem(filing, purpose, by=by):
        raise MoveNotAllowed(reason)
    if filing.attachments.count() >= MOST_FILES:
        raise MoveNotAllowed(f"一件申报最多上传 {MOST_FILES} 个文件（包括已撤回的）。")


def display_name(name: str, content: Content) -> str:
    """The society's name of a file without what could deceive a reader, with the suffix of what is
    kept."""
    stem = _UNSAFE.sub("", name).replace("\\", "/").rpartition("/")[2].strip()
    stem = stem.rpartition(".")[0] or stem or content.type.label
    return f"{stem[: LONGEST_NAME - 4]}.{content.type.label.lower()}"


@transaction.atomic
def take_back(attachment_pk: int, *, by) -> Attachment:
    """Put a file aside; it is kept, marked with who and when. Raises MoveNotAllowed."""
    filing = locked(Attachment.objects.values_list("filing", flat=True).get(pk=attachment_pk))
    attachment = filing.attachments.get(pk=attachment_pk)
    if reason := problem(filing, attachment.purpose, by=by):
        raise MoveNotAllowed(reason)
    if attachment.taken_back_at:
        raise MoveNotAllowed("这个文件已经撤回。")
    attachment.taken_back_by, attachment.taken_back_at = by, clock.now()
    attachment.save(update_fields=["taken_back_by", "taken_back_at"])
    return attachment
