"""Circulars: chosen from signed results, numbered by the year, frozen, naming societies only."""

import io

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from docx import Document

from filings.rules import MoveNotAllowed
from ledger.inspection.models import Circular, CircularRow, OfficialDocument
from ledger.inspection.papers.compose import circular_letter
from ledger.inspection.publishing import issue_circular, to_circulate
from tests.inspection.people import DAY, DECISION, Office
from tests.races import at_once

pytestmark = pytest.mark.django_db
WORDS = {"title": "关于2018年年检党建检查的通报", "opening": "经检查：", "closing": "予以通报。"}


def issue(office, results, by=None):
    keys = [result.pk for result in results]
    return issue_circular(office.inspection, keys, by=by or office.committee, **WORDS)


def test_circular_is_numbered_names_societies_and_is_frozen(office):
    first, second = (office.decide(office.propose(name=name)) for name in ("甲学会", "乙学会"))
    circular = issue(office, [first])
    assert circular.document.number == "吉科协通字〔2018〕1号"
    document = circular.document
    letter = circular_letter(
        circular, list(circular.rows.all()), number=document.number, dated=document.dated
    )
    text = "".join(letter.body)
    assert "未按时填报台账的 1 个：甲学会。" in text
    assert office.committee.name not in text and "乙学会" not in text
    for row in (circular, circular.rows.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
    with pytest.raises(MoveNotAllowed, match="已经通报"):
        issue(office, [first])
    assert issue(office, [second]).document.number == "吉科协通字〔2018〕2号"


def test_circular_skips_a_number_that_was_typed_elsewhere(office):
    OfficialDocument.objects.create(number="吉科协通字〔2018〕1号", dated=DAY)
    circular = issue(office, [office.decide(office.propose())])
    assert circular.document.number == "吉科协通字〔2018〕2号"


def test_only_the_committee_issues_and_only_signed_results_are_offered(office):
    office.notify(office.propose())
    result = office.decide(office.propose(), DECISION)
    assert list(to_circulate(office.inspection)) == [result]
    with pytest.raises(MoveNotAllowed, match="党委印发"):
        issue(office, [result], by=office.reviewer)
    with pytest.raises(MoveNotAllowed, match="请选择"):
        issue(office, [])
    assert not Circular.objects.exists()


def test_draft_is_previewed_and_kept_nowhere_then_issued_from_the_page(office, client):
    result = office.decide(office.propose(name="甲学会"))
    client.force_login(office.committee)
    page = client.get("/inspection/2017/circular/").content.decode()
    assert "甲学会" in page and "吉科协发学字〔2017〕1号" in page
    data = {**WORDS, "ticked": [result.pk]}
    draft = client.post("/inspection/2017/circular/preview/", data)
    assert draft["Content-Type"] == "application/pdf" and not Circular.objects.exists()
    client.post("/inspection/2017/circular/", data)
    circular = Circular.objects.get()
    word = client.get(f"/inspection/circulars/{circular.pk}/docx/").content
    text = "".join(Document(io.BytesIO(word)).element.body.itertext())
    assert "甲学会" in text and circular.document.number in text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_circulars_at_once_have_two_numbers_and_name_nobody_twice(race_rounds, settings):
    settings.BUSINESS_DATE = DAY
    office = Office()
    for turn in range(race_rounds):
        same, other = (office.decide(office.propose(), f"决{turn}-{n}") for n in range(2))
        outcomes = at_once(
            lambda s=same: issue(office, [s]),
            lambda s=same: issue(office, [s]),
            lambda o=other: issue(office, [o]),
        )
        assert sorted(outcome is None for outcome in outcomes) == [False, True, True]
    numbers = set(Circular.objects.values_list("document__number", flat=True))
    assert numbers == {f"吉科协通字〔2018〕{n}号" for n in range(1, 2 * race_rounds + 1)}
    assert CircularRow.objects.count() == 2 * race_rounds
    connection.close()
