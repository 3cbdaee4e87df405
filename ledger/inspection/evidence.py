"""Reads the facts that an inspection judges, for many societies at once: the same few queries for
each block of some thousand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from django.db.models import Exists, OuterRef, Q

from accounts import clock
from filings.enums import Move, State
from filings.models import Cycle, Event, Obligation
from filings.rules import first_submission
from ledger.inspection.enums import Grade
from ledger.inspection.models import Rectification, Result
from ledger.inspection.rules import Facts, Organization
from members.enums import PostKind
from members.models import Person, Post
from partyorgs.models import LiaisonAssignment, OrganizationMember, SocietyFigures
from societies.models import Society, in_force

BLOCK = 4000  # what a block costs beside its societies counts in a register of 40,000
# The cells of Tables 2 and 3 that everybody can fill in; not everybody has a degree or a title.
REQUIRED = {
    PostKind.SECRETARIAT: (
        "person__sex",
        "person__birth_month",
        "person__ethnic_group",
        "person__native_place",
        "person__joined_party_on",
        "person__education",
        "person__work_unit",
        "person__work_post",
        "person__mobile",
        "person__email",
        "person__personnel_file_unit",
        "person__party_relation_unit",
    ),
    # 学会职务 is the post itself. All stand on the person: a condition on two tables would have the
    # database read all posts for each block.
    PostKind.COUNCIL: ("person__sex", "person__phone", "person__party_relation_unit"),
}
MONTHS = {"person__birth_month", "person__joined_party_on"}
LABELS = {f"person__{field.name}": field.verbose_name for field in Person._meta.fields}


def inspected(cycle: Cycle, *, on: dt.date, span: tuple[int, int] | None = None):
    """Obligations of the societies that are inspected on a day: members that are not deregistered
    and owe something in the cycle; of those between two primary keys, where such are given."""
    owed, members = Obligation.objects.filter(cycle=cycle), Society.objects.members_on(on)
    if span:
        # Said of both: the database does not conclude one from the other, and reads all of it.
        owed = owed.filter(**_within("society", span))
        members = members.filter(**_within("pk", span))
    return owed.filter(society__in=members.values("pk"))


def blocks(cycle: Cycle, *, on: dt.date) -> Iterator[dict[int, Facts]]:
    """The facts of every inspected society on a day, by primary key, some thousand at a time in
    the order of the keys."""
    last = 0
    owing = Obligation.objects.filter(cycle=cycle).order_by("society")
    while keys := owing.filter(society__gt=last).values_list("society", flat=True)[:BLOCK]:
        span = (keys[0], keys[len(keys) - 1])
        if found := facts(cycle, inspected(cycle, on=on, span=span), on=on):
            yield found
        last = span[1]


def facts_of(cycle: Cycle, society, *, on: dt.date) -> Facts | None:
    """The facts of one society; None where it is not inspected on that day."""
    owed = inspected(cycle, on=on, span=(society.pk, society.pk))
    return facts(cycle, owed, on=on).get(society.pk)


def facts(cycle: Cycle, owed, *, on: dt.date) -> dict[int, Facts]:
    """The facts of the societies with these obligations, by primary key of the society."""
    rows = list(owed.values_list("society", "due", "society__charter_has_party_building"))
    if not rows:
        return {}
    keys = [row[0] for row in rows]
    span = (min(keys), max(keys))  # reads no more than these: keys of a block follow each other
    midnight = clock.midnight_after(on)
    read = (_filings(cycle, span, midnight), _organizations(span), _officers(span, on))
    parts = [*read, _figures(span, on, midnight), _incomplete(span, on)]
    parts.append(_to_mend(cycle, span, on, midnight))
    found = {}
    for society, due, charter in rows:
        known = {}
        for part in parts:
            known |= part.get(society, {})
        found[society] = Facts(
            on=on,
            due=due,
            is_due_over=on > due,
            group_members=cycle.group_members,
            charter=charter,
            **known,
        )
    return found


def _within(path: str, span: tuple[int, int]) -> dict:
    """Conditions on a relation: its primary key lies between two keys, both included."""
    return {f"{path}__gte": span[0], f"{path}__lte": span[1]}


def _filings(cycle, span, midnight) -> dict[int, dict]:
    """How each society's filing of the cycle stood at that midnight, told by its events."""
    events = (
        Event.objects.filter(
            filing__cycle=cycle,
            filing__obligation__isnull=False,
            **_within("filing__society", span),
            at__lt=midnight,
        )
        .order_by("filing__society", "id")
        .values_list(
            "filing__society",
            "filing",
            "move",
            "to_state",
            "at",
            "due",
            "version__number",
            "version__submitted_at",
        )
    )
    return {
        society: _filing([row[1:] for row in rows])
        for society, rows in groupby(events, key=itemgetter(0))
    }


