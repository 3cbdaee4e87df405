"""Which units an organization covers: its society; a joint branch also those that declare it with
their own filing, and the units outside that any of them names."""

from collections import defaultdict

from filings.enums import State
from filings.models import Filing, Version
from ledger.registration.plan import units_of
from partyorgs.enums import OrgKind
from partyorgs.models import PartyOrganization
from societies.models import SocietyName

CHUNK = 200


def check_organizations(report) -> None:
    """The member units of every organization."""
    chunk = []
    organizations = PartyOrganization.objects.prefetch_related("members").order_by("pk")
    for organization in organizations.iterator(chunk_size=CHUNK):
        chunk.append(organization)
        if len(chunk) == CHUNK:
            _check_chunk(report, chunk)
            chunk = []
    _check_chunk(report, chunk)


def _check_chunk(report, organizations) -> None:
    societies = {m.society_id for o in organizations for m in o.members.all() if m.society_id}
    named, names = _named_units(societies), _names(societies)
    for organization in organizations:
        members = list(organization.members.all())
        report.count("党组织成员单位", len(members))
        what = f"党组织 {organization.pk}"
        for member in members:
            stored = (member.kind, member.level)
            computed = (organization.kind, organization.level)
            report.compare(f"{what}成员单位 {member.pk} 的类型", stored=stored, computed=computed)
        inside = {member.society_id for member in members if member.society_id}
        outside = {member.outside_unit for member in members if member.outside_unit}
        if organization.owner_id not in inside:
            report.differ(f"{what}：成员单位中没有牵头学会")
        if organization.kind != OrgKind.JOINT_BRANCH:
            report.compare(f"{what}的成员单位数", stored=len(members), computed=1)
            continue
        units = set().union(*(named[society] for society in inside))
        expected = units - set().union(*(names[society] for society in inside))
        report.compare(f"{what}的名册外单位", stored=sorted(outside), computed=sorted(expected))


def _named_units(societies) -> dict[int, set[str]]:
    """The units that each society's approved versions name as partners."""
    named = defaultdict(set)
    approved = Filing.objects.filter(society__in=societies, state=State.APPROVED, posts_tables=True)
    rows = Version.objects.filter(filing__in=approved).order_by("filing_id", "number")
    last = {}
    for filing, society, organizations in rows.values_list(
        "filing_id", "filing__society_id", "normalized__rows__organizations"
    ):
        last[filing] = (society, organizations)
    for society, organizations in last.values():
        for row in organizations or ():
            named[society].update(units_of(row))
    return named


def _names(societies) -> dict[int, set[str]]:
    names = defaultdict(set)
    rows = SocietyName.objects.filter(society__in=societies)
    for society, name in rows.values_list("society_id", "name"):
        names[society].add(name)
    return names
