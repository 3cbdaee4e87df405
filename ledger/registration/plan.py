"""What the clean values of a registration say about people, organizations and figures: pure, so
that posting writes it and verification recomputes it."""

from dataclasses import dataclass, field

from ledger.registration.rules import STATUS_OF_CODE
from members.enums import PartyStatus, PostKind
from members.rules import full_members, same_person
from partyorgs.enums import OrgKind, level_of
from partyorgs.models import FIGURES
from partyorgs.rules import established_day, real_organizations

# The order in which a person's rows are read: the first one gives the key and wins.
GROUPS = ("cadres", "council", "heads", "party_leaders")


@dataclass
class Plan:
    """Rows as dictionaries of model fields. `people` by key; each post names its person's key."""

    people: dict[str, dict] = field(default_factory=dict)
    posts: list[dict] = field(default_factory=list)
    organizations: list[dict] = field(default_factory=list)
    figures: dict = field(default_factory=dict)


def plan(values: dict, *, deadline) -> Plan:
    """What the clean values of a registration say about people, organizations and figures."""
    result = Plan()
    for group in GROUPS:
        for row in values["rows"][group]:
            key = _person_key(result, values, row)
            person = result.people.setdefault(key, {})
            for name, value in _person_fields(group, row).items():
                if value not in (None, "") and not person.get(name):
                    person[name] = value
            result.posts.append(_post(group, row, key, values))
    for person in result.people.values():
        person.setdefault("party_status", PartyStatus.UNKNOWN)
    result.organizations = [
        _organization(row, values, deadline)
        for row in real_organizations(values["rows"]["organizations"])
    ]
    result.figures = _figures(values)
    return result


def _person_key(result, values, row) -> str:
    """The key of the person that a row is: of an earlier row of the same person, or its own."""
    for group in GROUPS:
        for other in values["rows"][group]:
            if other["key"] in result.people and same_person(row, other):
                return other["key"]
    return row["key"]


def _person_fields(group: str, row: dict) -> dict:
    born, joined = row.get("birth_month"), row.get("joined_party_on")
    fields = {
        "name": row["name"],
        "birth_month": born.first_day if born else None,
        "declared_age": None if born else row.get("age"),
        "education": row.get("education"),
        "phone": row.get("phone") or row.get("contact"),
        "party_status": row.get("party_status"),
        "party_relation_unit": row.get("party_relation_unit"),
        "sex": row.get("sex"),
    }
    if group == "cadres":
        same = "ethnic_group native_place degree technical_title work_unit mobile email"
        fields.update({name: row[name] for name in (*same.split(), "personnel_file_unit")})
        fields.update(work_post=row["post"], joined_party_on=joined.first_day if joined else None)
    if group == "heads":
        status = row["political_status"]
        fields.update(
            political_status=status, party_status=STATUS_OF_CODE.get(status, PartyStatus.NONE)
        )
    return fields


def _post(group, row, key, values) -> dict:
    kinds = {
        "cadres": PostKind.SECRETARIAT,
        "council": PostKind.COUNCIL,
        "heads": PostKind.HEAD,
        "party_leaders": PostKind.PARTY_SECRETARY,
    }
    kind = kinds[group]
    if group == "party_leaders" and led_kind(row, values) == OrgKind.FUNCTIONAL_GROUP:
        kind = PostKind.GROUP_LEADER
    titles = {
        "cadres": "post",
        "council": "society_post",
        "heads": "inner_outer_posts",
        "party_leaders": "administrative_post",
    }
    appointed = row.get("appointed_on")
    return {
        "person": key,
        "kind": kind,
        "row_key": row["key"],
        "title": row[titles[group]],
        "employment": row.get("employment") or "",
        "appointed_on": appointed.text if appointed else "",
    }


def led_kind(leader, values) -> str | None:
    """The kind of the organization that a leader row leads: as typed, or the only one."""
    if leader["organization"]:
        return leader["organization"]
    kinds = [row["party_org_type"] for row in real_organizations(values["rows"]["organizations"])]
    return kinds[0] if len(kinds) == 1 else None


def _organization(row, values, deadline) -> dict:
    kind = row["party_org_type"]
    approval = row["approval_date"]
    day = established_day(row["org_established"], approval, deadline=deadline)
    leader = next((x for x in values["rows"]["party_leaders"] if led_kind(x, values) == kind), None)
    return {
        "key": row["key"],
        "kind": kind,
        "level": level_of(kind),
        "established_text": row["org_established"].text,
        "established_on": day,
        "valid_from": day,
        "superior_text": row["party_org_superior"] or "",
        "approval_document": row["approval_document"] or "",
        "approval_date": approval.first_day if approval else None,
        "council_resolution": row["council_resolution"] or "",
        "work_funds": row["party_work_funds"],
        "venue_area": row["party_venue_area"],
        "leader_key": leader["key"] if leader else None,
        "member_units": units_of(row),
    }


def units_of(organization: dict) -> list[str]:
    """The names typed in 联合单位, separated by 、 or another mark."""
    text = organization.get("member_units") or ""
    for mark in "，,；;\n":
        text = text.replace(mark, "、")
    return [name.strip() for name in text.split("、") if name.strip()]


def _figures(values) -> dict:
    rows = values["rows"]
    return {
        **{name: values["cells"][name] for name in FIGURES},
        "secretariat_full_members": full_members(rows["cadres"]),
        "secretariat_members": len(rows["cadres"]),
        "council_members": len(rows["council"]),
    }
