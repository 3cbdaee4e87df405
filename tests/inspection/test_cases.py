"""The thirty hand-worked cases, cell by cell: docs/inspection-cases.md says what comes out, this
file only plays it."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts import clock
from filings import actions as filings
from filings import staff_actions
from filings.models import Filing
from filings.rules import MoveNotAllowed
from ledger.inspection import actions
from ledger.inspection.enums import INSPECTION_FAILED, Grade
from ledger.inspection.filing_kinds import DEFENCE, RECTIFICATION
from ledger.inspection.models import Proposal, Result
from ledger.inspection.proposing import mending
from ledger.inspection.queries import liftable, standing
from societies import codes
from tests.factories.inspection import DECISION_DAY, INSPECTION_DAY, NOTICE_DAY, on_day, sent
from tests.inspection.world import World, steps, tables

pytestmark = pytest.mark.django_db
STORIES, ENDS = tables()
DAYS = ("2018-02-11", "2018-06-30", "2019-03-31")
WORDS = {"award_nomination": "评优", "annual_inspection_pass": "年检"}
WORDS |= {"council_election": "换届", "project_application": "项目"}
PENALTIES = {penalty.name: penalty.code for penalty in codes.penalties()}


class Play(World):
    """The world from the day of inspection to the end; keeps what the second table asks."""

    def __init__(self):
        super().__init__()
        self.number_of = {society.pk: n for n, society in self.societies.items()}
        self.refused, self.lifting = set(), {}
        with on_day(INSPECTION_DAY):
            call_command("inspect_cycle", "2017", verbosity=0)
        self.proposed = {self.number_of[p.society_id]: p for p in Proposal.objects.all()}
        self.in_bulk = {
            self.number_of[key]
            for key in Proposal.objects.to_confirm_in_bulk().values_list("society", flat=True)
        }
        self._first_round()
        later = [
            (day, time, number, what, limit)
            for number, row in ENDS.items()
            for day, time, what, limit in steps(row["告知以后"], 2018)
        ]
        later.append((DECISION_DAY, (12, 0, 0), 0, "决定", None))
        for day, time, number, what, limit in sorted(later, key=lambda step: step[:3]):
            with on_day(day, *time):
                self.act(number, what, limit)

    def _first_round(self) -> None:
        with on_day(NOTICE_DAY):
            keys = [p.pk for p in self.proposed.values()]
            paper = {"by": self.reviewer, "number": "吉科协发学字〔2018〕3号", "dated": NOTICE_DAY}
            results, _ = actions.confirm_all(keys, **paper)
            assert {self.number_of[result.society_id] for result in results} == self.in_bulk
            for number, proposal in self.proposed.items():
                if proposal.grade == Grade.FAILED:
                    letter = {"number": f"吉科协告字〔2018〕{number}号", "dated": NOTICE_DAY}
                    actions.give_notice(proposal.pk, by=self.reviewer, reason="注3", **letter)
                elif ENDS[number]["签发"] and number not in self.in_bulk and number != 14:
                    actions.confirm(proposal.pk, **paper)

    def act(self, number, what, limit) -> None:
        plain = {
            "申辩": self._answer,
            "采纳": self._accept,
            "不采纳": self._refuse,
            "整改批准": self._rectify,
            "解除": self._lift,
            "再检查": self._inspect_again,
            "更正": self._correct,
            "决定": self._decide,
        }
        if what == "补记联络员":
            self.send_officer(number, limit)
        elif what in plain:
            plain[what](number)
        else:
            self.do(number, what, limit)

    def _file(self, kind, number) -> Filing:
        return sent(kind, self.societies[number], self.cycle)

    def _answer(self, number) -> None:
        try:
            self._file(DEFENCE, number)
        except MoveNotAllowed as refusal:
            assert "届满" in str(refusal)
            self.refused.add(number)

    def _answered(self, number):
        filing = Filing.objects.get(society=self.societies[number], kind=DEFENCE.code)
        filings.claim(filing.pk, by=self.committee)
        return filing.pk

    def _accept(self, number) -> None:
        filings.approve(self._answered(number), by=self.committee, version=1)

    def _refuse(self, number) -> None:
        reason = {"version": 1, "text": "理由不成立。"}
        staff_actions.refuse(self._answered(number), by=self.committee, **reason)

    def _decide(self, _) -> None:
        for number, row in ENDS.items():
            proposal = Proposal.objects.filter(society=self.societies[number]).first()
            if proposal.step != "noticed":
                continue
            grade = {"不合格": Grade.FAILED, "基本合格": Grade.BASIC}[row["签发"]]
            chosen = {"五项": None, "无": []}.get(row["处理"], row["处理"].split("、"))
            actions.decide(
                proposal.pk,
                by=self.committee,
                number="吉科协决字〔2018〕1号",
                dated=DECISION_DAY,
                grade=grade,
                penalties=chosen and [PENALTIES[name] for name in chosen],
                reason="酌情从轻。",
            )

    def _result(self, number) -> Result:
        return Result.objects.get(society=self.societies[number], corrected_by=None)

    def _rectify(self, number) -> None:
        filing = self._file(RECTIFICATION, number)
        filings.claim(filing.pk, by=self.reviewer)
        filings.approve(filing.pk, by=self.reviewer, version=1)
        found = mending(self._result(number), on=clock.today())
        self.lifting[number] = found.proposes_lifting

    def _lift(self, number) -> None:
        result, today = self._result(number), clock.today()
        actions.lift(
            result.pk,
            by=self.committee,
            codes=[penalty.code for penalty in liftable(result, on=today)],
            reason="已整改。",
            number=f"吉科协决字〔2018〕1{number}号",
            dated=today,
        )

    def _inspect_again(self, number) -> None:
        call_command("inspect_cycle", "2017", verbosity=0)
        proposal = Proposal.objects.get(society=self.societies[number])
        paper = {"number": "吉科协发学字〔2018〕4号", "dated": proposal.on}
        actions.confirm(proposal.pk, by=self.reviewer, **paper)

    def _correct(self, number) -> None:
        result = self._result(number)
        proposal = actions.reopen(result.pk, by=self.reviewer, reason="联络员漏记台账。")
        paper = {"number": "吉科协决字〔2018〕9号", "dated": clock.today()}
        actions.decide(proposal.pk, by=self.committee, **paper)


@pytest.fixture(scope="module")
def play(django_db_setup, django_db_blocker):
    """Played once for this file, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Play()
        transaction.set_rollback(True)


