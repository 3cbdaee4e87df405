"""Whether the sealed paper of a filing (盖章件) is there, and is that of its last version."""

from accounts.prepared import Prepared
from filings.enums import RECEPTIONS, Move, Purpose, ScanState
from filings.models import CONTENTS, Attachment, Event, Version


@Prepared
def _files(filing):
    return Attachment.objects.in_force().filter(filing=filing, purpose=Purpose.STAMPED)


def of_new(version: Version) -> ScanState:
    """What `Filing.scan` must say of a version that was frozen just now: its paper cannot have
    been received yet."""
    return overall(version, _files(version.filing_id), is_received=False)


def state_of(filing) -> ScanState:
    """What `Filing.scan` must say, from the database."""
    version = filing.versions.defer(*CONTENTS).order_by("number").last()
    last = filing.events.filter(move__in=RECEPTIONS, version=version).order_by("id").last()
    if version:
        version.filing = filing
    files = _files(filing.pk)
    return overall(version, files, is_received=version is not None and is_reception(last))


def is_reception(last: Event | None) -> bool:
    """Whether the sealed paper of a version stands as received after the last event about it."""
    return last is not None and last.move == Move.RECEIVE


def overall(version: Version | None, files: list, *, is_received: bool) -> ScanState:
    """What the scans in force say together: of several versions', those of the last count."""
    if is_received:
        return ScanState.RECEIVED
    verdicts = {verdict(file, version) for file in files if version and file.is_for(version)}
    if not verdicts:
        return ScanState.OLD if files else ScanState.NONE
    return next(state for state in GRAVER_FIRST if state in verdicts)


# One wrong page spoils the rest; one page with its code vouches for those without.
GRAVER_FIRST = (
    ScanState.FOREIGN,
    ScanState.OLD,
    ScanState.PENDING,
    ScanState.MATCHES,
    ScanState.NO_CODE,
)


def verdict(file, version: Version) -> ScanState:
    """What the codes on one scan say, held against a version."""
    if not file.is_for(version):
        return ScanState.OLD
    if file.codes is None:
        return ScanState.PENDING
    if not file.codes:
        return ScanState.NO_CODE
    if any(code["receipt"] != version.filing.receipt for code in file.codes):
        return ScanState.FOREIGN
    return ScanState.MATCHES if all(_is_of(code, version) for code in file.codes) else ScanState.OLD


def judged(files, version: Version) -> list:
    """Attached files, each scan of the last version with its `verdict` for the pages that show
    it."""
    for file in files:
        judges = file.purpose == Purpose.STAMPED and file.is_for(version)
        file.verdict = verdict(file, version) if judges else None
    return files


def _is_of(code: dict, version: Version) -> bool:
    return code["number"] == version.number and version.sha256.startswith(code["digits"])


def refresh(filing) -> None:
    """Write the column `scan` of a locked filing anew."""
    filing.scan = state_of(filing)
    filing.save(update_fields=["scan"])
