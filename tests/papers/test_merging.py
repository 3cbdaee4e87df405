"""A file beside a draft: who is who, what differs, what would be written."""

import copy

import pytest

from filings.documents import empty_document, new_row_key
from filings.fields.base import CellContext
from filings.kinds import get_kind
from filings.papers.merging import NEW, Choice, changes, merge
from filings.papers.reading import FileReading, Source
from tests.factories.documents import cadre, council_member, head_of, organization

KIND = get_kind("registration")
GROUPS = [group.name for section in KIND.sections for group in section.groups]


def holding(cells=(), **rows):
    document = empty_document(GROUPS)
    document["cells"].update(cells)
    document["rows"].update(copy.deepcopy(rows))
    return document


def of_file(cells=(), **rows) -> FileReading:
    """What a file says: rows under keys of its own, and a place for each text."""
    document = holding(cells, **rows)
    sources = {name: Source("表1", name) for name in document["cells"]}
    for group, found in document["rows"].items():
        for row in found:
            row["key"] = new_row_key()
            sources |= {f"{group}/{row['key']}/{name}": Source("表", name) for name in row}
    return FileReading(document, sources)


def merged(draft, file):
    return merge(draft, file, KIND, CellContext())


def only_row(draft, file):
    return merged(draft, file).rows[0]


@pytest.mark.parametrize(
    "changed",
    [{"mobile": "15400009999"}, {"birth_month": "1980年1月"}, {"name": "赵 志远"}],
)
def test_a_person_is_known_by_name_and_phone_or_birth_month(changed):
    mine = cadre(name="赵志远", mobile="15400001111")
    row = only_row(holding(cadres=[mine]), of_file(cadres=[mine | changed]))
    assert (row.key, row.namesakes) == (mine["key"], ())


def test_a_person_of_another_name_is_new_and_nobody_is_dropped():
    mine, other = cadre(name="赵志远"), cadre(name="李欣")
    result = merged(holding(cadres=[mine]), of_file(cadres=[other]))
    assert result.rows[0].key is None
    assert [row for _, row in result.absent] == [mine]


def test_a_namesake_who_agrees_in_nothing_else_is_asked_about():
    mine = cadre(name="赵志远", birth_month="1970年1月", mobile="15400001111")
    theirs = cadre(name="赵志远", birth_month="1980年1月", mobile="15400002222")
    result = merged(holding(cadres=[mine]), of_file(cadres=[theirs]))
    assert result.rows[0].namesakes == (mine["key"],)
    assert not result.is_clear


def test_a_namesake_is_not_taken_from_the_one_who_it_is():
    mine = council_member(name="赵志远", phone="15400001111")
    file = of_file(council=[mine | {"phone": "15400002222"}, mine])
    first, second = merged(holding(council=[mine]), file).rows
    assert (first.key, first.namesakes, second.key) == (None, (), mine["key"])


def test_an_organization_is_known_by_its_type():
    mine = organization("独立党支部")
    theirs = organization("功能型党小组")
    file = of_file(organizations=[mine | {"party_venue_area": "80"}, theirs])
    assert [row.key for row in merged(holding(organizations=[mine]), file).rows] == [
        mine["key"],
        None,
    ]


def test_another_spelling_of_the_same_is_no_difference():
    mine = cadre(birth_month="1978年4月")
    row = only_row(holding(cadres=[mine]), of_file(cadres=[mine | {"birth_month": "1978.04"}]))
    assert row.is_same


def test_a_cell_says_what_the_draft_holds_what_the_file_says_and_how_it_was_understood():
    result = merged(
        holding({"staff_count": "6"}), of_file({"staff_count": "１２人", "place": "长春市"})
    )
    count = next(cell for cell in result.cells if cell.place == "staff_count")
    assert (count.was, count.text, count.spelled, str(count.source)) == (
        "6",
        "１２人",
        "12",
        "表1 staff_count",
    )
    assert count.is_proposed


def test_all_takes_what_is_new_and_leaves_what_the_file_lacks():
    mine = head_of(council_member(), age="58")
    result = merged(
        holding({"staff_count": "6", "place": "长春市"}, heads=[mine]),
        of_file({"staff_count": "7", "place": ""}, heads=[mine | {"age": "59", "education": ""}]),
    )
    assert changes(result)["cells"] == {"staff_count": "7", f"heads/{mine['key']}/age": "59"}


def test_a_text_that_is_not_understood_fills_only_an_empty_cell():
    result = merged(
        holding({"staff_count": "6"}), of_file({"staff_count": "若干", "activist_count": "若干"})
    )
    assert changes(result)["cells"] == {"activist_count": "若干"}
    assert not result.is_clear


def test_a_choice_takes_its_cells_and_the_meanings_of_questions():
    file = of_file({"staff_count": "7"}, cadres=[cadre(birth_month="1971.1")])
    result = merged(holding(), file)
    (row,) = result.rows
    month = f"{row.place}/birth_month"
    question = next(cell for cell in row.cells if cell.is_question)
    meaning = question.reading.choices[-1].text
    chosen = changes(result, Choice(frozenset({f"{row.place}/name"}), {month: meaning}))
    assert chosen["cells"] == {
        f"{row.place}/name": row.cells[0].text,
        month: "1971.1",
    }
    assert chosen["meanings"] == {month: meaning}
    assert chosen["new_rows"] == [row.place]


@pytest.mark.parametrize("answer", ["the draft's row", NEW])
def test_a_namesake_goes_where_the_answer_says(answer):
    mine = council_member(name="赵志远", phone="15400001111")
    result = merged(holding(council=[mine]), of_file(council=[mine | {"phone": "15400002222"}]))
    (row,) = result.rows
    key = mine["key"] if answer != NEW else NEW
    chosen = changes(result, Choice(people={row.place: key}))
    target = row.place if answer == NEW else f"council/{mine['key']}"
    assert chosen["cells"][f"{target}/phone"] == "15400002222"
    assert chosen["new_rows"] == ([row.place] if answer == NEW else [])
