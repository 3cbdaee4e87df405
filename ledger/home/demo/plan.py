"""The plan of the demonstration world, read from plan.csv: one row, one story, per society.

Columns:
`membership` member, applicant, left DATE REASON
`people` head、secretary-general, where the story fixes their names
`cadres` full+probationary members in the secretariat, 0 for none
`council` members in the council
`organizations` KIND MONTH-OR-DAY [approved DAY]; …
`joint_with` units named in a joint branch
`joins` the society whose joint branch the reviewer lets it join
`no_org_reason` CODE TEXT
`liaison` FROM[..UNTIL REASON]
`moves` what happened to the filing, in 2017
`twist` what deviates from the plain case (documents.py)
"""

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from django.utils import timezone

PLAN = Path(__file__).with_name("plan.csv")
YEAR = 2017


@dataclass(frozen=True)
class Move:
    """One move of a filing: `by` is a reviewer's user name, empty for the society's secretary."""

    verb: str
    at: dt.datetime
    by: str = ""
    reason: str = ""
    due: dt.date | None = None


@dataclass(frozen=True)
class Organization:
    """A Party organization as a society declares it; dates as precise as it knows them."""

    kind: str
    established: str  # YYYY-MM or YYYY-MM-DD
    approved: str = ""  # YYYY-MM-DD


@dataclass(frozen=True)
class Liaison:
    since: dt.date
    until: dt.date | None = None
    end_reason: str = ""


@dataclass(frozen=True)
class Story:
    """What happens to one society, and what it declares."""

    slug: str
    membership: str
    member_from: dt.date | None
    left_on: dt.date | None = None
    left_reason: str = ""
    head: str = ""
    secretary: str = ""
    full: int = 0
    probationary: int = 0
    council: int = 0
    organizations: tuple[Organization, ...] = ()
    joint_with: str = ""
    joins: str = ""
    reason_code: str = ""
    reason_text: str = ""
    liaison: Liaison | None = None
    moves: tuple[Move, ...] = ()
    twists: tuple[str, ...] = ()

    @property
    def needs_decisions(self) -> bool:
        """Whether the reviewer is asked something at approval."""
        joint = any(org.kind == "joint_branch" for org in self.organizations)
        return joint or self.twist("place") is not None

    def twist(self, name: str) -> str | None:
        """What stands behind a twist's name ('' for nothing); None where the story lacks it."""
        for text in self.twists:
            first, _, rest = text.partition(" ")
            if first == name:
                return rest
        return None


def read_plan() -> dict[str, Story]:
    """All stories by slug, in the order of the seed."""
    with open(PLAN, encoding="utf-8", newline="") as file:
        return {row["slug"]: _story(row) for row in csv.DictReader(file)}


def _story(row: dict) -> Story:
    membership, _, left = row["membership"].partition(" ")
    left_on, _, left_reason = left.partition(" ")
    head, _, secretary = row["people"].partition("、")
    full, _, probationary = row["cadres"].partition("+")
    reason_code, _, reason_text = row["no_org_reason"].partition(" ")
    return Story(
        slug=row["slug"],
        membership=membership,
        member_from=_day(row["member_from"]),
        left_on=_day(left_on),
        left_reason=left_reason,
        head=head,
        secretary=secretary,
        full=int(full or 0),
        probationary=int(probationary or 0),
        council=int(row["council"] or 0),
        organizations=tuple(_organization(text) for text in _parts(row["organizations"], ";")),
        joint_with=row["joint_with"],
        joins=row["joins"],
        reason_code=reason_code,
        reason_text=reason_text,
        liaison=_liaison(row["liaison"]),
        moves=tuple(_move(text) for text in _parts(row["moves"], ",")),
        twists=tuple(_parts(row["twist"], ",")),
    )


def _parts(text: str, mark: str) -> list[str]:
    return [part.strip() for part in text.split(mark) if part.strip()]


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _organization(text: str) -> Organization:
    kind, established, *approved = text.split()
    return Organization(kind, established, approved[1] if approved else "")


def _liaison(text: str) -> Liaison | None:
    if not text:
        return None
    period, _, reason = text.partition(" ")
    since, _, until = period.partition("..")
    return Liaison(dt.date.fromisoformat(since), _day(until), reason)


def _move(text: str) -> Move:
    """'return 10-30 16:02 reviewer inconsistent 11-09'."""
    verb, day, clock, *rest = text.split()
    by, reason, due = (*rest, "", "", "")[:3]
    moment = dt.datetime.fromisoformat(f"{YEAR}-{day}T{clock}:{crc32(text.encode()) % 60:02d}")
    return Move(
        verb=verb,
        at=moment.replace(tzinfo=timezone.get_default_timezone()),
        by=by,
        reason=reason,
        due=_day(f"{YEAR}-{due}" if due else ""),
    )
