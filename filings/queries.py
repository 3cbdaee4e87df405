"""What the desk asks of many filings at once: the queue, its order and reasons, its counts."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Func,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.lookups import Exact, GreaterThan, LessThan

from accounts.prepared import Prepared
from filings.enums import SCAN_SETTLED, WAITING, Purpose, ScanNeed, ScanState, State
from filings.kinds import all_kinds, approved_in_bulk, attaching, decided_by
from filings.models import Cycle, Filing, Obligation, Version
from filings.models.filings import QUIET
from filings.rules import days_left, local_date
from societies.models import SocietyName, SupportUnitName
from societies.queries import name_on, searched

LONG_WAIT_DAYS = 3
SEEN_TO = (*WAITING, State.RETURNED)  # by staff; the last where it is overdue


@dataclass(frozen=True)
class Risk:
    """Something that puts a filing first: the column it is ordered by, and how the queue says it.

    `text` gives '' where a filing does not run this risk on a day.
    """

    column: str
    tag: str  # templates/components/status_tag.html
    text: Callable[[Filing, dt.date], str]


def _late(filing, on) -> str:
    return "逾期" if filing.is_late else ""


def _return_overdue(filing, on) -> str:
    if filing.state != State.RETURNED or filing.return_due >= on:
        return ""
    return f"重报逾期 {-days_left(filing.return_due, on=on)} 天"


def _differs(filing, on) -> str:
    return "申报≠建议" if filing.differs else ""


def _warnings(filing, on) -> str:
    return f"警告 {filing.warnings}" if filing.warnings else ""


def _changes(filing, on) -> str:
    return f"与台账差 {filing.changes} 处" if filing.changes else ""


def _to_decide(filing, on) -> str:
    return f"要决定 {filing.to_decide} 项" if filing.to_decide else ""


# The greatest risk first; then what has waited longest.
RISKS = (
    Risk("is_late", "alert", _late),
    Risk("return_overdue", "alert", _return_overdue),
    Risk("differs", "triangle", _differs),
    Risk("warnings", "triangle", _warnings),
    Risk("changes", "", _changes),
    Risk("to_decide", "", _to_decide),
)
AGE = ("submitted_at", "pk")


def return_overdue(on: dt.date) -> Q:
    """Returned and not resubmitted by the day that was set."""
    return Q(state=State.RETURNED, return_due__lt=on)


def needs_attention(on: dt.date) -> Q:
    """What staff have to see to: what waits for them, and what the society let go overdue. The
    states stand first, for the index."""
    return Q(state__in=SEEN_TO) & (~Q(state=State.RETURNED) | Q(return_due__lt=on))


def desk_of(role) -> Q:
    """What lies on a role's desk: filings of the kinds that it decides. Who decides none, as the
    administrator, looks on at all of them."""
    codes = decided_by(role)
    return Q(kind__in=codes) if codes else Q()


def _desk_of_others(role) -> Q:
    """The kinds that `desk_of` leaves out."""
    codes = decided_by(role)
    return Q(kind__in=[k.code for k in all_kinds() if k.code not in codes] if codes else [])


def in_queue_order(filings, *, on: dt.date):
    """By risk, then by age: the order of the queue."""
    overdue = Case(When(return_overdue(on), then=Value(1)), default=Value(0))
    return filings.annotate(return_overdue=overdue).order_by(
        *(f"-{risk.column}" for risk in RISKS), *AGE
    )


def in_order_without_overdue(filings):
    """The same order among filings none of which is an overdue return: that of an index."""
    filings = filings.annotate(return_overdue=Value(0))
    stored = [risk.column for risk in RISKS if risk.column != "return_overdue"]
    return filings.order_by(*(f"-{column}" for column in stored), *AGE)


class Together(Func):
    """Several columns or values as one, compared from the first to the last."""

    template = "(%(expressions)s)"
    output_field = BooleanField()  # any that can be compared


def place_of(filing, *, on: dt.date) -> tuple:
    """Where a filing stands in the order of the queue: its risks, its age."""
    overdue = int(filing.state == State.RETURNED and filing.return_due < on)
    risks = [getattr(filing, risk.column, overdue) for risk in RISKS]
    return (*risks, filing.submitted_at, filing.pk)


def comes_behind(*place) -> Q:
    """Filings of an ordered queryset that stand behind a place."""
    columns = [risk.column for risk in RISKS]
    risks, held = Together(*columns), Together(*place[: len(columns)])
    age, came = Together(*AGE), Together(*place[len(columns) :])
    return Q(LessThan(risks, held)) | (Q(Exact(risks, held)) & Q(GreaterThan(age, came)))


PAPER_TAGS = {
    ScanState.NONE: ("", "缺盖章件"),
    ScanState.OLD: ("triangle", "盖章件不一致"),
    ScanState.FOREIGN: ("triangle", "盖章件不一致"),
    ScanState.NO_CODE: ("", "盖章件待核对"),
}


def needs_scan() -> Q:
    """Filings that are not approved without their sealed paper."""
    return Q(cycle__stamped_scan=ScanNeed.APPROVAL, kind__in=attaching(Purpose.STAMPED))


def reasons(filing, *, on: dt.date) -> list[tuple[str, str]]:
    """Why a filing (of `listed`) stands where it stands in the queue: (tag, text) pairs; none for a
    calm one."""
    if not State(filing.state).is_open:
        return []
    found = [(risk.tag, text) for risk in RISKS if (text := risk.text(filing, on))]
    if filing.state in WAITING and filing.paper in PAPER_TAGS:
        found.append(PAPER_TAGS[filing.paper])
    waited = (on - local_date(filing.submitted_at)).days
    if filing.state == State.SUBMITTED and waited > LONG_WAIT_DAYS:
        found.append(("", f"等了 {waited} 天"))
    return found + ([("", "代填")] if filing.on_behalf else [])


def calm(on: dt.date) -> Q:
    """Submitted, and nothing in the summary that somebody has to look at: what can be approved in
    bulk, if its version and comments do not say otherwise (rules.bulk_problem)."""
    scanned = Q(scan__in=SCAN_SETTLED) | ~needs_scan()
    return QUIET & Q(kind__in=approved_in_bulk()) & scanned


def search(filings, text: str):
    """By society (any name it had, short name, pinyin initials) or by receipt."""
    text = text.strip()
    if not text:
        return filings
    return searched(filings, _ways, text, text.upper())


def _ways(societies, receipt):
    return Q(society__in=societies), Q(receipt__startswith=receipt)


def beside_unit(filings, text: str):
    """Filings of societies whose support unit bears or bore a name with this text."""
    text = text.strip()
    if not text:
        return filings
    units = SupportUnitName.objects.filter(name__icontains=text).values("unit")
    return filings.filter(society__support_unit__in=units)


# What the queue says about a filing, and what `reasons` and a kind's `summary_texts` read.
LISTED = (
    "pk kind state is_late return_due differs warnings changes to_decide on_behalf submitted_at "
    "declared advised claimed_by claimed_by__name society_name unit_name paper"
).split()


def listed(filings, *, on: dt.date):
    """Filings as named tuples of LISTED: no model of each row's filing, society and unit."""
    unit = SupportUnitName.objects.filter(unit=OuterRef("society__support_unit"))
    society = SocietyName.objects.filter(society=OuterRef("society"))
    return filings.annotate(
        society_name=name_on(society, on),
        unit_name=name_on(unit, on),
        paper=Case(When(needs_scan(), then=F("scan")), default=Value("")),
    ).values_list(*LISTED, named=True)


