"""Questions about changes to the register."""

import datetime as dt

from societies.models import DatedName, PartyBody


def renaming_problem(current: DatedName, *, name: str, on: dt.date, fields: dict) -> str:
    """Why a name does not follow the one that is current; '' where it may."""
    kept = name == current.name
    if kept and all(value == getattr(current, field) for field, value in fields.items()):
        return "新名称与现在的名称相同。"
    if on <= current.valid_from:
        since = f"{current.valid_from:%Y年%-m月%-d日}"
        return f"现在的名称“{current.name}”自{since}启用，新名称须晚于这一天启用。"
    return ""


def superior_problem(body: PartyBody) -> str:
    """Why a Party body cannot stand under the one that it names; '' where it can: none stands
    above itself (党组织关系隶属 leads upwards)."""
    above = body.parent
    while above is not None:
        if above.pk == body.pk:
            return "上级党组织不能是它自己，或它的下级。"
        above = above.parent
    return ""
