"""What somebody looks at on the review page: which version, compared with what, what in full."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from accounts.prepared import Prepared
from filings.desk.forms import CompareForm
from filings.differences import Differences, compare
from filings.enums import Move
from filings.kinds import get_kind
from filings.masking import cell_mask, mask_text
from filings.models import Version

EVERYTHING = "*"
FREEZING = (Move.SUBMIT, Move.RESUBMIT, Move.CORRECT)


@dataclass
class Reading:
    """A version under the eyes of a reader. `baseline` is the document that it is compared with,
    None for none; `revealed` is the path of the cell that is shown in full, '*' for all."""

    filing: object
    version: Version
    form: CompareForm
    is_last: bool
    baseline: dict | None = None
    revealed: str = ""
    differences: Differences = field(default_factory=Differences)

    def __post_init__(self):
        self.kind = get_kind(self.filing.kind)
        self._mask = cell_mask(self.kind)
        if self.baseline is not None:
            self.differences = compare(self.baseline, self.version.normalized)

    def cell(self, path: str, text: str) -> str:
        """The text of a cell as this reader may see it."""
        return text if self.revealed in (EVERYTHING, path) else self._mask(path, text)

    def running(self, text: str) -> str:
        """Running text as this reader may see it: it may repeat somebody's number."""
        return text if self.revealed == EVERYTHING else mask_text(text)


@Prepared
def _versions(filing, number, other):
    return Version.objects.filter(Q(number=number) | Q(number=other), filing=filing)


def read(filing, events, data, *, revealed="") -> Reading:
    """What the parameters `version` and `against` choose: by default the last version, against the
    one before it."""
    frozen = [event for event in reversed(events) if event.move in FREEZING]
    labels = {
        event.version.number: f"第{event.version.number}版（{timezone.localtime(event.at):%m-%d}）"
        for event in frozen
    }
    form = CompareForm(data, labels=labels, posts_tables=filing.posts_tables)
    number, against = form.chosen()
    versions = {v.number: v for v in _versions(filing.pk, number, against or number)}
    version = versions[number]
    version.filing = filing
    baseline = versions[against].normalized if against in versions else None
    if form.against_ledger:
        baseline = get_kind(filing.kind).ledger_document(filing.society)
    is_last = number == max(labels)
    return Reading(filing, version, form, is_last, baseline, revealed)
