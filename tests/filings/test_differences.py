"""Differences between documents: rows are known by their key, not by their place."""

import copy

from hypothesis import given
from hypothesis import strategies as st

from filings.differences import compare
from filings.documents import new_row_key


def person(name, **cells):
    return {"key": new_row_key(), "name": name, "phone": "", **cells}


def council(*people, **cells):
    return {"cells": cells, "rows": {"council": list(people)}}


def test_person_inserted_at_the_top_others_reordered_one_renamed():
    first, second, third = person("甲一"), person("乙二"), person("丙三")
    new = person("丁四")
    renamed = {**second, "name": "乙二二"}
    found = compare(council(first, second, third), council(new, third, renamed, first))
    assert found.added == [("council", new)]
    assert found.cells == {f"council/{second['key']}/name": ("乙二", "乙二二")}
    assert found.removed == []
    assert len(found) == 2


def test_removed_person_and_cleared_cell():
    first, second = person("甲一", phone="1"), person("乙二")
    old = council(first, second, staff_count="5")
    found = compare(old, council({**first, "phone": ""}, staff_count="6"))
    assert found.removed == [("council", second)]
    assert found.cells == {
        "staff_count": ("5", "6"),
        f"council/{first['key']}/phone": ("1", ""),
    }


def test_cell_that_one_document_lacks_is_empty_there():
    assert len(compare(council(no_org_reason=""), council())) == 0
    assert compare(council(place="长春市"), council()).cells == {"place": ("长春市", "")}


def test_blank_rows_are_none():
    assert len(compare(council(), council(person("")))) == 0


people = st.lists(st.text("甲乙丙", max_size=2), max_size=5)


@given(names=people, order=st.randoms(use_true_random=False))
def test_order_is_no_difference_and_every_change_is_found_both_ways(names, order):
    old = council(*[person(name) for name in names])
    new = copy.deepcopy(old)
    order.shuffle(new["rows"]["council"])
    assert len(compare(old, new)) == 0
    for row in new["rows"]["council"][:1]:
        row["name"] += "新"
    there, back = compare(old, new), compare(new, old)
    assert len(there) == len(back) == min(1, len(names))
    assert {path: (b, a) for path, (a, b) in there.cells.items()} == back.cells
    assert (there.added, there.removed) == (back.removed, back.added)