def _filing(events: list[tuple]) -> dict:
    """State, submission and decision after the events of one society, in their order."""
    filing, last, state = events[-1][:3]
    moves = [(move, submitted or at, due) for _, move, _, at, due, _, submitted in events]
    numbers = [number for *_, number, _ in events if number]
    decided = [at for _, move, _, at, *_ in events if move == Move.APPROVE]
    returned = [due for _, move, _, _, due, *_ in events if move == Move.RETURN]
    return {
        "state": State(state),
        "withdrawn": last == Move.WITHDRAW,
        "first_submitted_at": first_submission(moves),
        "return_due": returned[-1] if returned else None,
        "approved_at": decided[-1] if decided else None,
        "filing": filing,
        "version": numbers[-1] if numbers else None,
    }


def _organizations(span) -> dict[int, dict]:
    rows = OrganizationMember.objects.filter(**_within("society", span)).values_list(
        "society",
        "kind",
        "valid_from",
        "valid_until",
        "organization__approval_date",
        "organization__approval_document",
        "organization__source__filing",
        "organization__source__number",
    )
    found = defaultdict(lambda: {"organizations": []})
    for society, *fields in rows.order_by("valid_from", "pk"):
        found[society]["organizations"].append(Organization(*fields))
    return found


def _officers(span, on) -> dict[int, dict]:
    rows = LiaisonAssignment.objects.filter(in_force(on), **_within("society", span)).order_by()
    return {
        key: {"officer_since": since} for key, since in rows.values_list("society", "valid_from")
    }


def _figures(span, on, midnight) -> dict[int, dict]:
    """The counts of the last ledger that was approved by then."""
    rows = SocietyFigures.objects.filter(
        valid_from__lte=on, source__filing__decided_at__lt=midnight, **_within("society", span)
    ).order_by("valid_from", "pk")
    return {
        society: {"secretariat_members": secretariat, "council_members": council}
        for society, secretariat, council in rows.values_list(
            "society", "secretariat_members", "council_members"
        )
    }


def _incomplete(span, on) -> dict[int, dict]:
    """How many people lack which cell of Tables 2 and 3."""
    found = defaultdict(lambda: {"incomplete": defaultdict(int)})
    for kind, names in REQUIRED.items():
        lacking = Q()
        for name in names:
            lacking |= Q(**{f"{name}__isnull": True} if name in MONTHS else {name: ""})
        posts = Post.objects.filter(
            in_force(on), lacking, kind=kind, **_within("person__society", span)
        )
        rows = posts.order_by().values_list("person__society", *names)
        for society, *cells in rows:
            for name, cell in zip(names, cells, strict=True):
                if not cell:
                    found[society]["incomplete"][LABELS[name]] += 1
    return found


def _to_mend(cycle, span, on, midnight) -> dict[int, dict]:
    """For each earlier result 不合格 that holds on the day: was its rectification approved?"""
    approved = Rectification.objects.filter(
        result=OuterRef("pk"),
        filing__state=State.APPROVED,
        filing__decided_at__lt=midnight,
    )
    earlier = Result.objects.in_force(on).filter(
        grade=Grade.FAILED, inspection__cycle__year__lt=cycle.year, **_within("society", span)
    )
    found = defaultdict(lambda: {"to_mend": []})
    for society, done in earlier.order_by().values_list("society", Exists(approved)):
        found[society]["to_mend"].append(done)
    return found
