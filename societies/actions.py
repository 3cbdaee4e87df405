"""Changes to the register, by those who keep it. Each is recorded: the act in the audit record, the
values in the histories of the rows (societies.desk.history shows them)."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from societies.enums import Membership, Process
from societies.holds import hold_on
from societies.membership import follow_admission, follow_leaving
from societies.models import CouncilTerm, PartyBody, Society, SupportUnit, SupportUnitName
from societies.rules import renaming_problem, superior_problem


def pinyin_initials(name: str) -> str:
    """'吉林省力学学会' → 'jlslxxh'."""
    # A second and fifty megabytes of tables that only new names need.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:60]


def _save(row, *, by=None, reason=""):
    """Check and save a row of the register; its history says who and why. Raises ValidationError,
    also where somebody else was quicker."""
    if by is not None:
        row._history_user = by
    row._change_reason = reason[:100]
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise ValidationError("刚才有人改动了同一项，请刷新后重试。") from None
    return row


def _locked(row):
    """The row as it is now, kept from others until the transaction ends."""
    return type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)


def _check_day(label: str, on: dt.date) -> None:
    if on > clock.today():
        raise ValidationError(f"{label}不能晚于今天。")


def _record(row, changed: dict, *, by, request=None) -> None:
    """`changed` maps what changed to [before, after], or to what was entered."""
    target = getattr(row, "slug", "") or f"{row._meta.verbose_name} {row.pk}"
    detail = {"changed": changed}
    audit(AuditAction.CHANGE_REGISTER, by=by, request=request, target=target, detail=detail)


def _name(row, name: str, *, by, **fields) -> None:
    """Give a new row its first name."""
    names = row.names
    _save(names.model(**{names.field.name: row}, name=name, **fields), by=by)


def free_slug(name: str) -> str:
    """An address for a society that was given none: the initials of its name, numbered if taken."""
    slug = initials = pinyin_initials(name)
    number = 1
    while Society.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{initials}-{number}"
    return slug


@transaction.atomic
def add_society(*, name, short_name="", slug="", by=None, request=None, **fields):
    """Enter a society with its first name. `fields` are those of the model. Raises
    ValidationError."""
    initials = pinyin_initials(name)
    society = Society(slug=slug or free_slug(name), pinyin_initials=initials, **fields)
    _save(society, by=by)
    _name(society, name, short_name=short_name, by=by)
    if by is not None:
        _record(society, {"society": name}, by=by, request=request)
    return society


def find_support_unit(name: str) -> SupportUnit | None:
    """The unit that bears or bore this exact name."""
    rows = SupportUnitName.objects.select_related("unit").filter(name=name.strip())
    row = rows.order_by("-valid_from").first()
    return row.unit if row else None


@transaction.atomic
def add_support_unit(name: str, *, by=None, request=None, **fields) -> SupportUnit:
    """Enter a support unit. `fields` are those of the model. Raises ValidationError."""
    unit = _save(SupportUnit(**fields), by=by)
    _name(unit, name, by=by)
    if by is not None:
        _record(unit, {"support_unit": name}, by=by, request=request)
    return unit


@transaction.atomic
def add_party_body(name: str, *, by=None, request=None, **fields) -> PartyBody:
    """Enter a Party body with the body above it. Raises ValidationError."""
    body = _save(PartyBody(**fields), by=by)
    _name(body, name, by=by)
    if by is not None:
        _record(body, {"party_body": name}, by=by, request=request)
    return body


@transaction.atomic
def change(row, *, by, request=None, **fields):
    """Change what is kept of a society, support unit or Party body by hand: only the given fields,
    so that two who change different ones do not undo each other. Raises ValidationError."""
    row = _locked(row)
    before = {name: getattr(row, name) for name in fields}
    changed = {
        name: [str(before[name] or ""), str(value or "")]
        for name, value in fields.items()
        if value != before[name]
    }
    if not changed:
        return row
    for name in changed:
        setattr(row, name, fields[name])
    if isinstance(row, PartyBody) and (problem := superior_problem(row)):
        raise ValidationError(problem)
    _save(row, by=by)
    _record(row, changed, by=by, request=request)
    return row


@transaction.atomic
def rename(named, *, name: str, on: dt.date, by=None, request=None, **fields):
    """End the name of a society, support unit or Party body on the day `on`, and begin the new
    one. Raises ValidationError, also for the second of two who do it at once."""
    row = _locked(named)
    before = _rename(row, name=name, on=on, by=by, **fields)
    if isinstance(row, Society):
        named.pinyin_initials = row.pinyin_initials
        _save(row, by=by)
    if by is not None:
        _record(row, {"name": [before, name]}, by=by, request=request)


def _rename(row, *, name: str, on: dt.date, by, **fields) -> str:
    """Of a locked row; gives the name that it had. A society is found by its new initials as soon
    as the name is in force."""
    current = row.names.select_for_update().get(valid_until=None)
    if problem := renaming_problem(current, name=name, on=on, fields=fields):
        raise ValidationError(problem)
    current.valid_until = on
    _save(current, by=by)
    _name(row, name, valid_from=on, by=by, **fields)
    if isinstance(row, Society) and on <= clock.today():
        row.pinyin_initials = pinyin_initials(name)
    return current.name


@transaction.atomic
def change_register(society, *, by, name=None, support_unit=None, place_code=None, source=""):
    """Apply what an approved filing proposed for Table 1's name, support unit and place. Recorded
    with its source. Raises ValidationError."""
    row, changed = _locked(society), {}
    if name and name != row.name:
        changed["name"] = [row.name, name]
        _rename(row, name=name, on=clock.today(), by=by)
    if support_unit and support_unit != row.support_unit:
        changed["support_unit"] = [str(row.support_unit or ""), support_unit.name]
        row.support_unit = support_unit
    if place_code and place_code != row.place_code:
        changed["place"] = [row.place_code, place_code]
        row.place_code = place_code
    if changed:
        _save(row, by=by, reason=f"批准申报 {source}")
        detail = {"changed": changed, "source": source}
        audit(AuditAction.CHANGE_REGISTER, by=by, target=row.slug, detail=detail)
    return changed


@transaction.atomic
def admit(society, *, by, on: dt.date, basis: str, request=None):
    """Make an applicant a member from a day on (article 4), on the paper named in `basis`; what it
    owes from then on follows (societies.membership). Raises ValidationError."""
    row = _locked(society)
    if row.membership != Membership.APPLICANT:
        raise ValidationError(f"{row.name}现在是“{row.get_membership_display()}”，不能办理入会。")
    _check_day("入会日期", on)
    row.membership, row.member_from = Membership.MEMBER, on
    _save(row, by=by, reason=basis)
    follow_admission(row, by=by, on=on)
    _record(row, {"admitted": on.isoformat(), "basis": basis}, by=by, request=request)
    return row


@transaction.atomic
def leave(society, *, by, on: dt.date, reason: str, request=None):
    """End a society's membership (退会) on a day, with the reason; its open filings end with it
    (societies.membership). Raises ValidationError."""
    follow_leaving(society, by=by, reason=reason)
    row = _locked(society)
    if row.membership != Membership.MEMBER:
        raise ValidationError(f"{row.name}现在是“{row.get_membership_display()}”，不能办理退会。")
    _check_day("退会日期", on)
    row.membership, row.left_on, row.left_reason = Membership.LEFT, on, reason
    _save(row, by=by)
    follow_leaving(row, by=by, reason=reason)
    _record(row, {"left": on.isoformat(), "reason": reason}, by=by, request=request)
    return row


@transaction.atomic
def begin_council_term(society, *, number: int, starts_on, ends_on, by, request=None):
    """Enter the next term of a society's council (换届). Raises ValidationError, also where the
    election is held (换届暂缓)."""
    _locked(society)
    if reason := hold_on(society, Process.ELECTION, on=clock.today()):
        raise ValidationError(reason)
    term = CouncilTerm(society=society, number=number, starts_on=starts_on, ends_on=ends_on)
    _save(term, by=by)
    _record(society, {"council_term": number}, by=by, request=request)
    return term
