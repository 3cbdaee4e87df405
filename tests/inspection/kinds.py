"""Stand-ins for the two kinds of filing by which a society answers: only what the inspection asks
of them."""

from dataclasses import dataclass

from accounts.enums import Role
from filings.kinds import register
from ledger.inspection import actions
from ledger.inspection.queries import defence_problem
from tests.kinds import Plain


@dataclass
class Defence(Plain):
    def window_problem(self, *, society, cycle, on):
        return defence_problem(society, cycle, on=on)

    def on_submit(self, version):
        actions.defend(version.filing)


@dataclass
class Rectification(Plain):
    def on_submit(self, version):
        actions.rectify(version.filing)


DEFENCE = Defence(
    code="test_defence", label="申辩", decides=Role.COMMITTEE, may_refuse=True, owed=False
)
RECTIFICATION = Rectification(
    code="test_rectification", label="整改", decides=Role.REVIEWER, owed=False
)
for kind in (DEFENCE, RECTIFICATION):
    register(kind)
