"""Coverage on a day, counted by the database: one grouped query gives every number of societies on
the page, and the same annotations give the list behind each number.

"As of D" is what was valid on D as known now; discipline, place, support unit and reason are those
of today.
"""

import datetime as dt
from collections import Counter

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Substr, TruncDate
from django.utils import timezone

from accounts import clock
from filings.enums import WAITING, Move, State
from filings.models import Cycle, Event
from filings.queries import current_cycle
from ledger.coverage.enums import COUNTED, FILED, Cover, Gap, Measure, Progress
from ledger.coverage.forecast import Point, add_up
from ledger.coverage.rules import INDIVIDUAL_REASONS, SUPPORT_UNIT_REASONS
from partyorgs.enums import OrgKind
from partyorgs.models import LiaisonAssignment, OrganizationMember
from societies.models import Society, in_force

LARGER = (OrgKind.PARTY_COMMITTEE, OrgKind.GENERAL_BRANCH)
COVERING_KINDS = tuple(kind for kind in OrgKind if kind != OrgKind.PROVISIONAL_BRANCH)
# What of a society the one grouped query keeps apart. Lists filter by the same names.
DIMENSIONS = ("discipline", "cover", "has_group", "progress", "is_late", "gap")


def cycle_of(on: dt.date) -> Cycle | None:
    """The campaign whose goal and deadline are meant on a day; the first one before any has
    opened."""
    return current_cycle(on) or Cycle.objects.order_by("year").first()


def midnight_after(on: dt.date) -> dt.datetime:
    return dt.datetime.combine(
        on + dt.timedelta(days=1), dt.time.min, timezone.get_default_timezone()
    )


def societies_on(on: dt.date, *, cycle: Cycle, pending: bool = False):
    """The member societies of a day (the denominator), each with the DIMENSIONS and `area`.

    `pending` counts organizations of filings that wait for approval as if they were approved.
    """
    societies = Society.objects.members_on(on).annotate(
        area=Substr("place_code", 1, 4),
        duty=FilteredRelation("obligations", condition=Q(obligations__cycle=cycle)),
        filing=FilteredRelation(
            "filings",
            condition=Q(filings__cycle=cycle, filings__obligation__isnull=False)
            & ~Q(filings__state=State.DISCARDED),
        ),
    )
    return (
        societies.annotate(state=_state(on))
        .annotate(progress=_progress())
        .annotate(cover=_cover(on, pending=pending), has_group=_has(on, OrgKind.FUNCTIONAL_GROUP))
        .annotate(is_late=_is_late(on), gap=_gap(), advised=F("filing__advised"))
    )


def _state(on: dt.date):
    """Today's state stands on the filing; that of an earlier day is the last event before
    midnight."""
    if on >= clock.today():
        return F("filing__state")
    events = Event.objects.filter(
        filing__obligation=OuterRef("duty__pk"), at__lt=midnight_after(on)
    )
    return Subquery(events.order_by("-id").values("to_state")[:1])


def _progress() -> Case:
    return Case(
        When(duty__isnull=True, then=Value(Progress.NO_DUTY)),
        When(Q(state=None) | Q(state=State.DISCARDED), then=Value(Progress.NOT_FILED)),
        default=F("state"),
    )


def _has(on: dt.date, *kinds) -> Exists:
    rows = OrganizationMember.objects.filter(in_force(on), society=OuterRef("pk"), kind__in=kinds)
    return Exists(rows)


def _cover(on: dt.date, *, pending: bool) -> Case:
    """Provisional branches cover nothing."""
    liaison = Exists(LiaisonAssignment.objects.filter(in_force(on), society=OuterRef("pk")))

    def has(*kinds) -> Q:
        return Q(_has(on, *kinds)) | _declares(*kinds) if pending else Q(_has(on, *kinds))

    group = Case(When(liaison, then=Value(Cover.GROUP_AND_LIAISON)), default=Value(Cover.GROUP))
    return Case(
        When(has(*LARGER), then=Value(Cover.LARGER)),
        When(has(OrgKind.INDEPENDENT_BRANCH), then=Value(Cover.INDEPENDENT_BRANCH)),
        When(has(OrgKind.JOINT_BRANCH), then=Value(Cover.JOINT_BRANCH)),
        When(has(OrgKind.FUNCTIONAL_GROUP), then=group),
        When(liaison, then=Value(Cover.LIAISON)),
        default=Value(Cover.NONE),
    )


