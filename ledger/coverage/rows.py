"""Rows of societies as lists, exports and briefs show them."""

from dataclasses import dataclass
from datetime import date

from ledger.coverage.enums import BRANCHES, Cover, Gap, Progress
from ledger.coverage.rules import next_step
from societies.codes import disciplines, no_org_reasons

# Shapes of components/status_tag.html.
TAGS = {
    Progress.NOT_FILED: "ring",
    Progress.DRAFT: "ring",
    Progress.SUBMITTED: "half",
    Progress.IN_REVIEW: "half",
    Progress.RETURNED: "alert",
    Progress.APPROVED: "tick",
}


@dataclass(frozen=True)
class SocietyRow:
    """A society in a list: codes as words, no personal data, no free text."""

    name: str
    discipline: str
    cover: str
    progress: str
    tag: str
    is_late: bool
    reason: str
    next_step: str


def society_row(society, on: date) -> SocietyRow:
    """A society with the columns of queries.societies_on, or a snapshot's row."""
    code = "" if society.cover in BRANCHES else society.no_org_reason_code
    return SocietyRow(
        name=society.name_on(on),
        discipline=disciplines().name(society.discipline),
        cover=Cover(society.cover).label,
        progress=Progress(society.progress).label,
        tag=TAGS.get(society.progress, ""),
        is_late=society.is_late,
        reason=no_org_reasons().name(code),
        next_step=next_step(Gap(society.gap), code, society.advised),
    )
