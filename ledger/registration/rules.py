"""Cross-checks of Tables 1–3: one list of findings for editor, submission, import and review."""

from filings.enums import Level
from filings.findings import Finding
from members import rules as people
from members.enums import PartyStatus
from partyorgs import rules as orgs
from partyorgs.enums import Advice, OrgKind

# GB/T 4762: a member, a probationary member.
STATUS_OF_CODE = {"01": PartyStatus.FULL, "02": PartyStatus.PROBATIONARY}


def cross_findings(values: dict, *, cycle, on) -> list[Finding]:
    """Everything that the rules say about clean values, beyond the single cells."""
    cells, rows = values["cells"], values["rows"]
    cadres, council = rows["cadres"], rows["council"]
    found = [
        *table_answered(cells, rows),
        orgs.reason_without_organization(cells, rows["organizations"]),
        orgs.full_time_within_staff(cells),
        orgs.activists_are_not_members(cells, cadres=len(cadres)),
        orgs.members_counted(cells, counted=len(people.distinct(cadres, council))),
        advised_form(values, cycle=cycle),
        *one_of_a_kind(rows["organizations"]),
        *[f for row in rows["organizations"] for f in organization(row, council, cycle, on)],
        *orgs.organization_has_leader(
            orgs.declared_kinds(rows["organizations"]), rows["party_leaders"]
        ),
        *[f for row in rows["party_leaders"] for f in leader(row, rows)],
        *[f for row in rows["heads"] for f in head(row, rows)],
        *([head_missing()] if not rows["heads"] else []),
        *[people.joined_too_young(row, f"cadres/{row['key']}") for row in cadres],
        *people.repeated_people("cadres", cadres, "table-2"),
        *people.repeated_people("council", council, "table-3"),
        *people.namesakes_across(cadres, council),
    ]
    return [finding for finding in found if finding]


def advice_for(values: dict, *, cycle) -> Advice | None:
    """What article 3 advises; None before Table 2 is filled or declared empty by its box."""
    cadres = values["rows"]["cadres"]
    if not cadres and not values["cells"]["no_cadres"]:
        return None
    return orgs.advise(
        full_members=people.full_members(cadres),
        members=len(cadres),
        threshold=cycle.branch_full_members,
    )


def advised_form(values, *, cycle) -> Finding | None:
    advice = advice_for(values, cycle=cycle)
    organizations = orgs.real_organizations(values["rows"]["organizations"])
    if advice is None or not organizations:
        return None
    branch = next(
        (row for row in organizations if row["party_org_type"] != OrgKind.FUNCTIONAL_GROUP),
        organizations[0],
    )
    return orgs.declared_against_advised(
        orgs.declared_kinds(organizations),
        advice,
        full_members=people.full_members(values["rows"]["cadres"]),
        members=len(values["rows"]["cadres"]),
        path=f"organizations/{branch['key']}/party_org_type",
    )


def table_answered(cells, rows) -> list[Finding]:
    """Tables 2 and 3 are filled or declared empty by their box; one or the other (article 3)."""
    found = []
    for group, box, table, label in (
        ("cadres", "no_cadres", "表2", "秘书处没有党员"),
        ("council", "no_council_members", "表3", "理事会没有党员"),
    ):
        if not rows[group] and not cells[box]:
            message = f"请填写{table}；确实没有的，请勾选“{label}”。"
        elif rows[group] and cells[box]:
            message = f"已勾选“{label}”，{table}却有 {len(rows[group])} 人，请改正其中一项。"
        else:
            continue
        found.append(_error(f"{group}_answered", message, (box, group), "article-3"))
    return found


def one_of_a_kind(organizations) -> list[Finding]:
    """A society has at most one organization of a kind."""
    found, seen = [], {}
    for row in orgs.real_organizations(organizations):
        kind = OrgKind(row["party_org_type"])
        if kind in seen:
            path = f"organizations/{row['key']}/party_org_type"
            message = f"{kind.label}填了两次，每类只能有一个。"
            found.append(_error("one_of_a_kind", message, (path, seen[kind]), "table-1"))
        seen.setdefault(kind, f"organizations/{row['key']}/party_org_type")
    return found


def organization(row, council, cycle, on) -> list[Finding | None]:
    path = f"organizations/{row['key']}"
    return [
        orgs.organization_has_date(row, path),
        orgs.established_in_future(row, path, on=on),
        orgs.established_day_needed(row, path, deadline=cycle.deadline),
        orgs.group_has_members(
            row, path, council_members=len(council), minimum=cycle.group_members
        ),
        orgs.group_has_resolution(row, path),
    ]


def leader(row, rows) -> list[Finding | None]:
    """A secretary has an age, stands in Table 2 or 3, and a group's leader has the right post."""
    path = f"party_leaders/{row['key']}"
    kinds = orgs.declared_kinds(rows["organizations"])
    led = row["organization"] or (kinds[0] if len(kinds) == 1 else None)
    return [
        age_given(row, path),
        in_tables(row, path, rows) if row["name"] else None,
        orgs.group_leader_post(row, path) if led == OrgKind.FUNCTIONAL_GROUP else None,
    ]


def head(row, rows) -> list[Finding | None]:
    path = f"heads/{row['key']}"
    is_member = row["political_status"] in STATUS_OF_CODE
    return [age_given(row, path), in_tables(row, path, rows) if is_member else None]


def head_missing() -> Finding:
    return _error("head_missing", "请填写学会负责人。", ("heads",), "table-1")


def age_given(row, path) -> Finding | None:
    """Table 1 asks for an age; a month of birth gives it."""
    if row["age"] is not None or row["birth_month"]:
        return None
    return _error(
        "age_given",
        "请填写年龄，或填写出生日期。",
        (f"{path}/age", f"{path}/birth_month"),
        "table-1",
    )


def in_tables(row, path, rows) -> Finding | None:
    """The secretary, and heads who are members, appear in Table 2 or 3 (党员总数 counts them)."""
    name = row["name"]
    if not name or any(name == other["name"] for other in (*rows["cadres"], *rows["council"])):
        return None
    return Finding(
        rule="in_tables",
        level=Level.WARNING,
        message=f"“{name}”是党员，但表2、表3 中没有这个人。",
        paths=(f"{path}/name",),
        articles=("table-1",),
    )


def _error(rule, message, paths, article) -> Finding:
    return Finding(rule=rule, level=Level.ERROR, message=message, paths=paths, articles=(article,))
