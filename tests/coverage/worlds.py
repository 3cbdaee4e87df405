"""Societies with rows of the ledger, made directly: coverage reads rows, however they came
about."""

import datetime as dt

from django.utils import timezone

from accounts.enums import Role
from filings.enums import Move, State
from filings.models import Event, Filing, Version
from members.models import Person
from partyorgs.enums import OrgKind, level_of
from partyorgs.models import LiaisonAssignment, OrganizationMember, PartyOrganization
from tests.factories import CycleFactory, ObligationFactory, SocietyFactory, UserFactory

TODAY = dt.date(2017, 11, 6)
LONG_AGO = dt.date(2016, 3, 1)


def at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10), timezone.get_default_timezone())


def source(society) -> Version:
    """A version that ledger rows can name as their source."""
    filing = file(society, State.APPROVED)
    return Version.objects.create(
        filing=filing,
        number=filing.versions.count() + 1,
        document={},
        normalized={},
        answers={},
        findings=[],
        sha256="0" * 64,
        submitted_by=filing.started_by,
        submitted_at=filing.started_at,
    )


def file(society, state, *, on=dt.date(2017, 10, 16), **fields) -> Filing:
    """The filing of a society in a state that it reached on a day; the one there is."""
    if existing := society.filings.first():
        return existing
    obligation = society.obligations.first() or ObligationFactory(society=society)
    user, moment = UserFactory(), at(on)
    is_filed = state not in (State.DRAFT, State.DISCARDED)
    if is_filed:
        fields |= {"receipt": f"T{society.pk}", "submitted_by": user, "submitted_at": moment}
        obligation.first_submitted_at = moment
        obligation.save()
    if state == State.IN_REVIEW:
        fields |= {"claimed_by": user, "claimed_at": moment}
    if state == State.RETURNED:
        fields |= {"return_reason": "other", "return_text": "请修改", "return_due": on}
    if state == State.APPROVED:
        fields |= {"decided_by": user, "decided_at": moment}
    filing = Filing.objects.create(
        kind="registration",
        cycle=obligation.cycle,
        society=society,
        obligation=obligation,
        posts_tables=True,
        state=state,
        started_by=user,
        started_at=moment,
        saved_at=moment,
        **fields,
    )
    _events(filing, user, moment)
    return filing


PATHS = {
    State.DRAFT: [],
    State.DISCARDED: [Move.DISCARD],
    State.SUBMITTED: [Move.SUBMIT],
    State.IN_REVIEW: [Move.SUBMIT, Move.CLAIM],
    State.RETURNED: [Move.SUBMIT, Move.CLAIM, Move.RETURN],
    State.APPROVED: [Move.SUBMIT, Move.CLAIM, Move.APPROVE],
}
TARGETS = {
    Move.START: State.DRAFT,
    Move.SUBMIT: State.SUBMITTED,
    Move.CLAIM: State.IN_REVIEW,
    Move.RETURN: State.RETURNED,
    Move.APPROVE: State.APPROVED,
    Move.DISCARD: State.DISCARDED,
}


def _events(filing, user, moment) -> None:
    before = ""
    for move in [Move.START, *PATHS[filing.state]]:
        Event.objects.create(
            filing=filing,
            move=move,
            from_state=before,
            to_state=TARGETS[move],
            by=user,
            at=moment,
        )
        before = TARGETS[move]


def organization(owner, kind, *, since=LONG_AGO, until=None, others=()) -> PartyOrganization:
    """An organization of a society, and of `others` that share a joint branch."""
    made = PartyOrganization.objects.create(
        owner=owner,
        key=f"r{kind}{owner.owned_organizations.count()}"[:20],
        kind=kind,
        level=level_of(kind),
        established_text=f"{since:%Y-%m}",
        established_on=since,
        valid_from=since,
        valid_until=until,
        source=source(owner),
    )
    for society in (owner, *others):
        OrganizationMember.objects.create(
            organization=made,
            society=society,
            kind=kind,
            level=made.level,
            valid_from=since,
            valid_until=until,
        )
    return made


def liaison(society, *, since=LONG_AGO, until=None) -> LiaisonAssignment:
    return LiaisonAssignment.objects.create(
        society=society,
        officer_name="测试",
        officer_unit="测试单位",
        valid_from=since,
        valid_until=until,
        end_reason="工作调动" if until else "",
        assigned_by=UserFactory(role=Role.COMMITTEE),
    )