def expected(column: str) -> dict[int, str]:
    return {number: row[column] for number, row in ENDS.items()}


def test_proposals(play):
    found = {number: proposal.get_grade_display() for number, proposal in play.proposed.items()}
    assert found == expected("建议")


def test_what_is_confirmed_in_bulk(play):
    found = {number: "可" if number in play.in_bulk else "否" for number in ENDS}
    assert found == expected("成批")


def first_result(play, number):
    return Result.objects.filter(society=play.societies[number], corrects=None).first()


def test_signed_results(play):
    results = {number: first_result(play, number) for number in ENDS}
    found = {n: result.get_grade_display() if result else "" for n, result in results.items()}
    assert found == expected("签发")


def test_penalties(play):
    found = {}
    for number in ENDS:
        result = first_result(play, number)
        given = {penalty.code for penalty in result.penalties.all()} if result else set()
        if result and result.grade == Grade.FAILED:
            given.add(INSPECTION_FAILED)
        names = [name for name, code in PENALTIES.items() if code in given]
        found[number] = {0: "无", 5: "五项"}.get(len(names), "、".join(names))
    assert found == expected("处理")


@pytest.mark.parametrize("day", DAYS)
def test_standing(play, day):
    found = {}
    for number, society in play.societies.items():
        bars = standing(society, on=dt.date.fromisoformat(day))
        found[number] = "、".join(WORDS[process] for process, held in bars.items() if held) or "无"
    assert found == expected(day)


def test_what_the_stories_say_beside_the_columns(play):
    assert play.refused == {8}
    assert play.lifting == {4: True, 12: True, 24: False}
    assert play.due(30) == dt.date(2017, 12, 8)
    corrected = Result.objects.get(society=play.societies[19], corrected_by=None)
    assert corrected.grade == Grade.PASSED
