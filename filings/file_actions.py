"""Changes that come out of filled files."""

from django.db import transaction

from accounts import clock
from filings import actions
from filings.enums import Move
from filings.fields.base import society_context
from filings.kinds import get_kind
from filings.models import Filing
from filings.papers.merging import EVERYTHING, Choice, changes, merge
from filings.papers.reading import FileReading


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
    filing = actions.locked(pk)
    actions.check_editable(filing, by=by)
    context = society_context(filing.society, clock.today())
    merged = merge(filing.document, reading, get_kind(filing.kind), context)
    saved = actions.save_draft(pk, by=by, **changes(merged, choice))
    note = f"{name}（SHA-256 {sha256}）"
    is_noted = filing.events.filter(move=Move.TAKE_FILE, text=note).exists()
    if saved.revision != filing.revision and not is_noted:
        actions.log(saved, Move.TAKE_FILE, by=by, from_state=saved.state, text=note)
    return saved