def person(society, **fields) -> Person:
    number = society.people.count()
    return Person.objects.create(
        society=society,
        key=f"r{number:012d}",
        valid_from=LONG_AGO,
        source=source(society),
        **{"name": f"甲{number}", "party_status": "full", "sex": "1", **fields},
    )


def small_world() -> dict:
    """Ten member societies, each covered in its own way, and three that do not count on TODAY."""
    CycleFactory()
    names = "branch joint partner group group_liaison liaison both provisional waiting nothing"
    world = {name: SocietyFactory() for name in names.split()}
    organization(world["branch"], OrgKind.INDEPENDENT_BRANCH)
    organization(world["joint"], OrgKind.JOINT_BRANCH, others=[world["partner"]])
    organization(world["group"], OrgKind.FUNCTIONAL_GROUP)
    organization(world["group_liaison"], OrgKind.FUNCTIONAL_GROUP)
    liaison(world["group_liaison"])
    liaison(world["liaison"])
    organization(world["both"], OrgKind.INDEPENDENT_BRANCH)
    organization(world["both"], OrgKind.FUNCTIONAL_GROUP)
    organization(world["provisional"], OrgKind.PROVISIONAL_BRANCH)
    file(world["waiting"], State.SUBMITTED, declared="joint_branch+functional_group")
    ObligationFactory(society=world["nothing"])
    world["applicant"] = SocietyFactory(membership="applicant", member_from=None)
    world["left"] = SocietyFactory(membership="left", left_on=TODAY)
    world["deregistered"] = SocietyFactory(
        operating_state="deregistered", deregistered_on=dt.date(2017, 11, 1)
    )
    for name in ("applicant", "left", "deregistered"):
        organization(world[name], OrgKind.INDEPENDENT_BRANCH)
    return world


def random_world(random) -> None:
    """A few societies in any state that the ledger allows, from a random.Random."""
    CycleFactory(opens_on=dt.date(2017, 10, 2))
    societies = [_random_society(random) for _ in range(random.randrange(9))]
    for society in societies:
        others = [other for other in societies if random.random() < 0.1 and other != society]
        for kind in OrgKind:
            if random.random() < 0.25 and not _has(society, kind):
                joint = [o for o in others if kind == OrgKind.JOINT_BRANCH and not _has(o, kind)]
                since, until = _span(random)
                organization(society, kind, since=since, until=until, others=joint)
        if random.random() < 0.3:
            since, until = _span(random)
            liaison(society, since=since, until=until)


def _random_society(random):
    fields = {"discipline": random.choice("ABCDE"), "place_code": random.choice(PLACES)}
    fields["no_org_reason_code"] = random.choice(["", *REASONS])
    fields["member_from"] = dt.date(2017, 10, 20) if random.random() < 0.1 else LONG_AGO
    chance = random.random()
    if chance < 0.1:
        fields |= {"membership": "left", "left_on": TODAY + dt.timedelta(random.randrange(-9, 2))}
    elif chance < 0.2:
        fields |= {"operating_state": "deregistered", "deregistered_on": dt.date(2017, 11, 1)}
    society = SocietyFactory(**fields)
    chance = random.random()
    if chance < 0.7:
        declared = random.choice(["none", "joint_branch", "functional_group", "provisional_branch"])
        day = dt.date(2017, 10, 2) + dt.timedelta(random.randrange(30))
        file(society, random.choice(list(PATHS)), on=day, declared=declared)
    elif chance < 0.9:
        ObligationFactory(society=society, due=random.choice([TODAY, dt.date(2017, 11, 1)]))
    for _ in range(random.randrange(9) if society.filings.exists() else 0):
        person(
            society,
            sex=random.choice(["1", "2", ""]),
            degree=random.choice(["", "2", "301", "412"]),
            party_status=random.choice(["full", "full", "probationary", "none", "unknown"]),
            birth_month=random.choice([None, dt.date(random.randrange(1940, 1995), 11, 1)]),
        )
    return society


PLACES = ("220104", "220100", "222401", "220000")
REASONS = ("under_three", "no_party_member", "support_not_approved", "dormant", "other")


def _has(society, kind) -> bool:
    return society.organization_memberships.filter(kind=kind).exists()


def _span(random):
    since = TODAY + dt.timedelta(random.randrange(-40, 3))
    return since, random.choice([None, None, since + dt.timedelta(random.randrange(1, 30))])
