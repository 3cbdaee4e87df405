"""What the ledger holds of a society."""

import datetime as dt

from django.db.models import Exists, OuterRef, Subquery

from accounts.prepared import Prepared
from partyorgs.enums import OrgKind
from partyorgs.models import LiaisonAssignment, OrganizationMember, SocietyFigures
from partyorgs.rules import advise, liaison_outlived
from societies.models import Society, in_force


def organizations_of(society, *, on: dt.date):
    """Memberships of the organizations in force for a society on a day, with their organization."""
    return (
        OrganizationMember.objects.filter(in_force(on), society=society)
        .select_related("organization", "organization__owner")
        .prefetch_related("organization__owner__names")
    )


@Prepared
def _liaisons(society, on):
    return LiaisonAssignment.objects.filter(in_force(on), society=society)[:1]


def liaison_of(society, *, on: dt.date) -> LiaisonAssignment | None:
    """The liaison officer in force on a day (article 3)."""
    return _liaisons.first(society.pk, on)


@Prepared
def _held(society, on):
    members = OrganizationMember.objects.filter(in_force(on), society=society)
    return members.values_list("kind", "organization__established_text")


def society_facts(society, *, on: dt.date, advised: str = "") -> list[tuple[str, str]]:
    """Organization and liaison officer of a society as (label, text) pairs for the review page.
    `advised` is what article 3 advises for the secretariat as it was filed."""
    held = [
        f"{OrgKind(kind).label}（{established}）" for kind, established in _held(society.pk, on)
    ]
    officer = liaison_of(society, on=on)
    said = officer.officer_name if officer else "无"
    if officer and (outlived := liaison_outlived(advised)):
        said += f"，仍在任；{outlived}"
    return [("台账党组织", "、".join(held) or "无"), ("联络员", said)]


def advised_for(row) -> str:
    """What article 3 advises by the ledger's counts on a row of `with_members`; '' where it has
    none."""
    if row.secretariat_members is None:
        return ""
    return advise(full_members=row.secretariat_full_members, members=row.secretariat_members)


def with_members(rows, society: str):
    """Rows with what the ledger counts in the secretariat of their society (`society` leads to its
    key): `secretariat_members` and `secretariat_full_members`, None where nothing was approved."""
    figures = SocietyFigures.objects.filter(society=OuterRef(society), valid_until=None)
    return rows.annotate(
        **{
            name: Subquery(figures.values(name)[:1])
            for name in ("secretariat_members", "secretariat_full_members")
        }
    )


def uncovered(on: dt.date):
    """Member societies without an organization in force (a provisional branch is none, as in
    coverage) and without a liaison officer, with `with_members`."""
    organizations = OrganizationMember.objects.filter(in_force(on), society=OuterRef("pk"))
    organizations = organizations.exclude(kind=OrgKind.PROVISIONAL_BRANCH)
    officers = LiaisonAssignment.objects.filter(in_force(on), society=OuterRef("pk"))
    societies = Society.objects.members_on(on).filter(~Exists(organizations), ~Exists(officers))
    return with_members(societies, "pk")
