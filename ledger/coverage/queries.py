"""Coverage on a day, counted by the database: one grouped query gives every number of societies on
the page, and the same facts give the list behind each number."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.db import connection

from accounts.prepared import planned
from filings.models import Cycle
from filings.queries import current_cycle
from ledger.coverage.changes import GROUP
from ledger.coverage.enums import COUNTED, FILED, Cover, Measure
from ledger.coverage.facts import MEMBERS, Facts, codes, local_date, within
from ledger.coverage.forecast import Point, add_up
from ledger.coverage.remembered import FIRST, Counted

# What of a society the grouped query keeps apart.
DIMENSIONS = ("discipline", "cover", "has_group", "progress", "is_late", "gap")
COLUMNS = (*DIMENSIONS, "society_id", "area", "unit", "reason", "advised")

# Columns of the facts with the values that a society may have, all of them to be met.
Conditions = Iterable[tuple[str, Iterable]]


def cycle_of(on: dt.date) -> Cycle | None:
    """The campaign whose goal and deadline are meant on a day; the first one before any has
    opened."""
    return current_cycle(on) or Cycle.objects.order_by("year").first()


FEW_GROUPS = 64


def _fetch_few(sql: str, facts: Facts) -> list[dict]:
    """Of a few societies, as at most looks, by the plan that the database keeps for them; a plan
    for few would be a bad one for all."""
    few = facts.groups is not None and len(facts.groups) <= FEW_GROUPS
    return _fetch(*planned(sql, facts.params) if few else (sql, facts.params))


def _fetch(sql: str, params) -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def cells(facts: Facts) -> list[dict]:
    """How many societies there are of each combination of the DIMENSIONS: [{…, "n": 3}, …]."""
    names = ", ".join(DIMENSIONS)
    sql = f"SELECT {names}, COUNT(*) AS n FROM ({facts.sql}) facts GROUP BY {names}"
    return _fetch(sql, facts.params)


def by_group(facts: Facts) -> dict[int, Counted]:
    """The numbers of neighbouring groups of societies, counted from their facts."""
    found = {group: Counted() for group in facts.groups}
    for fact in _fetch_few(facts.sql, facts):
        part = found[fact["society_id"] // GROUP]
        part.cells[tuple(fact[name] for name in DIMENSIONS)] += 1
        if fact["cover"] == Cover.NONE:
            part.uncovered.append(tuple(fact[name] for name in IN_ORDER))
    for part in found.values():
        part.uncovered[:] = sorted(part.uncovered)[:FIRST]
    for group, moved in moves(facts).items():
        found[group].moves.update(moved)
    return found


def as_cells(counted: Counted) -> list[dict]:
    """What `cells` says, from numbers that were counted by group."""
    names = (*DIMENSIONS, "n")
    return [dict(zip(names, (*cell, n), strict=True)) for cell, n in counted.cells.items()]


def as_rows(counted: Counted) -> list[dict]:
    """What `rows` says of the first uncovered societies."""
    return [dict(zip(IN_ORDER, row, strict=True)) for row in counted.uncovered]


def _where(conditions: Conditions) -> tuple[str, dict]:
    """SQL of conditions, and their parameters."""
    parts, params = [], {}
    for column, values in conditions:
        assert column in COLUMNS
        names = []
        for value in values:
            name = f"p{len(params)}"
            params[name] = value
            names.append(f"%({name})s")
        parts.append(f"{column} IN ({', '.join(names)})" if names else "1 = 0")
    return " AND ".join(parts) or "1 = 1", params


def count(facts: Facts, conditions: Conditions) -> int:
    where, params = _where(conditions)
    sql = f"SELECT COUNT(*) AS n FROM ({facts.sql}) facts WHERE {where}"
    return _fetch(sql, facts.params | params)[0]["n"]


def rows(
    facts: Facts, conditions: Conditions, *, first: int = 0, last: int | None = None
) -> list[dict]:
    """The facts of a part of the societies, in the order in which coverage can come."""
    where, params = _where(conditions)
    limit = "" if last is None else f"LIMIT {last - first:d} OFFSET {first:d}"
    sql = f"""SELECT * FROM ({facts.sql}) facts WHERE {where}
        ORDER BY {", ".join(ORDER)} {limit}"""
    return _fetch(sql, facts.params | params)


ORDER = ("gap", "discipline", "society_id")
IN_ORDER = (*ORDER, *(name for name in COLUMNS if name not in ORDER))


def chunks(facts: Facts, *, size: int) -> Iterator[list[dict]]:
    """All facts, each society once, in the order of the register, a part at a time: one select, so
    that nothing moves between the parts."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM ({facts.sql}) facts ORDER BY society_id", facts.params)
        names = [column[0] for column in cursor.description]
        while part := cursor.fetchmany(size):
            yield [dict(zip(names, row, strict=True)) for row in part]


