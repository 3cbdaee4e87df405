"""The cycle of 2017 played by the clock, from its opening to the day after the penalties: each
moment is what people would do on it."""

import datetime as dt

import pytest
from django.core.management import call_command

from accounts.enums import Role
from filings import actions as filings
from filings import staff_actions
from filings.cycle_actions import open_cycle
from filings.models import Filing
from filings.rules import MoveNotAllowed
from ledger.coverage.enums import Measure
from ledger.coverage.models import Snapshot
from ledger.coverage.sources import Frozen, Live
from ledger.inspection import actions
from ledger.inspection.enums import Grade
from ledger.inspection.filing_kinds import DEFENCE, RECTIFICATION
from ledger.inspection.models import Lift, Proposal, Result
from ledger.inspection.proposing import mending
from ledger.inspection.queries import standing
from societies.models import Society
from tests.factories import CycleFactory, SocietyFactory, UserFactory, document, secretary_of
from tests.factories.documents import organization
from tests.factories.filings import explain
from tests.factories.inspection import on_day, sent

pytestmark = pytest.mark.django_db
NAMES = "good last_second late extended silent answers_late"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


class Clockwork:
    """Six societies and those who deal with them; each step at its moment."""

    def __init__(self):
        self.cycle = CycleFactory()
        self.society = {name: SocietyFactory() for name in NAMES.split()}
        self.reviewer = UserFactory(role=Role.REVIEWER)
        self.committee = UserFactory(role=Role.COMMITTEE)

    def submit(self, name, moment, *time) -> Filing:
        """A registration with a branch of September, sent at a moment."""
        society = self.society[name]
        with on_day(moment, *time):
            by = secretary_of(society)
            filing = filings.start("registration", society=society, cycle=self.cycle, by=by)
            rows = [organization(org_established="2017-09-18")]
            filing.document = document(society, organizations=rows)
            filing.save()
            explain(filing)
            filings.submit(filing.pk, by=by)
        return filing

    def approve(self, name, on, kind="registration") -> None:
        with on_day(on):
            filing = Filing.objects.get(society=self.society[name], kind=kind)
            filings.claim(filing.pk, by=self.reviewer)
            filings.approve(filing.pk, by=self.reviewer, version=1)

    def send(self, kind, name, moment, *time) -> Filing:
        with on_day(moment, *time):
            return sent(kind, self.society[name], self.cycle)

    def proposal(self, name) -> Proposal:
        return Proposal.objects.get(society=self.society[name])

    def result(self, name) -> Result:
        return Result.objects.get(society=self.society[name])

    def barred(self, name, on: str) -> list[str]:
        held = standing(self.society[name], on=day(on))
        return [process.label for process, bars in held.items() if bars]

    def lift(self, name, on, codes) -> list[Lift]:
        paper = {"number": f"吉科协决字〔2018〕{on:%m%d}号", "dated": on}
        said = {"codes": codes, "reason": "整改已完成。"}
        with on_day(on):
            return actions.lift(self.result(name).pk, by=self.committee, **said, **paper)


def covered(source) -> int:
    return source.figures().rate(Measure.ORGANIZATION_DIRECTIVE).numerator


def test_from_the_opening_to_the_end_of_the_penalties():
    world = Clockwork()
    _the_campaign(world)
    _the_inspection(world)
    _the_answers_and_decisions(world)
    _the_year_after(world)


def _the_campaign(world):
    with on_day(day("2017-05-01")), pytest.raises(MoveNotAllowed, match="起填报"):
        society = world.society["good"]
        filings.start("registration", society=society, cycle=world.cycle, by=secretary_of(society))
    with on_day(day("2017-05-02"), 8):
        assert open_cycle(world.cycle) == len(world.society)
    world.submit("good", day("2017-10-16"))
    world.approve("good", day("2017-10-20"))
    with on_day(day("2017-11-15")):
        chosen = Society.objects.filter(pk=world.society["extended"].pk)
        until = {"until": day("2017-11-30"), "reason": "搬迁"}
        staff_actions.extend(world.cycle, chosen, by=world.committee, **until)
    world.submit("last_second", day("2017-11-20"), 23, 59, 59)
    with on_day(day("2017-11-21"), 0, 5):
        call_command("snapshot", verbosity=0)
    assert world.submit("late", day("2017-11-21"), 0, 0, 0)
    world.submit("extended", day("2017-11-30"), 23, 59, 59)
    for name in ("last_second", "late", "extended"):
        world.approve(name, day("2017-12-05"))
    with on_day(day("2018-01-01"), 0, 5):
        call_command("snapshot", verbosity=0)


