"""A filled file is taken into a draft."""

import json

import pytest

from accounts.enums import Role
from filings import actions
from filings.documents import KEY
from filings.enums import Move
from filings.file_actions import take_file
from filings.kinds import get_kind
from filings.models import Filing
from filings.papers.merging import Choice
from filings.papers.reading import read
from filings.rules import MoveNotAllowed
from tests.factories import FilingFactory, ObligationFactory, UserFactory, secretary_of
from tests.papers.strangers import FILES
from tests.papers.test_reading import filled

pytestmark = pytest.mark.django_db
FILE = {"name": "党建信息表.xlsx", "sha256": "ab" * 32}


def fresh():
    """A draft with what the register knows, and who fills it in."""
    obligation = ObligationFactory(society__name="吉林省蚕桑学会")
    by = secretary_of(obligation.society)
    filing = actions.start(
        "registration", society=obligation.society, cycle=obligation.cycle, by=by
    )
    return filing, by


def read_file(name):
    return read((FILES / name).read_bytes(), get_kind("registration"))


def test_a_file_fills_a_fresh_draft():
    filing, by = fresh()
    saved = take_file(filing.pk, read_file("official_copy.xlsx"), by=by, **FILE)
    expected = json.loads((FILES / "official_copy.json").read_text(encoding="utf-8"))
    found = filled(saved.document)
    assert found["rows"] == filled(expected)["rows"]
    assert found["cells"] == filled(expected)["cells"]


def test_the_file_is_noted_with_its_hash_once():
    filing, by = fresh()
    for _ in range(2):
        saved = take_file(filing.pk, read_file("official_copy.xlsx"), by=by, **FILE)
    notes = saved.events.filter(move=Move.TAKE_FILE).values_list("text", flat=True)
    assert list(notes) == [f"党建信息表.xlsx（SHA-256 {'ab' * 32}）"]


def test_the_same_file_changes_nothing_twice():
    filing, by = fresh()
    once = take_file(filing.pk, read_file("official_copy.xlsx"), by=by, **FILE)
    again = take_file(filing.pk, read_file("official_copy.xlsx"), by=by, **FILE)
    assert (again.document, again.revision) == (once.document, once.revision)


def test_a_cell_changed_meanwhile_keeps_both_texts_and_asks():
    filing, by = fresh()
    reading = read_file("official_copy.xlsx")
    actions.save_draft(filing.pk, by=by, cells={"staff_count": "9"})
    choice = Choice(frozenset({"staff_count", "activist_count"}), seen={})
    saved = take_file(filing.pk, reading, by=by, choice=choice, **FILE)
    assert saved.document["cells"]["staff_count"] == "9"
    assert saved.document["cells"]["activist_count"] == "1"
    assert [f.path for f in actions.check(saved).findings if f.rule == "conflict"] == [
        "staff_count"
    ]


def test_a_question_that_was_answered_keeps_what_the_file_says():
    filing, by = fresh()
    reading = read_file("lost_zero.xlsx")
    place = f"cadres/{reading.document['rows']['cadres'][0][KEY]}/birth_month"
    saved = take_file(
        filing.pk, reading, by=by, choice=Choice(meanings={place: "1971年1月"}), **FILE
    )
    assert saved.answers["meanings"] == {place: {"typed": "1971.1", "chosen": "1971年1月"}}


def test_only_who_may_write_into_the_draft_takes_a_file():
    filing, _ = fresh()
    with pytest.raises(MoveNotAllowed):
        take_file(
            filing.pk, read_file("official_copy.xlsx"), by=UserFactory(role=Role.LEADER), **FILE
        )
    assert not Filing.objects.get(pk=filing.pk).events.filter(move=Move.TAKE_FILE).exists()


def test_rows_of_the_draft_stay_where_they_are():
    filing = FilingFactory()
    by = secretary_of(filing.society)
    before = {row[KEY] for rows in filing.document["rows"].values() for row in rows}
    saved = take_file(filing.pk, read_file("official_copy.xlsx"), by=by, **FILE)
    after = {row[KEY] for rows in saved.document["rows"].values() for row in rows}
    assert before < after
