"""An inspection with the people around it; what is proposed is said, not evaluated."""

import datetime as dt

from accounts import clock
from accounts.enums import Role
from ledger.inspection import actions
from ledger.inspection.enums import Grade, Indicator, Outcome
from ledger.inspection.findings import Evidence, Finding, as_json
from ledger.inspection.models import Proposal
from ledger.inspection.proposing import open_inspection
from tests.factories import CycleFactory, ObligationFactory, SocietyFactory, UserFactory

DAY = dt.date(2018, 1, 22)
DECISION = "吉科协决字〔2018〕7号"


def failed(indicator=Indicator.FILED, text="没有报送，应报截止2017-11-20") -> list[Finding]:
    return [Finding(indicator, Outcome.FAILED, (Evidence(text),))]


def proposal_of(inspection, society, grade: str, findings) -> Proposal:
    """What is proposed for a society today."""
    return Proposal.objects.create(
        inspection=inspection,
        society=society,
        on=clock.today(),
        grade=grade,
        findings=as_json(findings),
        has_conflict=False,
        evaluated_at=clock.now(),
    )


class Office:
    """The inspection of 2017, staff, and societies in each step of it."""

    def __init__(self):
        self.cycle = CycleFactory()
        self.inspection = open_inspection(self.cycle)
        self.reviewer = UserFactory(role=Role.REVIEWER, name="许晴")
        self.committee = UserFactory(role=Role.COMMITTEE, name="郑立群")
        self.leader = UserFactory(role=Role.LEADER, name="谢振华")

    def propose(self, grade=Grade.FAILED, *, findings=None, **society) -> Proposal:
        member = SocietyFactory(**society)
        ObligationFactory(society=member, cycle=self.cycle)
        found = failed() if findings is None and grade == Grade.FAILED else findings or []
        return proposal_of(self.inspection, member, grade, found)

    def notify(self, proposal, number="吉科协告字〔2018〕100号"):
        letter = {"number": f"{number}{proposal.pk}", "dated": clock.today(), "reason": "注3"}
        return actions.give_notice(proposal.pk, by=self.reviewer, **letter)

    def decide(self, proposal, number=DECISION):
        """The notice, silence, the decision after its last day."""
        notice = self.notify(proposal)
        later = dt.datetime.combine(
            notice.last_day + dt.timedelta(days=1), dt.time(9), clock.now().tzinfo
        )
        with clock.pretend(later):
            letter = {"number": number, "dated": later.date()}
            return actions.decide(proposal.pk, by=self.committee, **letter)
