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
# Cells that fill the person's field of the same name, in whichever group they stand.
PERSON_CELLS = (
    "sex ethnic_group native_place education degree technical_title work_unit mobile email phone "
    "personnel_file_unit party_relation_unit political_status"
).split()


@dataclass
class Plan:
    """Rows as dictionaries of model fields. `people` by key; each post names its person's key."""

    people: dict[str, dict] = field(default_factory=dict)
    posts: list[dict] = field(default_factory=list)
    organizations: list[dict] = field(default_factory=list)
    figures: dict = field(default_factory=dict)


def plan(values: dict, *, deadline, known: dict[str, str]) -> Plan:
    """What the clean values of a registration say about people, organizations and figures.

    `known` maps keys of rows to the keys of the people whom the ledger holds for them.
    """
    result = Plan()
    keys = _person_keys(values, known)
    for group in GROUPS:
        for row in values["rows"][group]:
            key = keys[row["key"]]
            person = result.people.setdefault(key, {})
            for name, value in _person_fields(group, row).items():
                if not person.get(name):
                    person[name] = value
            result.posts.append(_post(group, row, key, values))
    for person in result.people.values():
        person["party_status"] = person.get("party_status") or PartyStatus.UNKNOWN
    result.organizations = [
        _organization(row, values, deadline)
        for row in real_organizations(values["rows"]["organizations"])
    ]
    result.figures = _figures(values)
    return result


def _person_keys(values, known) -> dict[str, str]:
    """The key of each row's person: whom the ledger knows by one of the person's rows, else the
    key of the first row."""
    found: list[list[dict]] = []  # the rows of each person
    for row in (row for group in GROUPS for row in values["rows"][group]):
        mine = next((rows for rows in found if same_person(rows[0], row)), None)
        if mine is None:
            found.append([row])
        else:
            mine.append(row)
    keys = {}
    for rows in found:
        held = next((known[row["key"]] for row in rows if row["key"] in known), rows[0]["key"])
        keys.update((row["key"], held) for row in rows)
    return keys


def _person_fields(group: str, row: dict) -> dict:
    """What the cells of a row say about its person, blank ones too."""
    born = row.get("birth_month")
    fields = {
        "name": row["name"],
        "party_status": row.get("party_status"),
        **_ages(born, row.get("age")),
        **{name: row[name] or "" for name in PERSON_CELLS if name in row},
    }
    if group == "cadres":
        joined = row["joined_party_on"]
        fields.update(work_post=row["post"], joined_party_on=joined.first_day if joined else None)
    if group == "heads":
        fields["party_status"] = STATUS_OF_CODE.get(row["political_status"], PartyStatus.NONE)
    if "contact" in row:
        fields["phone"] = row["contact"]
    return fields


def _ages(born, age) -> dict:
    if born:
        return {"birth_month": born.first_day, "declared_age": None}
    return {"declared_age": age} if age is not None else {}


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
