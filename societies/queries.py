"""Questions about the register: who files, which place a text names."""

from functools import cache, lru_cache, reduce
from operator import or_

from django.db.models import Q, Subquery

from accounts.models import User
from accounts.prepared import Prepared
from societies import codes
from societies.models import (
    Society,
    SocietyAccount,
    SocietyName,
    SupportUnitName,
    filed_by,
    is_latin,
    row_on,
)


def _filers(**societies):
    held = SocietyAccount.objects.filter(**societies, valid_until=None)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def filers_of(societies):
    """The accounts (a queryset of users) that file for some of `societies` now."""
    return _filers(society__in=societies)


_filers_of_one = Prepared(lambda society: _filers(society=society))


def filers_of_society(society_pk: int) -> list[User]:
    """The accounts that file for a society now."""
    return _filers_of_one(society_pk)


_files_for_society = Prepared(lambda user, society: filed_by(user).filter(society=society))


def files_for_society(user, society_pk: int) -> bool:
    """Whether somebody files for a society now."""
    return bool(_files_for_society(user.pk, society_pk))


_names = Prepared(lambda society: SocietyName.objects.filter(society=society))
_unit_names = Prepared(lambda unit: SupportUnitName.objects.filter(unit=unit))


def read_names(society) -> None:
    """Read the names of one society and of its support unit, which lists prefetch."""
    _keep_names(society, _names(society.pk))
    if society.support_unit:
        _keep_names(society.support_unit, _unit_names(society.support_unit_id))


_societies_of = Prepared(lambda user: Society.objects.of_filer(user).select_related("support_unit"))
_names_of = Prepared(lambda user: SocietyName.objects.filter(society__in=filed_by(user)))
_unit_names_of = Prepared(
    lambda user: SupportUnitName.objects.filter(
        unit__in=Society.objects.of_filer(user).values("support_unit")
    )
)


def societies_of_filer(user) -> list[Society]:
    """The societies for which a secretary files today, with all names."""
    societies = _societies_of(user.pk)
    names, unit_names = _names_of(user.pk), _unit_names_of(user.pk)
    for society in societies:
        _keep_names(society, [row for row in names if row.society_id == society.pk])
        if unit := society.support_unit:
            _keep_names(unit, [row for row in unit_names if row.unit_id == unit.pk])
    return societies


@cache
def _names_of_few(number: int) -> Prepared:
    def build(*keys):
        return SocietyName.objects.filter(reduce(or_, (Q(society=key) for key in keys)))

    return Prepared(build, arity=number)


def names_on(keys, on) -> dict[int, str]:
    """The names of societies on a day, by primary key."""
    rows = {key: [] for key in keys}
    is_few = 0 < len(rows) <= 10  # as overviews name
    every = SocietyName.objects.filter(society__in=rows)
    for row in _names_of_few(len(rows))(*rows) if is_few else every:
        rows[row.society_id].append(row)
    return {key: found.name if (found := row_on(rows[key], on)) else "" for key in rows}


def _keep_names(named, rows: list) -> None:
    """From now on these rows are what `named.names.all()` gives, as after prefetch_related."""
    names = named.names.all()
    names._result_cache, names._prefetch_done = rows, True
    named._prefetched_objects_cache = {"names": names}


def name_on(names, on) -> Subquery:
    """The name in force on a day, of dated names (a queryset with an outer reference)."""
    return Subquery(names.filter(valid_from__lte=on).order_by("-valid_from").values("name")[:1])


def find_region(text: str | None) -> str | None:
    """The code of the smallest current place of Jilin that a text names ('长春市朝阳区' → 220104).

    A bare '朝阳' names none: only full names such as 长春市, 朝阳区, 德惠市 count.
    """
    text = text or ""
    found = [
        region
        for region in codes.jilin_regions()
        if region.status == "current" and region.name in text and region.level != "province"
    ]
    parents = {region.code for region in found}
    nested = [region for region in found if region.parent in parents]
    return (nested or found)[0].code if found else None


FEW = 1000


def searched(rows, ways, text: str, *values):
    """The `rows` that one of `ways(societies, *values)` finds: conditions by the societies (keys)
    that a text names and by other values, whose SQL is written once (see Prepared)."""
    given = (text, text.lower(), *values)
    few = _few(rows.model, ways, len(given), is_latin(text))(*given)
    if not few:
        return rows.none()
    if len(few) > FEW:
        societies = Society.objects.search(text).values("pk")
        return rows.filter(pk__in=_union(rows.model, ways(societies, *values)))
    return with_keys(rows, set(few))


@lru_cache
def _few(model, ways, arity: int, is_latin: bool) -> Prepared:
    def build(text, letters, *values):
        societies = Society.objects.called(text, letters, is_latin=is_latin).values("pk")
        # All, with repeated ones: then the database stops as soon as there are too many.
        return _union(model, ways(societies, *values), all=True)[: FEW + 1]

    return Prepared(build, arity, keep_plan=False)


def _union(model, ways, **options):
    """Keys. A union and not OR, for which the database would read all of a million people."""
    every = model.objects.order_by().values_list("pk", flat=True)
    first, *others = [every.filter(way) for way in ways]
    return first.union(*others, **options)


def with_keys(rows, few):
    """The `rows` with one of a few keys: the database then cannot guess wrong how many there are,
    and finds them only once. Where nothing else narrows the rows, `known_count` says it, too."""
    found = rows.filter(pk__in=few)
    if not rows.query.where:
        found.known_count = len(few)
    return found
