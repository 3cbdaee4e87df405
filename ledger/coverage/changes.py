"""Which societies' figures changed since they were counted: triggers on the counted tables note it
in the transaction of the change, whoever makes it (docs/decisions/0015).

A change only ever inserts a row, so that nobody waits for anybody. The numbers of its group of
societies are as remembered while the sum of the group's tokens is the same. Tokens are random: a
sum does not come back, neither after a rollback nor after `forget`.
"""

from collections.abc import Iterable

from django.db import connection, connections, transaction

from ledger.coverage.models import Change

# Societies with neighbouring primary keys that are counted again together. The triggers know this
# number: after changing it, migrate.
GROUP = 16
EVERYBODY = None  # the group of a change to all

# What facts.py counts from, and the society of a row.
TABLES = {
    "societies_society": "{row}.id",
    "filings_obligation": "{row}.society_id",
    "filings_filing": "{row}.society_id",
    "filings_event": "(SELECT society_id FROM filings_filing WHERE id = {row}.filing_id)",
    "partyorgs_organizationmember": "{row}.society_id",
    "partyorgs_liaisonassignment": "{row}.society_id",
}
# A draft is saved every few seconds; only these columns of a filing count.
WATCHED = {
    "filings_filing": (
        "state",
        "declared",
        "advised",
        "return_due",
        "society_id",
        "obligation_id",
        "cycle_id",
    ),
}
ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}

TOKEN = {
    "sqlite": "abs(random()) % 1099511627776",
    "postgresql": "(random() * 1099511627776)::bigint",
}
INSERT = """INSERT INTO coverage_change (society_group, token)
SELECT society / {size}, {token} FROM ({societies}) changed WHERE society IS NOT NULL"""
CREATE = {
    "sqlite": ("CREATE TRIGGER {name} AFTER {verb} ON {table} {when} BEGIN {insert}; END",),
    "postgresql": (
        """CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$
        BEGIN {insert}; RETURN NULL; END $$ LANGUAGE plpgsql""",
        """CREATE TRIGGER {name} AFTER {verb} ON {table}
        FOR EACH ROW {when} EXECUTE FUNCTION {name}()""",
    ),
}
DROP = {
    "sqlite": "DROP TRIGGER IF EXISTS {name}",
    "postgresql": "DROP TRIGGER IF EXISTS {name} ON {table}",
}
# The triggers there are, and what they do.
FOUND = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": """SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE tgenabled <> 'D'""",
}
DIFFERENT = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}

REVISIONS = f"""
SELECT society_group, CAST(SUM(token) AS bigint) FROM coverage_change GROUP BY society_group
UNION ALL SELECT -1, MAX(id) / {GROUP} FROM societies_society"""


def revisions() -> tuple[int | None, int, dict[int, int]]:
    """What numbers are remembered under: the token of everybody, how many groups there are, and
    the tokens of those that changed. To be read before the numbers: what is committed in between
    then makes them old, never new."""
    with connection.cursor() as cursor:
        cursor.execute(REVISIONS)
        found = dict(cursor.fetchall())
    last, everybody = found.pop(-1), found.pop(EVERYBODY, None)
    return everybody, 0 if last is None else last + 1, found


def runs(groups: Iterable[int]) -> list[range]:
    """Neighbouring groups as ranges: 3, 4, 5, 9 → 3 to 5, and 9."""
    found: list[range] = []
    for group in sorted(groups):
        if found and found[-1].stop == group:
            found[-1] = range(found[-1].start, group + 1)
        else:
            found.append(range(group, group + 1))
    return found


@transaction.atomic
def forget() -> None:
    """Everything is counted again at the next look, and the notes of changes take no more space."""
    Change.objects.all().delete()
    with connection.cursor() as cursor:
        token = TOKEN[connection.vendor]
        cursor.execute(f"INSERT INTO coverage_change (society_group, token) VALUES (NULL, {token})")


def drop_triggers(using, **_) -> None:
    """Before migrating: SQLite migrates a table by making it anew, which triggers of other tables
    that name it would forbid."""
    with connections[using].cursor() as cursor:
        for table, verb in _triggers():
            sql = DROP[connections[using].vendor]
            cursor.execute(sql.format(name=_name(table, verb), table=table))


def create_triggers(using, **_) -> None:
    """After migrating, when all tables are there: what SQLite made anew has lost its triggers."""
    there = set(connections[using].introspection.table_names())
    if not there.issuperset([*TABLES, Change._meta.db_table]):
        return
    drop_triggers(using)
    vendor = connections[using].vendor
    with connections[using].cursor() as cursor:
        for table, verb in _triggers():
            for sql in _statements(table, verb, vendor):
                cursor.execute(sql)
    forget()


def _statements(table: str, verb: str, vendor: str) -> list[str]:
    """What creates a trigger; the first says what it does."""
    societies = " UNION ".join(
        f"SELECT {TABLES[table].format(row=row)} AS society" for row in ROWS[verb]
    )
    words = {
        "name": _name(table, verb),
        "table": table,
        "verb": verb,
        "when": _when(table, verb, DIFFERENT[vendor]),
        "insert": INSERT.format(size=GROUP, token=TOKEN[vendor], societies=societies),
    }
    return [sql.format(**words) for sql in CREATE[vendor]]


def missing_triggers() -> tuple[int, list[str]]:
    """How many triggers there must be, and the names of those that are not there, are switched off
    or do something else."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND[connection.vendor])
        found = dict(cursor.fetchall())
    names = []
    for table, verb in _triggers():
        body = found.get(_name(table, verb))
        if body is None or body not in _statements(table, verb, connection.vendor)[0]:
            names.append(_name(table, verb))
    return len(_triggers()), names


def _triggers() -> list[tuple[str, str]]:
    return [(table, verb) for table in TABLES for verb in ROWS]


def _name(table: str, verb: str) -> str:
    return f"coverage_{table}_{verb.lower()}"


def _when(table: str, verb: str, different: str) -> str:
    if verb != "UPDATE" or table not in WATCHED:
        return ""
    changed = " OR ".join(f"OLD.{name} {different} NEW.{name}" for name in WATCHED[table])
    return f"WHEN ({changed})"
