"""Filled files on their way into a draft: what was read is kept until its sender confirms it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts import clock
from filings import actions
from filings.enums import Move
from filings.fields.base import society_context
from filings.kinds import get_kind
from filings.locking import locked
from filings.models import Filing, Upload
from filings.papers.merging import EVERYTHING, Choice, changes, merge
from filings.papers.reading import FileReading

KEPT_FOR = dt.timedelta(hours=24)
MOST_KEPT = 10  # files of one person in one filing


@transaction.atomic
def keep_upload(filing: Filing, reading: FileReading, *, by, name: str, sha256: str) -> Upload:
    """Keep what was read in a file until `by` confirms it; what is too old goes."""
    actions.check_editable(filing, by=by)
    now = timezone.now()  # what is kept for a day is kept so on any business date
    Upload.objects.filter(expires_at__lte=now).delete()
    own = filing.uploads.filter(by=by)
    own.exclude(pk__in=own.values_list("pk", flat=True)[: MOST_KEPT - 1]).delete()
    return Upload.objects.create(
        filing=filing,
        by=by,
        at=clock.now(),
        expires_at=now + KEPT_FOR,
        name=name,
        sha256=sha256,
        reading=reading.as_json(),
    )


@transaction.atomic
def take_upload(upload: Upload, *, by, choice: Choice) -> Filing:
    """take_file of what was kept."""
    saved = take_file(
        upload.filing_id,
        FileReading.from_json(upload.reading),
        by=by,
        name=upload.name,
        sha256=upload.sha256,
        choice=choice,
    )
    Upload.objects.filter(pk=upload.pk).update(taken_at=clock.now())
    return saved


def drop_upload(upload: Upload) -> None:
    """Forget what was read: its sender does not want it."""
    upload.delete()


@transaction.atomic
def take_file(
    pk, reading: FileReading, *, by, name: str, sha256: str, choice: Choice = EVERYTHING
) -> Filing:
    """Write what was chosen of a file into a draft, and note the file among the filing's events.

    With EVERYTHING it fills a fresh draft: `read` the bytes, actions.start, take_file. What was not
    understood goes into empty cells as it stands, to be mended in the editor. Safe to repeat: a row
    that was taken is found again, the same texts change nothing, a file is noted once. Raises
    MoveNotAllowed where `by` may not write into the draft now.
    """
    filing = locked(pk)
    actions.check_editable(filing, by=by)
    context = society_context(filing.society, clock.today())
    merged = merge(filing.document, reading, get_kind(filing.kind), context)
    saved = actions.save_draft(pk, by=by, **changes(merged, choice))
    note = _note(name, sha256)
    is_noted = filing.events.filter(move=Move.TAKE_FILE, text=note).exists()
    if saved.revision != filing.revision and not is_noted:
        actions.log(saved, Move.TAKE_FILE, by=by, from_state=saved.state, text=note)
    return saved


def begin_with_file(filing: Filing, *, by, name: str, sha256: str) -> None:
    """Begin a filing with a fresh draft that was filled from a file (filings.actions.begin)."""
    actions.begin(filing, by=by)
    text = _note(name, sha256)
    actions.log(filing, Move.TAKE_FILE, by=by, from_state=filing.state, text=text)


def _note(name: str, sha256: str) -> str:
    return f"{name}（SHA-256 {sha256}）"
