"""Who counts as a Party member, who is one person, and what cannot be true of a person (articles 2,
3; Tables 2, 3). People are rows of clean values as the schemas give them."""

from collections import defaultdict

from filings.enums import Level
from filings.findings import Finding
from members.enums import PartyStatus

JOINING_AGE = 18  # Constitution of the Party, article 1


def full_members(people: list[dict]) -> int:
    """Full members 正式党员; probationary ones do not count towards article 3's three."""
    return sum(person.get("party_status") == PartyStatus.FULL for person in people)


def phones_of(person: dict) -> set[str]:
    """All numbers of a row, whichever cell they stand in."""
    cells = (person.get(name) or "" for name in ("mobile", "phone", "contact"))
    return {number for cell in cells for number in cell.split(";") if number}


def same_person(one: dict, other: dict) -> bool:
    """Whether two rows are proposed as one person: the same name and a number or month of birth in
    common. The filer confirms it by the declaration."""
    if not one.get("name") or one["name"] != other.get("name"):
        return False
    months = {one.get("birth_month"), other.get("birth_month")}
    return bool(phones_of(one) & phones_of(other)) or (len(months) == 1 and months != {None})


def distinct(*groups: list[dict]) -> list[dict]:
    """The people of several groups, each once; a person is represented by the first row."""
    people: list[dict] = []
    namesakes = defaultdict(list)
    for row in (row for group in groups for row in group):
        name = row.get("name")
        if not any(same_person(row, known) for known in namesakes[name]):
            people.append(row)
            namesakes[name].append(row)
    return people


def joined_too_young(person: dict, path: str) -> Finding | None:
    """Nobody joins the Party before 18 (Table 2: 出生日期 and 入党日期)."""
    born, joined = person.get("birth_month"), person.get("joined_party_on")
    if not born or not joined:
        return None
    months = (joined.year - born.year) * 12 + joined.month - born.month
    if months >= JOINING_AGE * 12:
        return None
    return Finding(
        rule="joined_at_18",
        level=Level.ERROR,
        message=(
            f"入党日期{joined.text}时不满 {JOINING_AGE} 周岁"
            f"（出生日期{born.text}，当时 {months // 12} 岁）。"
        ),
        paths=(f"{path}/joined_party_on", f"{path}/birth_month"),
        articles=("table-2",),
    )


def repeated_people(group: str, people: list[dict], table: str) -> list[Finding]:
    """Name and phone (or month of birth) twice in a table: an error. The same name alone: a
    warning, '同名不同人？'."""
    by_name = defaultdict(list)
    for person in people:
        if person.get("name"):
            by_name[person["name"]].append(person)
    found = []
    for name, namesakes in by_name.items():
        for index, later in enumerate(namesakes[1:], start=1):
            path = f"{group}/{later['key']}/name"
            twin = next((p for p in namesakes[:index] if same_person(p, later)), None)
            first = f"{group}/{(twin or namesakes[0])['key']}/name"
            found.append(
                _repetition(name, path, first, table)
                if twin
                else _namesake(name, path, first, table)
            )
    return found


def _repetition(name, path, first, table) -> Finding:
    return Finding(
        rule="person_twice",
        level=Level.ERROR,
        message=f"“{name}”重复填写：姓名与电话（或出生日期）都相同，请删去一行。",
        paths=(path, first),
        articles=(table,),
    )


def _namesake(name, path, first, table) -> Finding:
    return Finding(
        rule="namesake",
        level=Level.WARNING,
        message=f"同名不同人？“{name}”出现两次，电话或出生日期不同。",
        paths=(path, first),
        articles=(table,),
    )


def namesakes_across(cadres: list[dict], council: list[dict]) -> list[Finding]:
    """The same name in Tables 2 and 3 without a number in common: one person or two?"""
    found = []
    for row in council:
        twins = [c for c in cadres if c.get("name") and c["name"] == row.get("name")]
        if twins and not any(same_person(row, twin) for twin in twins):
            paths = (f"council/{row['key']}/name", f"cadres/{twins[0]['key']}/name")
            found.append(_namesake(row["name"], *paths, "table-3"))
    return found
