"""What the register holds, by the words with which lists speak of it; read once for all rows."""

from collections import defaultdict
from dataclasses import dataclass, field

from accounts.models import User
from societies.importing.columns import ACCOUNTS, SOCIETIES, UNITS
from societies.importing.rows import Lists
from societies.models import (
    PartyBodyName,
    Society,
    SocietyAccount,
    SocietyName,
    SupportUnit,
    SupportUnitName,
)


@dataclass
class Known:
    """Rows by current name, and to whom a former name belonged."""

    units: dict[str, SupportUnit] = field(default_factory=dict)
    former_units: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, int | None] = field(default_factory=dict)  # support unit's key
    societies: dict[str, Society] = field(default_factory=dict)
    former_societies: dict[str, str] = field(default_factory=dict)
    short_names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    slugs: dict[str, str] = field(default_factory=dict)  # current name
    users: dict[str, User] = field(default_factory=dict)
    filers: dict[str, list[User]] = field(default_factory=lambda: defaultdict(list))  # by slug


def known_register(lists: Lists) -> Known:
    """What these lists need to be compared with."""
    known = Known()
    if lists.rows(UNITS) or lists.rows(SOCIETIES):
        _read_units(known)
    if lists.rows(SOCIETIES) or lists.rows(ACCOUNTS):
        _read_societies(known)
    if lists.rows(ACCOUNTS):
        _read_accounts(known)
    return known


def _read_units(known: Known) -> None:
    units = SupportUnit.objects.in_bulk()
    current, former = _names(SupportUnitName, "unit_id")
    for name, key in current.items():
        known.units[name] = units[key]
    named = {key: name for name, key in current.items()}
    known.former_units = {name: named[key] for name, key in former.items()}
    bodies = PartyBodyName.objects.filter(valid_until=None)
    known.bodies = dict(bodies.values_list("name", "body__support_unit"))


def _read_societies(known: Known) -> None:
    societies = Society.objects.in_bulk()
    short = dict(SocietyName.objects.filter(valid_until=None).values_list("society", "short_name"))
    current, former = _names(SocietyName, "society_id")
    for name, key in current.items():
        society = known.societies[name] = societies[key]
        society.known_short_name = short[key]
        known.slugs[society.slug] = name
        if short[key]:
            known.short_names[short[key]].append(name)
    named = {key: name for name, key in current.items()}
    known.former_societies = {name: named[key] for name, key in former.items()}


def _names(model, owner: str) -> tuple[dict[str, int], dict[str, int]]:
    """Owners' keys by current and by former name."""
    current, former = {}, {}
    for name, key, until in model.objects.values_list("name", owner, "valid_until"):
        (former if until else current)[name] = key
    return current, former


def _read_accounts(known: Known) -> None:
    known.users = {user.username: user for user in User.objects.all()}
    by_key = {user.pk: user for user in known.users.values()}
    held = SocietyAccount.objects.filter(valid_until=None)
    for slug, user in held.values_list("society__slug", "user"):
        known.filers[slug].append(by_key[user])