listed_one = Prepared(lambda on, pk: listed(Filing.objects.filter(pk=pk), on=on))


def with_names(filings):
    """Filings for a list: summary columns and names, never the documents."""
    return (
        filings.light()
        .select_related("society__support_unit", "claimed_by")
        .prefetch_related("society__names", "society__support_unit__names")
    )


def late(on: dt.date) -> Q:
    """Waiting, and submitted after the deadline."""
    return Q(is_late=True, state__in=WAITING)


# What the numbers on top count of a desk's filings.
COUNTED = {
    "waiting": needs_attention,
    "overdue": return_overdue,
    "late": late,
    "calm": calm,
}


def part_condition(part: str, *, user, role, on) -> Q:
    """Which filings a part of the queue shows to a user of a role."""
    if part == "all":
        return Q()
    if part == "mine":
        return Q(state=State.IN_REVIEW, claimed_by=user)
    return COUNTED[part](on) & desk_of(role)


def numbers(parts: dict):
    """How many rows each part (a queryset) has, as (name, number). Each is counted alone, by the
    index that finds it: to group all rows by what the parts ask takes several times as long."""
    first, *others = (
        rows.order_by().values(part=Value(name)).annotate(number=Count("*"))
        for name, rows in parts.items()
    )
    return first.union(*others, all=True).values_list("part", "number")


@cache
def _numbers(role) -> Prepared:
    """What `counts` gives a role."""

    def build(user, on):
        found = {state.value: Q(state=state) for state in SEEN_TO}
        # Few, and found by an index: what is in hand is the rest of what waits.
        found["elsewhere"] = Q(state__in=WAITING) & _desk_of_others(role)
        for part in ("mine", "overdue", "late", "calm"):
            found[part] = part_condition(part, user=user, role=role, on=on)
        filed = Filing.objects.filed()
        return numbers({name: filed.filter(condition) for name, condition in found.items()})

    return Prepared(build)


def counts(*, user, on: dt.date) -> dict[str, int]:
    """The numbers on top of the queue: by what is to be done on a desk, and one for each open
    state."""
    found = dict(_numbers(user.role)(user.pk, on))
    in_hand = sum(found[state] for state in WAITING) - found.pop("elsewhere", 0)
    found["waiting"] = in_hand + found["overdue"]  # needs_attention, counted by indexes
    if not decided_by(user.role):
        found["calm"] = 0  # a number of what somebody may approve
    return found


_cycles = Prepared(lambda on: Cycle.objects.filter(opens_on__lte=on).order_by("-year")[:1])


def current_cycle(on: dt.date) -> Cycle | None:
    """The campaign that runs on a day: the last one that has opened."""
    return _cycles.first(on)


@Prepared
def _not_filed(cycle):
    owed = Obligation.objects.filter(cycle=cycle, first_submitted_at=None).order_by()
    return owed.values("cycle").annotate(number=Count("*")).values_list("number", flat=True)


def not_filed(cycle) -> int:
    """Under how many obligations of a cycle nothing has been submitted, or all was withdrawn."""
    return _not_filed.first(cycle.pk) or 0


@Prepared
def _last_version(filing):
    return Version.objects.filter(filing=filing).order_by("-number")[:1]


def last_version(filing) -> Version:
    """What was submitted last."""
    version = _last_version.get(filing.pk)
    version.filing = filing
    return version
