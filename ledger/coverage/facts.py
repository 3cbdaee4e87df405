"""What coverage counts, as one SQL select: a row for each member society of a day, its columns the
dimensions that numbers, lists and parts are made of.

It is SQL by hand because the same select through the ORM takes twenty milliseconds to be written
each time, ten times longer than the database needs to answer it (docs/decisions/0006). Everything
that varies is a parameter.

"As of D" is what was valid on D as known now; discipline, place, support unit and reason are those
of today. Columns: society_id, discipline, area, unit (0: none), reason, advised, and of enums.py
cover, progress, gap; has_group, is_late (1 or 0).
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from accounts import clock
from filings.models import Cycle
from ledger.coverage.changes import GROUP
from ledger.coverage.rules import INDIVIDUAL_REASONS, SUPPORT_UNIT_REASONS


@dataclass(frozen=True)
class Facts:
    """A select with its parameters; queries.py reads from it as from a table."""

    sql: str
    params: dict
    groups: range | None = None  # of changes.py; all societies where None


# Who counts: Society.objects.members_on says the same.
MEMBERS = """s.member_from <= %(on)s AND (s.left_on IS NULL OR s.left_on > %(on)s)
      AND (s.deregistered_on IS NULL OR s.deregistered_on > %(on)s)"""

# Where each stands in the cycle.
STANDING = """
standing AS (
    SELECT s.id AS society_id, s.discipline, substr(s.place_code, 1, 4) AS area,
           COALESCE(s.support_unit_id, 0) AS unit, s.no_org_reason_code AS reason,
           COALESCE(f.advised, '') AS advised,
           CASE WHEN f.declared LIKE '%%party_committee%%' OR f.declared LIKE '%%general_branch%%'
                THEN 1
                WHEN f.declared LIKE '%%independent_branch%%' THEN 2
                WHEN f.declared LIKE '%%joint_branch%%' THEN 3
                WHEN f.declared LIKE '%%functional_group%%' THEN 4 END AS declared_rank,
           CASE WHEN f.declared LIKE '%%functional_group%%' THEN 1 ELSE 0 END AS declared_group,
           o.id AS obligation_id, o.due, o.first_submitted_at, f.return_due, {state} AS state
    FROM societies_society s
    LEFT JOIN filings_obligation o ON o.society_id = s.id AND o.cycle_id = %(cycle)s
        AND {owed_within}
    LEFT JOIN filings_filing f ON f.obligation_id = o.id AND f.state <> 'discarded'
    {events}
    WHERE {members} AND {within}
)"""
# Today's state stands on the filing.
STATE_NOW = ("f.state", "")
# That of an earlier day is the last event before its midnight, of whichever filing it was.
STATE_THEN = (
    "past.to_state",
    """LEFT JOIN (
        SELECT x.obligation_id, MAX(e.id) AS event_id
        FROM filings_event e JOIN filings_filing x ON x.id = e.filing_id
        WHERE x.cycle_id = %(cycle)s AND e.at < %(midnight)s GROUP BY x.obligation_id
    ) last ON last.obligation_id = o.id
    LEFT JOIN filings_event past ON past.id = last.event_id""",
)

PROGRESS = """
progress AS (
    SELECT standing.*, CASE
        WHEN obligation_id IS NULL THEN 'no_duty'
        WHEN state IS NULL OR state = 'discarded' THEN 'not_filed'
        ELSE state END AS progress
    FROM standing
)"""

# The strongest organization in force; a provisional branch covers nothing. Materialized: counted
# once, not for each society, where PostgreSQL does not know how few societies are asked for.
HELD = """
held AS (
    SELECT society_id, CASE kind
        WHEN 'party_committee' THEN 1 WHEN 'general_branch' THEN 1
        WHEN 'independent_branch' THEN 2 WHEN 'joint_branch' THEN 3
        WHEN 'functional_group' THEN 4 END AS held_rank,
        CASE kind WHEN 'functional_group' THEN 1 ELSE 0 END AS is_group
    FROM partyorgs_organizationmember
    WHERE society_id IS NOT NULL AND valid_from <= %(on)s
      AND (valid_until IS NULL OR valid_until > %(on)s) AND {within}{pending}
),
best AS MATERIALIZED (
    SELECT society_id, MIN(held_rank) AS best_rank, MAX(is_group) AS has_group
    FROM held GROUP BY society_id
),
officers AS MATERIALIZED (
    SELECT DISTINCT society_id FROM partyorgs_liaisonassignment
    WHERE valid_from <= %(on)s AND (valid_until IS NULL OR valid_until > %(on)s) AND {within}
)"""
PENDING = """
    UNION ALL SELECT society_id, declared_rank, declared_group
    FROM progress WHERE progress IN ('submitted', 'in_review')"""

# Late: past its due date and not filed in time (note 1; filings.rules.filed_in_time). Materialized:
# a condition on what is computed here lets PostgreSQL expect one row, and loop over all for each.
COVERED = """
covered AS MATERIALIZED (
    SELECT p.*, COALESCE(best.has_group, 0) AS has_group,
        CASE WHEN best_rank = 1 THEN 'larger'
             WHEN best_rank = 2 THEN 'independent_branch'
             WHEN best_rank = 3 THEN 'joint_branch'
             WHEN best_rank = 4 AND officers.society_id IS NOT NULL THEN 'group_liaison'
             WHEN best_rank = 4 THEN 'group'
             WHEN officers.society_id IS NOT NULL THEN 'liaison'
             ELSE 'none' END AS cover,
        CASE WHEN p.obligation_id IS NULL OR p.due >= %(on)s THEN 0
             WHEN p.first_submitted_at IS NULL OR {submitted_on} > p.due THEN 1
             WHEN p.progress = 'returned' AND p.return_due < %(on)s THEN 1
             ELSE 0 END AS is_late
    FROM progress p
    LEFT JOIN best ON best.society_id = p.society_id
    LEFT JOIN officers ON officers.society_id = p.society_id
)"""

# What stands between an uncovered society and its coverage: its filing, then the ledger's reason.
SELECT = """
SELECT society_id, discipline, area, unit, reason, advised, cover, has_group, progress, is_late,
    CASE WHEN cover <> 'none' THEN ''
         WHEN progress IN ('submitted', 'in_review') AND declared_rank IS NOT NULL THEN '1-waiting'
         WHEN reason IN ({support_unit}) THEN '3-support-unit'
         WHEN reason IN ({individual}) THEN '4-individual'
         WHEN reason <> '' OR advised <> '' THEN '2-able'
         ELSE '5-unknown' END AS gap
