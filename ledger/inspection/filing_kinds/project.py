"""项目申报: a society applies for a project of the association (note 2); note 3 may forbid it."""

from accounts.enums import Role
from filings.enums import Purpose
from filings.plain_kinds import PlainKind
from filings.rules import hold_problem
from ledger.inspection.schemas import ProjectSchema
from societies.enums import Process


class ProjectKind(PlainKind):
    def facts(self, filing, *, on):
        """Whether the society may have a project on the day, beside its application."""
        return [("资格", hold_problem(self, filing.society, on=on) or "可以申报项目。")]

    def post(self, version, *, values, by, on, choices):
        """Nothing enters the ledger of Party building."""


PROJECT = ProjectKind(
    code="project",
    label="项目申报",
    decides=Role.REVIEWER,
    may_refuse=True,
    process=Process.PROJECT,
    schema=ProjectSchema,
    units={"amount": "元"},
    headline="title",
    outcome="审核结果通知本会",
    files=(Purpose.PROJECT,),
    asks=(Purpose.PROJECT,),
)
