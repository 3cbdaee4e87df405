"""Rules about people: each just legal, just illegal, and empty."""

import pytest

from filings.enums import Level
from filings.fields.dates import PartialDate
from members import rules


def person(key="r1", name="何志远", **fields):
    return {"key": key, "name": name, **fields}


@pytest.mark.parametrize(
    ("statuses", "count"),
    [(["full", "full", "full"], 3), (["full", "full", "probationary"], 2), ([], 0), ([None], 0)],
)
def test_full_members_leave_probationary_ones_out(statuses, count):
    assert rules.full_members([person(party_status=status) for status in statuses]) == count


@pytest.mark.parametrize(
    ("joined", "refused"),
    [
        (PartialDate(1996, 4), False),  # the month of the 18th birthday
        (PartialDate(1996, 3), True),
        (None, False),
    ],
)
def test_joining_at_eighteen(joined, refused):
    row = person(birth_month=PartialDate(1978, 4), joined_party_on=joined)
    finding = rules.joined_too_young(row, "cadres/r1")
    assert bool(finding) is refused
    if refused:
        assert finding.level == Level.ERROR
        assert finding.paths == ("cadres/r1/joined_party_on", "cadres/r1/birth_month")
        assert "17 岁" in finding.message


def test_joining_age_is_not_asked_without_birth_month():
    assert rules.joined_too_young(person(joined_party_on=PartialDate(2003, 6)), "cadres/r1") is None


@pytest.mark.parametrize(
    ("second", "rule"),
    [
        ({"mobile": "15400000001"}, "person_twice"),
        ({"mobile": "15400000002", "birth_month": PartialDate(1978, 4)}, "person_twice"),
        ({"mobile": "15400000002"}, "namesake"),
        ({"name": "", "mobile": "15400000001"}, None),
    ],
)
def test_repeated_people(second, rule):
    people = [
        person("r1", mobile="15400000001", birth_month=PartialDate(1978, 4)),
        person("r2", **second),
    ]
    found = rules.repeated_people("cadres", people, "table-2")
    assert [finding.rule for finding in found] == ([rule] if rule else [])
    if rule:
        assert found[0].paths == ("cadres/r2/name", "cadres/r1/name")
        assert found[0].level == (Level.ERROR if rule == "person_twice" else Level.WARNING)


def test_same_name_without_number_in_common_across_tables_asks():
    cadres = [person("r1", mobile="15400000001")]
    assert not rules.namesakes_across(cadres, [person("r2", phone="15400000001")])
    (found,) = rules.namesakes_across(cadres, [person("r3", phone="15400000009")])
    assert found.message.startswith("同名不同人？")
    assert not rules.namesakes_across([], [person("r2", phone="15400000001")])


def test_person_in_both_tables_is_counted_once():
    cadres = [person("r1", mobile="15400000001"), person("r2", "高文博", mobile="15400000002")]
    council = [person("r3", phone="0431-55500110;15400000001")]
    assert [row["key"] for row in rules.distinct(cadres, council)] == ["r1", "r2"]
