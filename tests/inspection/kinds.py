"""Stand-ins for kinds of filing that answer an inspection, or that it stops: only what it asks of
them."""

from dataclasses import dataclass

from accounts.enums import Role
from filings.kinds import register
from ledger.inspection import actions
from ledger.inspection.queries import defence_problem
from societies.enums import Process
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
PROJECT = Plain(
    code="test_project",
    label="项目",
    decides=Role.REVIEWER,
    owed=False,
    process=Process.PROJECT,
)
for kind in (DEFENCE, RECTIFICATION, PROJECT):
    register(kind)
