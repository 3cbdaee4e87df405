"""Changes to the register, by those who keep it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from pypinyin import Style, lazy_pinyin

from accounts import clock
from accounts.actions import audit, invite
from accounts.enums import AuditAction, Role
from societies.enums import Process
from societies.holds import hold_on
from societies.models import (
    CouncilTerm,
    Society,
    SocietyAccount,
    SocietyName,
    SupportUnit,
    SupportUnitName,
)


def pinyin_initials(name: str) -> str:
    """'吉林省力学学会' → 'jlslxxh'."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:60]


@transaction.atomic
def add_society(*, name, short_name="", slug, discipline, place_code, support_unit=None, **fields):
    """Enter a society with its first name. `fields` are those of the model. Raises
    ValidationError."""
    society = Society(
        slug=slug,
        discipline=discipline,
        place_code=place_code,
        support_unit=support_unit,
        pinyin_initials=pinyin_initials(name),
        **fields,
    )
    society.full_clean()
    society.save()
    SocietyName.objects.create(society=society, name=name, short_name=short_name)
    return society


def find_support_unit(name: str) -> SupportUnit | None:
    """The unit that bears or bore this exact name."""
    row = SupportUnitName.objects.select_related("unit").filter(name=name.strip()).first()
    return row.unit if row else None


@transaction.atomic
def add_support_unit(name: str) -> SupportUnit:
    unit = SupportUnit.objects.create()
    SupportUnitName.objects.create(unit=unit, name=name)
    return unit


@transaction.atomic
def rename(named, *, name: str, on: dt.date, **fields):
    """End the name of a society, support unit or Party body on the day `on`, and begin the new
    one."""
    current = named.names.select_for_update().get(valid_until=None)
    current.valid_until = on
    current.save(update_fields=["valid_until"])
    named.names.create(name=name, valid_from=on, **fields)


@transaction.atomic
def change_register(society, *, by, name=None, support_unit=None, place_code=None, source=""):
    """Apply what an approved filing proposed for Table 1's name, support unit and place. Recorded
    with its source."""
    changed = {}
    if name and name != society.name:
        changed["name"] = [society.name, name]
        rename(society, name=name, on=clock.today())
        society.pinyin_initials = pinyin_initials(name)
    if support_unit and support_unit != society.support_unit:
        changed["support_unit"] = [str(society.support_unit or ""), support_unit.name]
        society.support_unit = support_unit
    if place_code and place_code != society.place_code:
        changed["place"] = [society.place_code, place_code]
        society.place_code = place_code
    if changed:
        society.full_clean()
        society.save()
        audit(
            AuditAction.CHANGE_REGISTER,
            by=by,
            target=society.slug,
            detail={"changed": changed, "source": source},
        )
    return changed


@transaction.atomic
def begin_council_term(society, *, number: int, starts_on, ends_on, by, request=None):
    """Enter the next term of a society's council (换届). Raises ValidationError, also where the
    election is held (换届暂缓)."""
    Society.objects.select_for_update(of=("self",)).get(pk=society.pk)
    if reason := hold_on(society, Process.ELECTION, on=clock.today()):
        raise ValidationError(reason)
    term = CouncilTerm(society=society, number=number, starts_on=starts_on, ends_on=ends_on)
    term.full_clean()
    term.save()
    detail = {"changed": {"council_term": number}}
    audit(AuditAction.CHANGE_REGISTER, by=by, request=request, target=society.slug, detail=detail)
    return term


def let_file(society, user):
    """Give a secretary's account the right to file for a society."""
    account, _ = SocietyAccount.objects.get_or_create(society=society, user=user, valid_until=None)
    return account


@transaction.atomic
def invite_filer(society, *, username, name, phone="", email="", by, request=None):
    """An account that files for a society. Gives (user, token) as accounts.actions.invite."""
    user, token = invite(
        username=username,
        name=name,
        role=Role.SECRETARY,
        phone=phone,
        email=email,
        by=by,
        request=request,
    )
    let_file(society, user)
    return user, token


@transaction.atomic
def hand_over(society, *, by, to, request=None):
    """Stop filing for a society because a colleague goes on: `to` must file for it already and have
    taken up the account. Raises ValidationError. What `by` filed stays under their name."""
    held = society.accounts.select_for_update().filter(valid_until=None)
    own = held.filter(user=by).first()
    if own is None or to == by or not held.filter(user=to, user__is_active=True).exists():
        raise ValidationError("只能移交给已启用账号的本学会同事。")
    own.valid_until, own.ended_by = clock.today(), by
    own.save(update_fields=["valid_until", "ended_by"])
    detail = {"to": to.username}
    audit(AuditAction.HAND_OVER, by=by, request=request, target=society.slug, detail=detail)