FROM covered"""


def local_date(column: str) -> str:
    """SQL for the day of a moment in Asia/Shanghai."""
    sql, params = connection.ops.datetime_cast_date_sql(column, (), settings.TIME_ZONE)
    return sql % tuple(f"'{param}'" for param in params)


def codes(values) -> str:
    """Our own codes as a list of SQL."""
    return ", ".join(f"'{value}'" for value in values)


def within(column: str, groups: range | None) -> str:
    """SQL for societies of neighbouring groups."""
    return "1 = 1" if groups is None else f"{column} BETWEEN %(first)s AND %(last)s"


def live(on: dt.date, *, cycle: Cycle, pending: bool = False, groups=None) -> Facts:
    """The facts of the ledger on a day, of all societies or of some groups (a range). `pending`
    counts organizations of filings that wait for approval as if they were approved."""
    state, events = STATE_NOW if on >= clock.today() else STATE_THEN
    tables = [
        STANDING.format(
            state=state,
            events=events,
            members=MEMBERS,
            within=within("s.id", groups),
            owed_within=within("o.society_id", groups),
        ),
        PROGRESS,
        HELD.format(pending=PENDING if pending else "", within=within("society_id", groups)),
        COVERED.format(submitted_on=local_date("p.first_submitted_at")),
    ]
    select = SELECT.format(
        support_unit=codes(SUPPORT_UNIT_REASONS), individual=codes(INDIVIDUAL_REASONS)
    )
    ops = connection.ops
    params = {
        "on": ops.adapt_datefield_value(on),
        "cycle": cycle.pk,
        "midnight": ops.adapt_datetimefield_value(clock.midnight_after(on)),
    }
    if groups is not None:
        params |= {"first": groups.start * GROUP, "last": groups.stop * GROUP - 1}
    return Facts(f"WITH {', '.join(tables)} {select}", params, groups)


FROZEN = """
SELECT society_id, discipline, area, COALESCE(support_unit_id, 0) AS unit,
    no_org_reason_code AS reason, advised, cover,
    CASE WHEN has_group THEN 1 ELSE 0 END AS has_group, progress,
    CASE WHEN is_late THEN 1 ELSE 0 END AS is_late, gap
FROM coverage_snapshotrow WHERE snapshot_id = %(snapshot)s"""


def frozen(snapshot) -> Facts:
    """The facts that a snapshot kept."""
    return Facts(FROZEN, {"snapshot": snapshot.pk})