def _the_inspection(world):
    with on_day(day("2018-01-15")):
        call_command("inspect_cycle", "2017", verbosity=0)
        call_command("inspect_cycle", "2017", verbosity=0)
    grades = {name: Grade(world.proposal(name).grade) for name in world.society}
    # Three on the council and no group: 基本合格 for those that were in time.
    assert grades == {
        "good": Grade.BASIC,
        "last_second": Grade.BASIC,
        "late": Grade.FAILED,
        "extended": Grade.BASIC,
        "silent": Grade.FAILED,
        "answers_late": Grade.FAILED,
    }
    with on_day(day("2018-01-22")):
        keys = [world.proposal(name).pk for name in world.society]
        paper = {"number": "吉科协发学字〔2018〕3号", "dated": day("2018-01-22")}
        signed, left_out = actions.confirm_all(keys, by=world.reviewer, **paper)
        assert (len(signed), len(left_out)) == (3, 3)
        for name in ("late", "silent", "answers_late"):
            paper = {"number": f"吉科协告字〔2018〕{name}号", "dated": day("2018-01-22")}
            pk = world.proposal(name).pk
            notice = actions.give_notice(pk, by=world.reviewer, reason="注3", **paper)
            assert notice.last_day == day("2018-02-01")
        # What was told or signed is not evaluated away.
        call_command("inspect_cycle", "2017", verbosity=0)
    assert [world.proposal(name).step for name in ("good", "late")] == ["signed", "noticed"]


def _the_answers_and_decisions(world):
    defence = world.send(DEFENCE, "late", day("2018-02-01"), 23, 59, 59)
    with pytest.raises(MoveNotAllowed, match="2018年2月1日24时届满"):
        world.send(DEFENCE, "answers_late", day("2018-02-02"), 0, 0, 0)
    paper = {"by": world.committee, "number": "吉科协决字〔2018〕1号"}

    def decide(name, on, **fields):
        with on_day(on):
            return actions.decide(world.proposal(name).pk, dated=on, **paper, **fields)

    with pytest.raises(MoveNotAllowed, match="申辩期到2018年2月1日"):
        decide("silent", day("2018-02-01"))
    with pytest.raises(MoveNotAllowed, match="申辩尚未审理"):
        decide("late", day("2018-02-12"))
    with on_day(day("2018-02-05")):
        filings.claim(defence.pk, by=world.committee)
        filings.approve(defence.pk, by=world.committee, version=1)
    # Dropped: the answer was taken, nothing follows.
    mild = {"grade": Grade.BASIC, "reason": "申辩采纳。"}
    assert not decide("late", day("2018-02-12"), **mild).penalties.exists()
    for name in ("silent", "answers_late"):
        assert decide(name, day("2018-02-12")).penalties.count() == 4
        with pytest.raises(MoveNotAllowed, match="已经签发"):
            decide(name, day("2018-02-12"))
    assert world.barred("late", "2018-06-30") == []
    assert world.barred("silent", "2018-02-11") == []
    assert world.barred("silent", "2018-02-12") == ["评优", "年检", "换届", "项目申报"]


def _the_year_after(world):
    stopping = ["no_awards", "election_suspended", "no_projects"]
    with pytest.raises(MoveNotAllowed, match="整改批准以后"):
        world.lift("silent", day("2018-03-01"), stopping)
    world.submit("silent", day("2018-04-02"))
    world.approve("silent", day("2018-04-10"))
    world.send(RECTIFICATION, "silent", day("2018-04-16"))
    assert not mending(world.result("silent"), on=day("2018-04-16")).proposes_lifting
    world.approve("silent", day("2018-04-20"), RECTIFICATION.code)
    assert mending(world.result("silent"), on=day("2018-04-20")).proposes_lifting
    with pytest.raises(MoveNotAllowed, match="没有这项执行中的处理"):
        world.lift("silent", day("2018-05-15"), ["circular_criticism"])
    assert len(world.lift("silent", day("2018-05-15"), stopping)) == 3
    with pytest.raises(MoveNotAllowed, match="已经解除"):
        world.lift("silent", day("2018-05-16"), ["no_awards"])
    assert world.barred("silent", "2018-05-14") == ["评优", "年检", "换届", "项目申报"]
    assert world.barred("silent", "2018-05-15") == ["年检"]
    # Nobody mends the other: three run out, the election waits.
    assert world.barred("answers_late", "2018-12-31") == ["评优", "年检", "换届", "项目申报"]
    assert world.barred("answers_late", "2019-01-01") == ["换届"]
    # Frozen is frozen: what was filed and approved afterwards moves the living figures only.
    frozen = {row.occasion: covered(Frozen(row)) for row in Snapshot.objects.all()}
    assert frozen == {"deadline": 1, "goal_date": 4}
    assert covered(Live(day("2017-11-20"), world.cycle)) == 5
