"""What the ledger holds of a society."""

import datetime as dt

from partyorgs.enums import OrgKind
from partyorgs.models import LiaisonAssignment, OrganizationMember
from societies.models import in_force


def organizations_of(society, *, on: dt.date):
    """Memberships of the organizations in force for a society on a day, with their organization."""
    return (
        OrganizationMember.objects.filter(in_force(on), society=society)
        .select_related("organization", "organization__owner")
        .prefetch_related("organization__owner__names")
    )


def liaison_of(society, *, on: dt.date) -> LiaisonAssignment | None:
    """The liaison officer in force on a day (article 3)."""
    return LiaisonAssignment.objects.filter(in_force(on), society=society).first()


def society_facts(society, *, on: dt.date) -> list[tuple[str, str]]:
    """Organization and liaison officer of a society as (label, text) pairs for the review page."""
    members = OrganizationMember.objects.filter(in_force(on), society=society)
    held = [
        f"{OrgKind(kind).label}（{established}）"
        for kind, established in members.values_list("kind", "organization__established_text")
    ]
    officer = liaison_of(society, on=on)
    return [
        ("台账党组织", "、".join(held) or "无"),
        ("联络员", officer.officer_name if officer else "无"),
    ]