def _declares(*kinds) -> Q:
    """A filing that waits for approval and names one of the kinds in its summary."""
    names = Q()
    for kind in kinds:
        names |= Q(filing__declared__contains=kind)
    return Q(progress__in=WAITING) & names


def _is_late(on: dt.date) -> Case:
    """Past its due date and not filed in time (note 1; filings.rules.filed_in_time says the same of
    one society)."""
    in_time = Q(duty__first_submitted_at__date__lte=F("duty__due")) & ~Q(
        progress=Progress.RETURNED, filing__return_due__lt=on
    )
    return Case(
        When(Q(duty__isnull=True) | Q(duty__due__gte=on) | in_time, then=Value(False)),
        default=Value(True),
    )


def _gap() -> Case:
    """What stands between an uncovered society and its coverage, from its filing and the ledger's
    reason."""
    return Case(
        When(~Q(cover=Cover.NONE), then=Value(Gap.COVERED)),
        When(_declares(*COVERING_KINDS), then=Value(Gap.WAITING)),
        When(no_org_reason_code__in=SUPPORT_UNIT_REASONS, then=Value(Gap.SUPPORT_UNIT)),
        When(no_org_reason_code__in=INDIVIDUAL_REASONS, then=Value(Gap.INDIVIDUAL)),
        When(~Q(no_org_reason_code="") | Q(filing__advised__gt=""), then=Value(Gap.ABLE)),
        default=Value(Gap.UNKNOWN),
    )


def cells(on: dt.date, *, cycle: Cycle, pending: bool = False) -> list[dict]:
    """How many societies there are of each combination of the DIMENSIONS: [{…, "n": 3}, …]. One
    query."""
    societies = societies_on(on, cycle=cycle, pending=pending)
    return list(societies.order_by().values(*DIMENSIONS).annotate(n=Count("pk")))


def history(on: dt.date, *, cycle: Cycle) -> list[Point]:
    """What had been submitted and approved day by day, from the day before the first submission
    until `on`: added up from the events, so that its end is what `progress` says."""
    changes = (
        Event.objects.filter(
            filing__cycle=cycle,
            filing__obligation__isnull=False,
            filing__society__in=Society.objects.members_on(on).values("pk"),
            move__in=(Move.SUBMIT, Move.WITHDRAW, Move.APPROVE, Move.DISCARD),
            at__lt=midnight_after(on),
        )
        .order_by()
        .annotate(day=TruncDate("at"))
        .values("day", "from_state", "to_state")
        .annotate(n=Count("pk"))
    )
    submitted, approved = Counter(), Counter()
    for change in changes:
        was, became = change["from_state"], change["to_state"]
        submitted[change["day"]] += change["n"] * ((became in FILED) - (was in FILED))
        approved[change["day"]] += change["n"] * (became == State.APPROVED)
    return add_up(submitted, approved, until=on)


# What societies are grouped by on the pages of parts, and the column that holds it.
PARTS = {"discipline": "discipline", "area": "area", "unit": "support_unit"}


def parts(societies, by: str):
    """Numbers for each discipline, area or support unit: key, total, one number for each Measure.
    Those with most uncovered societies first."""
    counts = {
        measure.name.lower(): Count("pk", filter=Q(cover__in=COUNTED[measure]))
        for measure in Measure
    }
    uncovered = Count("pk", filter=Q(cover=Cover.NONE))
    return (
        societies.order_by()
        .values(key=F(PARTS[by]))
        .annotate(total=Count("pk"), uncovered=uncovered, **counts)
        .order_by("-uncovered", "-total", "key")
    )


def reasons(societies) -> list[dict]:
    """Recorded reasons of the societies without an organization (directive's reading): code, n."""
    without = societies.exclude(cover__in=COUNTED[Measure.ORGANIZATION_DIRECTIVE])
    grouped = without.order_by().values(code=F("no_org_reason_code")).annotate(n=Count("pk"))
    return list(grouped.order_by("-n", "code"))


def closest_first(societies):
    """In the order in which coverage can come."""
    ranks = [When(gap=gap, then=Value(rank)) for rank, gap in enumerate(Gap)]
    return societies.order_by(Case(*ranks), "discipline", "pk")
