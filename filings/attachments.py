"""Files beside the document of a filing: attached and taken back. What a file may be says
filings.contents."""

import re
from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django_tasks import task

from accounts import clock
from filings import scans
from filings.contents.accepting import Content, accept
from filings.enums import EDITABLE, WAITING, ContentType, Purpose, ScanNeed, State
from filings.kinds import get_kind
from filings.locking import locked
from filings.models import Attachment
from filings.papers import scanned
from filings.rules import MoveNotAllowed, files_for

MOST_FILES = 40  # of one filing, with those taken back
LONGEST_NAME = 120
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def problem(filing, purpose: Purpose, *, by) -> str:
    """Why somebody may not attach such a file to a filing now, nor take one back; '' where they
    may."""
    if purpose not in get_kind(filing.kind).files:
        return f"这类申报不需要{Purpose(purpose).label}。"
    if not files_for(filing, by=by):
        return "只有本学会的填报人可以上传附件。"
    if not (states := attached_in(filing, purpose)):
        return f"本周期不需要{Purpose(purpose).label}。"
    if filing.state not in states:
        state = State(filing.state).for_secretary
        return f"这件申报现在是“{state}”，不能上传或撤回{Purpose(purpose).label}。"
    return ""


def attached_in(filing, purpose: Purpose) -> tuple[State, ...]:
    """When such files come: with the draft; a seal that is asked for before approval stands under
    what was submitted."""
    if purpose != Purpose.STAMPED:
        return EDITABLE
    asked = {ScanNeed.SUBMISSION: EDITABLE, ScanNeed.APPROVAL: WAITING}
    return asked.get(filing.cycle.stamped_scan, ())


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
    if purpose == Purpose.STAMPED and content.type != ContentType.PDF:
        attachment.codes = scanned.codes_in_picture(content.data)
    attachment.file.save("", ContentFile(content.data), save=False)
    try:
        _insert(attachment, pk, by=by)
    except BaseException:
        attachment.file.delete(save=False)
        raise
    return attachment


@transaction.atomic
def _insert(attachment, pk, *, by) -> None:
    filing = attachment.filing = locked(pk)
    _check(filing, attachment.purpose, by=by)
    attachment.version = filing.versions.count() + (filing.state in EDITABLE)
    try:
        attachment.validate_constraints()
    except ValidationError as error:
        raise MoveNotAllowed(error.messages[0]) from None
    attachment.save()
    if attachment.purpose == Purpose.STAMPED:
        scans.refresh(filing)
    if attachment.purpose == Purpose.STAMPED and attachment.codes is None:
        # Sixty pages take half a minute.
        transaction.on_commit(partial(read_codes.enqueue, attachment.pk))


@task()
def read_codes(attachment_pk: int) -> None:
    """Find the codes on the pages of a scan that came as PDF. Safe to run again."""
    attachment = Attachment.objects.get(pk=attachment_pk)
    with attachment.file.open() as file:
        attachment.codes = scanned.codes_in_pdf(file.read())
    with transaction.atomic():
        filing = locked(attachment.filing_id)
        attachment.save(update_fields=["codes"])
        scans.refresh(filing)


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
    scans.refresh(filing)
    return attachment
