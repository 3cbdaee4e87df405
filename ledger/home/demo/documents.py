"""What the societies of the demonstration type into Tables 1–3.

Twists of a story:
`count+1` 党员总数 is one more than Tables 2 and 3
`outside_secretary` the branch secretary stands in neither table
`leader_director` the group's leader is a plain director
`no_resolution` the group names no council resolution
`namesake` two people of one name
`place PLACE` Table 1 differs from the register
`filled PART` a draft ends after that part
`smudged` a draft holds cells that must be mended
`no_scan` the sealed paper was not uploaded; `original` nor was it, but it came on paper
"""

import copy

from ledger.home.demo.cast import GROUP, JOINT, Cast, Setting
from ledger.home.demo.handwriting import retype, smudge
from ledger.home.demo.people import Person
from ledger.home.demo.plan import Organization, Story
from partyorgs.enums import OrgKind
from societies import codes

COMMITTEE = "中国共产党吉林省科技社团委员会"
PARTS = ("nothing", "table1", "organizations", "table2", "table3")
PART_OF_GROUP = {
    "heads": "table1",
    "organizations": "organizations",
    "party_leaders": "organizations",
    "cadres": "table2",
    "council": "table3",
}
PART_OF_CELL = {
    "no_org_reason": "organizations",
    "no_org_reason_code": "organizations",
    "no_cadres": "table2",
    "no_council_members": "table3",
}


def write(story: Story, setting: Setting, cast: Cast, rng) -> dict:
    """The document, without the cells that the register fills; rows without keys."""
    document = {
        "cells": _cells(story, cast, rng),
        "rows": {
            "heads": [_head(cast, rng)],
            "organizations": [_organization(o, story, setting, rng) for o in story.organizations],
            "party_leaders": [_party_leader(i, story, cast) for i in range(len(cast.leaders))],
            "cadres": [_cadre(person) for person in cast.cadres],
            "council": [_council_row(person, post) for person, post in cast.council],
        },
    }
    retype(document, rng)
    if story.twist("smudged") is not None:
        smudge(document)
    filled = story.twist("filled")
    return document if filled is None else _cut(document, filled)


def _cut(document, filled: str) -> dict:
    """Only the parts up to `filled`."""
    done = PARTS[: PARTS.index(filled) + 1]
    cells = {k: v for k, v in document["cells"].items() if PART_OF_CELL.get(k, "table1") in done}
    rows = {k: v for k, v in document["rows"].items() if PART_OF_GROUP[k] in done}
    return {"cells": cells, "rows": rows}


def first_version(document: dict, reason: str) -> dict:
    """The document as it was before the reviewer returned it for `reason`."""
    document = copy.deepcopy(document)
    rows = document["rows"]
    if reason == "inconsistent":
        rows["party_leaders"][0]["appointed_on"] = "2005年3月"
    elif reason == "incomplete":
        rows["organizations"][0]["approval_document"] = ""
    elif reason == "unclear":
        rows["heads"][0]["inner_outer_posts"] = "领导"
    return document


def _cells(story, cast, rng) -> dict:
    members = len(cast.cadres)
    others = rng.randint(1, 4)
    full_time = sum(person.employment == "专职" for person in cast.cadres)
    counted = cast.members + (story.twist("count+1") is not None)
    cells = {
        "staff_count": str(members + others),
        "full_time_staff": str(full_time + rng.randint(0, others)),
        "subordinate_branches": "0",
        "party_member_count": str(counted),
        "activist_count": str(rng.randint(0, min(2, others))),
        "party_affairs_cadre_count": str(len(cast.leaders)),
        "no_cadres": "" if cast.cadres else "1",
        "no_council_members": "" if cast.council else "1",
    }
    if place := story.twist("place"):
        cells["place"] = place
    if story.reason_code:
        label = codes.no_org_reasons()[story.reason_code].name
        cells["no_org_reason_code"] = label
        cells["no_org_reason"] = story.reason_text or f"{label}。"
    return cells


def _head(cast, rng) -> dict:
    head = cast.head
    return {
        "name": head.name,
        **(_born(head) if rng.random() < 0.7 else {"age": str(head.age)}),
        "education": head.education,
        "political_status": cast.head_status,
        "inner_outer_posts": cast.head_posts,
        "contact": head.mobile,
    }


def _born(person) -> dict:
    return {"birth_month": month(*person.born)}


def month(year: int, number: int) -> str:
    return f"{year}年{number}月"


def spoken(date: str) -> str:
    """'2017-06' → '2017年6月', '2017-06-12' → '2017年6月12日'."""
    year, number, *day = (int(part) for part in date.split("-"))
    return month(year, number) + (f"{day[0]}日" if day else "")


def _organization(organization: Organization, story, setting: Setting, rng) -> dict:
    label = OrgKind(organization.kind).label
    year = organization.established[:4]
    document = f"关于同意成立{setting.name}{label}的批复（〔{year}〕{rng.randint(3, 40)}号）"
    row = {
        "party_org_type": label,
        "org_established": spoken(organization.established),
        "party_org_superior": COMMITTEE if organization.kind == GROUP else setting.body,
        "party_work_funds": str(rng.choice((1000, 2000, 3000, 5000, 6000, 8000, 12000))),
        "party_venue_area": str(rng.choice((20, 30, 40, 40, 60, 80))),
        "approval_document": document,
    }
    approved = organization.approved or organization.established
    if len(approved) == len("2017-06-12"):
        row["approval_date"] = spoken(approved)
    if organization.kind == JOINT:
        row["member_units"] = story.joint_with
    if organization.kind == GROUP and story.twist("no_resolution") is None:
        row["council_resolution"] = (
            f"第{rng.choice('五六七八')}届理事会第{rng.randint(2, 6)}次会议决议"
        )
    return row


def _party_leader(index: int, story: Story, cast: Cast) -> dict:
    kind, person, post = cast.leaders[index]
    established = story.organizations[index].established
    # Branches elect every three years: who leads an old one took office later.
    appointed = established if established >= "2014" else f"2015-{person.born[1]:02d}"
    row = {
        "name": person.name,
        **_born(person),
        "education": person.education,
        "appointed_on": spoken(appointed),
        "administrative_post": post,
        "contact": person.mobile,
    }
    if len(cast.leaders) > 1:
        row["organization"] = OrgKind(kind).label
    return row


def _cadre(person: Person) -> dict:
    return {
        "name": person.name,
        "sex": person.sex,
        "birth_month": month(*person.born),
        "ethnic_group": person.ethnic_group,
        "native_place": person.home,
        "joined_party_on": month(*person.joined),
        "education": person.education,
        "degree": person.degree,
        "technical_title": person.title,
        "work_unit": person.work_unit,
        "post": person.post,
        "mobile": person.mobile,
        "email": person.email,
        "personnel_file_unit": person.file_unit,
        "party_relation_unit": person.party_unit,
        "party_status": "正式党员" if person.is_full else "预备党员",
        "employment": person.employment,
    }


def _council_row(person: Person, post: str) -> dict:
    return {
        "name": person.name,
        "sex": person.sex,
        "society_post": post,
        "phone": person.mobile,
        "party_relation_unit": person.party_unit,
        "party_status": "正式党员" if person.is_full else "预备党员",
    }
