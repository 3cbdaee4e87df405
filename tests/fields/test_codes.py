"""The code tables: what they hold, and that every name they offer is understood."""

import pytest

from filings.fields import places
from filings.fields.units import UnitField
from societies import codes
from tests.fields.cells import CHANGCHUN, field_of, read

TABLES = {
    "sex": codes.sexes,
    "ethnic_group": codes.ethnic_groups,
    "education": codes.educations,
    "degree": codes.degrees,
    "technical_title": codes.technical_titles,
    "political_status": codes.political_statuses,
    "party_org_type": codes.party_org_types,
}


@pytest.mark.parametrize("kind", TABLES)
def test_official_names_mean_their_code_or_are_asked(kind):
    for row in TABLES[kind]():
        if kind == "sex" and row.code not in "12":
            continue
        reading = read(kind, row.name)
        assert reading.kind != "error", row
        assert (
            row.code == reading.value
            or row.code in {c.value for c in reading.choices}
            or (codes.fold(row.name) in TABLES[kind]().asked)
        )


@pytest.mark.parametrize("kind", TABLES)
def test_printed_form_of_every_code_means_the_code(kind):
    field = field_of(kind)
    for row in TABLES[kind]():
        if kind == "sex" and row.code not in "12":
            continue
        printed = field.display(row.code)
        if codes.fold(printed) not in field.table().asked:
            assert field.read(printed, CHANGCHUN).value == row.code


@pytest.mark.parametrize("kind", TABLES)
def test_no_spelling_both_means_a_row_and_is_asked(kind):
    table = TABLES[kind]()
    assert not table.meaning.keys() & table.asked.keys()


def test_every_place_reads_back_from_its_full_name():
    regions = [row.code for row in codes.jilin_regions() if not row.replaced_by]
    regions += [row.code for row in codes.regions()]
    wrong = []
    for code in regions:
        reading = read("native_place", places.full_name(code))
        if (reading.kind, reading.value) != ("ok", code):
            wrong.append((code, places.full_name(code), reading.kind, reading.value))
    assert not wrong


def test_former_places_count_under_their_successor():
    for row in codes.jilin_regions():
        if row.replaced_by:
            name = row.name.partition("(")[0]
            assert row.replaced_by in {read("native_place", name).value, *_offered(name)}


def _offered(text):
    return {choice.value for choice in read("native_place", text).choices}


@pytest.mark.parametrize(
    ("code", "name"),
    [("220100", "长春市"), ("220104", "长春市朝阳区"), ("220000", "吉林省"), ("999999", "999999")],
)
def test_place_of_a_society_is_named_without_its_province(code, name):
    assert codes.region_name(code) == name


def test_full_names_behind_short_forms_are_taken():
    for names in codes.unit_aliases().values():
        for name in names:
            reading = UnitField().read(name, CHANGCHUN)
            assert reading.kind == "ok" or reading.value != name, reading


def test_traditional_spellings_mean_the_same():
    assert codes.simplify("漢族") == "汉族"
    assert codes.fold(" Ph.D. ") == "phd"
    assert codes.fold("1.0") == "1.0"
    assert codes.simplify("乾安喆昇") == "乾安喆昇"
