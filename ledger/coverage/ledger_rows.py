"""The ledger (分类台账) as rows, five hundred societies or people at a time: plain dicts of what
stands in the tables on a day, codes as codes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from ledger.coverage import queries
from ledger.coverage.facts import Facts
from members.models import Person, Post
from partyorgs.enums import OrgKind
from partyorgs.models import LiaisonAssignment, OrganizationMember, SocietyFigures
from societies.models import (
    PartyBodyName,
    Society,
    SocietyName,
    SupportUnitName,
    in_force,
)

AT_ONCE = 500
FIGURES = (
    "staff_count full_time_staff subordinate_branches party_member_count activist_count "
    "party_affairs_cadre_count secretariat_full_members"
).split()
# Of the organization that a membership row stands for.
ORGANIZATION = {
    "kind": "kind",
    "established": "organization__established_text",
    "superior_body": "organization__superior_body",
    "superior": "organization__superior_text",
    "document": "organization__approval_document",
    "leader": "organization__leader__name",
    "mobile": "organization__leader__mobile",
    "phone": "organization__leader__phone",
}
PERSON = (
    "pk society name sex ethnic_group native_place birth_month declared_age party_status "
    "political_status joined_party_on education degree technical_title work_unit work_post mobile "
    "phone email personnel_file_unit party_relation_unit valid_from"
).split()


def societies(facts: Facts, on: dt.date) -> Iterator[dict]:
    """Each society of the facts once, with what the ledger holds of it: `branch`, `group` (of
    ORGANIZATION), `liaison`, `figures`, each {} where there is none."""
    for chunk in queries.chunks(facts, size=AT_ONCE):
        # They follow each other: two numbers tell the database as much as all.
        keys = (chunk[0]["society_id"], chunk[-1]["society_id"])
        names = _names(SocietyName, "society", on, society__pk__range=keys)
        units = _names(SupportUnitName, "unit", on, unit__in={fact["unit"] for fact in chunk})
        places = dict(Society.objects.filter(pk__range=keys).values_list("pk", "place_code"))
        branches, groups = _organizations(keys, on)
        figures = _one_each(SocietyFigures, keys, on, FIGURES)
        officers = _one_each(
            LiaisonAssignment,
            keys,
            on,
            ("officer_name", "officer_unit", "officer_phone", "valid_from"),
        )
        for fact in chunk:
            key = fact["society_id"]
            yield fact | {
                "name": names[key],
                "unit_name": units.get(fact["unit"], ""),
                "place_code": places[key],
                "branch": branches.get(key, {}),
                "group": groups.get(key, {}),
                "liaison": officers.get(key, {}),
                "figures": figures.get(key, {}),
            }


def _names(model, owner: str, on: dt.date, **which) -> dict[int, str]:
    """Dated names on a day by whose they are; the first one before all of them began."""
    found = {}
    rows = model.objects.filter(**which).order_by("valid_from")
    for key, name, since in rows.values_list(owner, "name", "valid_from"):
        if key not in found or since <= on:
            found[key] = name
    return found


def _organizations(keys, on: dt.date) -> tuple[dict[int, dict], dict[int, dict]]:
    """The branch and the functional group in force of each society from the first to the last of
    `keys`."""
    rows = OrganizationMember.objects.filter(in_force(on), society__pk__range=keys)
    rows = list(rows.order_by("pk").values_list("society", *ORGANIZATION.values()))
    made = [(key, dict(zip(ORGANIZATION, values, strict=True))) for key, *values in rows]
    bodies = {row["superior_body"] for _, row in made if row["superior_body"]}
    names = _names(PartyBodyName, "body", on, body__in=bodies) if bodies else {}
    branches, groups = {}, {}
    for key, row in made:
        row["superior"] = names.get(row["superior_body"], row["superior"])
        row["phone"] = row["mobile"] or row["phone"] or ""
        (groups if row["kind"] == OrgKind.FUNCTIONAL_GROUP else branches)[key] = row
    return branches, groups


def _one_each(model, keys, on: dt.date, names) -> dict[int, dict]:
    """The row in force of each society from the first to the last of `keys` that has one."""
    rows = model.objects.filter(in_force(on), society__pk__range=keys).values_list(
        "society", *names
    )
    return {key: dict(zip(names, values, strict=True)) for key, *values in rows}


def count_people(on: dt.date) -> int:
    return _people_on(on).count()


def people(on: dt.date) -> Iterator[dict]:
    """Each person of the ledger of the member societies once, with `society_name` and `posts` as
    (kind, title, employment)."""
    rows = _people_on(on).order_by("society", "pk").values_list(*PERSON)
    found = rows.iterator(chunk_size=AT_ONCE)
    while chunk := list(islice(found, AT_ONCE)):
        made = [dict(zip(PERSON, values, strict=True)) for values in chunk]
        held_by = (made[0]["society"], made[-1]["society"])
        names = _names(SocietyName, "society", on, society__pk__range=held_by)
        posts = defaultdict(list)
        held = Post.objects.filter(in_force(on), person__in=[row["pk"] for row in made])
        for key, *post in held.order_by("pk").values_list("person", "kind", "title", "employment"):
            posts[key].append(tuple(post))
        for row in made:
            yield row | {"society_name": names[row["society"]], "posts": posts.get(row["pk"], [])}


def _people_on(on: dt.date):
    members = Society.objects.members_on(on).values("pk")
    return Person.objects.current(on).filter(society__in=members)
