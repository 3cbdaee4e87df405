"""Party members of the member societies by age, degree, sex and status: counts, never persons. One
row is one society's declaration: who serves in two societies is counted in both."""

import datetime as dt

from django.db.models import Case, Count, F, Q, Value, When

from ledger.coverage.suppression import OTHER, Counts
from members.enums import PartyStatus
from members.models import Person
from societies.models import Society

# Oldest age of each band; the last one is open.
BANDS = (35, 45, 55, 60)
CATEGORIES: dict[str, dict[str, str]] = {
    "age": {
        "35": "35岁及以下",
        "45": "36—45岁",
        "55": "46—55岁",
        "60": "56—60岁",
        "61": "61岁及以上",
        OTHER: "未填",
    },
    "degree": {"2": "博士", "3": "硕士", "4": "学士", OTHER: "无学位或未填"},
    "sex": {"1": "男", "2": "女", OTHER: "未填"},
    "status": {PartyStatus.FULL: "正式党员", PartyStatus.PROBATIONARY: "预备党员", OTHER: "未注明"},
}
TITLES = {"age": "年龄", "degree": "学位", "sex": "性别", "status": "党员类别"}


def _age(on: dt.date) -> Case:
    """Bands by completed years on a day (filings.fields.dates.age_at); the declared age where the
    month of birth is unknown."""
    first = on.replace(day=1)
    bands = []
    for oldest in BANDS:
        younger = first.replace(year=on.year - oldest - 1)
        young = Q(birth_month__gt=younger) | Q(birth_month=None, declared_age__lte=oldest)
        bands.append(When(young, then=Value(str(oldest))))
    known = Q(birth_month__isnull=False) | Q(declared_age__isnull=False)
    return Case(*bands, When(known, then=Value("61")), default=Value(OTHER))


def _degree() -> Case:
    """The levels of degrees.csv are the first digits of its codes; honorary ones are none."""
    levels = [When(degree__startswith=d, then=Value(d)) for d in CATEGORIES["degree"] if d != OTHER]
    return Case(*levels, default=Value(OTHER))


def members_on(on: dt.date):
    """Party members whom societies declared and who had not left, with one column for each
    title."""
    return (
        Person.objects.current(on)
        .party_members()
        .filter(society__in=Society.objects.members_on(on).values("pk"))
        .annotate(
            by_age=_age(on),
            by_degree=_degree(),
            by_sex=Case(When(sex__in=("1", "2"), then=F("sex")), default=Value(OTHER)),
            by_status=Case(
                When(party_status=PartyStatus.UNKNOWN, then=Value(OTHER)), default=F("party_status")
            ),
        )
        .order_by()
    )


def totals(on: dt.date) -> dict[str, Counts]:
    """All breakdowns of a day, from one query: {'age': {'35': 12, …}, …}, zeros included."""
    found = {by: dict.fromkeys(names, 0) for by, names in CATEGORIES.items()}
    columns = {by: f"by_{by}" for by in CATEGORIES}
    for row in members_on(on).values(*columns.values()).annotate(n=Count("pk")):
        for by, column in columns.items():
            found[by][row[column]] += row["n"]
    return found


def by_society(on: dt.date, by: str) -> dict[int, Counts]:
    """One breakdown of each society that has members: {society pk: {'35': 3, …}, …}."""
    found: dict[int, Counts] = {}
    grouped = members_on(on).values_list("society", f"by_{by}").annotate(n=Count("pk"))
    for society, key, number in grouped:
        found.setdefault(society, dict.fromkeys(CATEGORIES[by], 0))[key] = number
    return found
