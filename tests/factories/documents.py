"""Documents of the registration that pass every rule, to be spoiled by the tests."""

import itertools

from filings.documents import new_row_key

_numbers = itertools.count(1)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
FIRST, SECOND = "志雨立嘉国冬思晓建子", "远欣新怡强梅岚平涵明"


def _name(number: int) -> str:
    """One of 1,500 names, all different before they repeat."""
    rest, surname = divmod(number, len(SURNAMES))
    rest, first = divmod(rest, len(FIRST))
    return SURNAMES[surname] + FIRST[first] + SECOND[rest % len(SECOND)]


def cadre(**cells) -> dict:
    """A card of Table 2: a full member, full-time."""
    number = next(_numbers)
    return {
        "key": new_row_key(),
        "name": _name(number),
        "sex": "男",
        "birth_month": "1978年4月",
        "ethnic_group": "汉族",
        "native_place": "吉林省德惠市",
        "joined_party_on": "2003年6月",
        "education": "大学本科",
        "degree": "学士",
        "technical_title": "讲师",
        "work_unit": "吉林大学",
        "post": "学会专职干事",
        "mobile": f"1540000{number % 10000:04}",
        "email": f"user{number}@example.org",
        "personnel_file_unit": "吉林大学",
        "party_relation_unit": "吉林大学物理学院党委",
        "party_status": "正式党员",
        "employment": "专职",
        **cells,
    }


def council_member(**cells) -> dict:
    """A row of Table 3."""
    number = next(_numbers)
    return {
        "key": new_row_key(),
        "name": _name(number),
        "sex": "女",
        "society_post": "常务理事",
        "phone": f"1540000{number % 10000:04}",
        "party_relation_unit": "东北师范大学物理学院党委",
        "party_status": "正式党员",
        **cells,
    }


def organization(kind="独立党支部", **cells) -> dict:
    return {
        "key": new_row_key(),
        "party_org_type": kind,
        "org_established": "2017年9月",
        "party_org_superior": "吉林大学物理学院党委",
        "party_work_funds": "5000",
        "party_venue_area": "60",
        "approval_document": "吉大物党发〔2017〕12号",
        "approval_date": "2017年9月18日",
        "member_units": "",
        "council_resolution": "2017年第2次理事会决议",
        **cells,
    }


def head_of(person: dict, **cells) -> dict:
    return {
        "key": new_row_key(),
        "name": person["name"],
        "age": "58",
        "birth_month": "",
        "education": "大学本科",
        "political_status": "中共党员",
        "inner_outer_posts": "理事长",
        "contact": person.get("phone") or person["mobile"],
        **cells,
    }


def leader_of(person: dict, **cells) -> dict:
    return {
        "key": new_row_key(),
        "organization": "",
        "name": person["name"],
        "age": "46",
        "birth_month": "",
        "education": "大学本科",
        "appointed_on": "2017年9月",
        "administrative_post": "秘书长",
        "contact": person.get("phone") or person["mobile"],
        **cells,
    }


def document(of, /, *, cadres=None, council=None, organizations=None, **cells) -> dict:
    """A registration that can be submitted: by default three full members, an independent branch
    led by the first cadre, and three council members of whom the first heads the society."""
    cadres = [cadre() for _ in range(3)] if cadres is None else cadres
    council = [council_member() for _ in range(3)] if council is None else council
    organizations = [organization()] if organizations is None else organizations
    everybody = [*cadres, *council]
    names = {(p["name"], p.get("mobile") or p.get("phone")) for p in everybody}
    heads = [head_of(council[0])] if council else [head_of(cadre(), political_status="群众")]
    leaders = []
    for row in organizations:
        leader = (council or cadres)[0] if "小组" in row["party_org_type"] else everybody[0]
        kind = row["party_org_type"] if len(organizations) > 1 else ""
        leaders.append(leader_of(leader, organization=kind))
    return {
        "cells": {
            "society": of.name,
            "support_unit": of.support_unit.name,
            "place": "长春市",
            "staff_count": str(len(cadres) + 3),
            "full_time_staff": "3",
            "subordinate_branches": "0",
            "party_member_count": str(len(names)),
            "activist_count": "1",
            "party_affairs_cadre_count": "1",
            "no_org_reason": "" if organizations else "秘书处暂没有党员",
            "no_org_reason_code": "",
            "no_cadres": "" if cadres else "1",
            "no_council_members": "" if council else "1",
            **cells,
        },
        "rows": {
            "heads": heads,
            "organizations": organizations,
            "party_leaders": leaders,
            "cadres": cadres,
            "council": council,
        },
    }