# The columns that societies are grouped by on the pages of parts.
PARTS = ("discipline", "area", "unit")


def parts(facts: Facts, by: str, *, first: int, last: int) -> list[dict]:
    """Numbers for each discipline, area or support unit: key, total, uncovered, one number for
    each Measure. Those with most uncovered societies first."""
    assert by in PARTS
    numbers = ", ".join(
        f"SUM(CASE WHEN cover IN ({codes(COUNTED[m])}) THEN 1 ELSE 0 END) AS {m.name.lower()}"
        for m in Measure
    )
    sql = f"""SELECT {by} AS key, COUNT(*) AS total, {numbers},
            SUM(CASE WHEN cover = '{Cover.NONE}' THEN 1 ELSE 0 END) AS uncovered
        FROM ({facts.sql}) facts GROUP BY {by}
        ORDER BY uncovered DESC, total DESC, key LIMIT {last - first:d} OFFSET {first:d}"""
    return _fetch(sql, facts.params)


def count_parts(facts: Facts, by: str) -> int:
    assert by in PARTS
    sql = f"SELECT COUNT(DISTINCT {by}) AS n FROM ({facts.sql}) facts"
    return _fetch(sql, facts.params)[0]["n"]


def reasons(facts: Facts) -> list[dict]:
    """Recorded reasons of the societies without an organization (directive's reading): code, n."""
    sql = f"""SELECT reason AS code, COUNT(*) AS n FROM ({facts.sql}) facts
        WHERE cover NOT IN ({codes(COUNTED[Measure.ORGANIZATION_DIRECTIVE])})
        GROUP BY reason ORDER BY n DESC, code"""
    return _fetch(sql, facts.params)


HISTORY = """
SELECT f.society_id / {size} AS society_group, {day} AS day,
    SUM(CASE WHEN e.to_state IN ({filed}) THEN 1 ELSE 0 END
        - CASE WHEN e.from_state IN ({filed}) THEN 1 ELSE 0 END) AS submitted,
    SUM(CASE WHEN e.to_state = 'approved' THEN 1 ELSE 0 END) AS approved
FROM filings_event e
JOIN filings_filing f ON f.id = e.filing_id
JOIN societies_society s ON s.id = f.society_id
WHERE f.cycle_id = %(cycle)s AND f.obligation_id IS NOT NULL AND e.at < %(midnight)s
  AND (e.to_state = 'approved' OR (e.from_state IN ({filed})) <> (e.to_state IN ({filed})))
  AND {members} AND {within} AND {filed_within}
GROUP BY society_group, {day}"""


def moves(facts: Facts) -> dict[int, Counter]:
    """How many filings were submitted (less those taken back) and approved: (day, 'submitted' or
    'approved') → number, for each group of societies."""
    sql = HISTORY.format(
        size=GROUP,
        day=local_date("e.at"),
        members=MEMBERS,
        filed=codes(FILED),
        within=within("s.id", facts.groups),
        filed_within=within("f.society_id", facts.groups),
    )
    found: dict[int, Counter] = defaultdict(Counter)
    for row in _fetch_few(sql, facts):
        day = dt.date.fromisoformat(str(row["day"]))  # SQLite has no dates
        for what in ("submitted", "approved"):
            found[row["society_group"]][day, what] = row[what]
    return found


def history(on: dt.date, moves: Iterable[Counter]) -> list[Point]:
    """What had been submitted and approved day by day, from the day before the first submission
    until `on`: added up from the events, so that its end is what `progress` says."""
    days = {"submitted": Counter(), "approved": Counter()}
    for part in moves:
        for (day, what), n in part.items():
            days[what][day] += n
    # Where as much was taken back as was submitted, nothing changed.
    submitted, approved = ({day: n for day, n in found.items() if n} for found in days.values())
    return add_up(submitted, approved, until=on)
