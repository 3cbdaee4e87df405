"""The rules of docs/inspection-cases.md as plain functions: what each indicator says of a society's
facts, and the class that follows. Whatever they need is in `Facts` (ledger.inspection.evidence)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from filings.enums import WAITING, State
from filings.rules import is_late, local_date, local_time
from ledger.inspection.enums import Grade, Indicator, Outcome
from ledger.inspection.findings import Evidence, Finding
from partyorgs.enums import OrgKind


@dataclass(frozen=True)
class Organization:
    """A membership of the society in a Party organization; `filing` and `version` declared it."""

    kind: str
    since: dt.date
    until: dt.date | None
    approval_date: dt.date | None
    approval_document: str
    filing: int
    version: int

    def in_force(self, on: dt.date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    @property
    def text(self) -> str:
        return f"{OrgKind(self.kind).label}{day(self.since)}建立"

    def fact(self, text: str) -> Evidence:
        return Evidence(text, self.since.isoformat(), self.filing, self.version)


@dataclass(frozen=True)
class Facts:
    """What the ledger says of one society at the end of the day of inspection.

    `state` is that of its filing of the cycle then, None where it had none; the member counts are
    those of the last approved ledger, None where there is none.
    """

    on: dt.date
    due: dt.date
    is_due_over: bool
    group_members: int  # how many make a council group (article 2; data on the cycle)
    charter: bool
    state: State | None = None
    withdrawn: bool = False
    first_submitted_at: dt.datetime | None = None
    return_due: dt.date | None = None
    approved_at: dt.datetime | None = None
    filing: int | None = None
    version: int | None = None
    organizations: list[Organization] = field(default_factory=list)
    officer_since: dt.date | None = None  # of the liaison officer in force on the day
    secretariat_members: int | None = None
    council_members: int | None = None
    incomplete: dict[str, int] = field(default_factory=dict)  # cell → how many lack it
    to_mend: list[bool] = field(default_factory=list)  # earlier failures: is it rectified?

    def fact(self, text: str, on: dt.date | None = None) -> Evidence:
        """A fact that the society's filing shows."""
        return Evidence(text, on.isoformat() if on else None, self.filing, self.version)

    @property
    def is_undecided(self) -> bool:
        """Staff have it, or the society has it back and may still send it again."""
        back = self.state == State.RETURNED and not is_late(self.return_due, on=self.on)
        return self.state in WAITING or back


def day(on: dt.date) -> str:
    return on.isoformat()


def filed(facts: Facts) -> Finding:
    """Note 1: first submitted by the due date and not withdrawn since; a return keeps it while it
    may be, or was, resubmitted in time."""
    due = f"应报截止{day(facts.due)}"
    first = facts.first_submitted_at
    if first is None:
        if not facts.is_due_over:
            return _finding(Indicator.FILED, Outcome.MISSING, facts.fact(f"{due}未到，尚未报送"))
        how = "报送后撤回，没有再报送" if facts.withdrawn else "没有报送"
        how = "只起草，没有报送" if facts.state == State.DRAFT and not facts.withdrawn else how
        return _finding(Indicator.FILED, Outcome.FAILED, facts.fact(f"{how}，{due}"))
    first = local_time(first)
    when = f"{first:%Y-%m-%d %H:%M:%S}首次报送"
    if facts.state == State.RETURNED and not facts.is_undecided:
        # Sent again by the due date, it is in time all the same.
        outcome = Outcome.FAILED if facts.is_due_over else Outcome.MISSING
        text = f"{when}，退回后到{day(facts.return_due)}没有重报"
        text += "" if facts.is_due_over else f"，{due}未到"
        return _finding(Indicator.FILED, outcome, facts.fact(text, first.date()))
    late = is_late(facts.due, on=first.date())
    text = f"{when}，晚于{due}" if late else f"{when}，{due}"
    outcome = Outcome.FAILED if late else Outcome.PASSED
    return _finding(Indicator.FILED, outcome, facts.fact(text, first.date()))


def established(facts: Facts) -> Finding:
    """Note 1: an organization in force on the due date; not a provisional branch (articles 2, 3).
    Not asked of whom article 3 does not let build one."""
    due = f"应报截止{day(facts.due)}"
    if not facts.is_due_over:
        return _finding(Indicator.ESTABLISHED, Outcome.MISSING, Evidence(f"{due}未到"))
    counted = [o for o in facts.organizations if o.kind != OrgKind.PROVISIONAL_BRANCH]
    held = [o for o in counted if o.in_force(facts.due)]
    if held:
        return _held(held, facts.due)
    if _only_an_officer(facts):
        text = (
            f"秘书处没有党员，理事会党员 {facts.council_members} 人，"
            f"不足 {facts.group_members} 人；党建联络员{day(facts.officer_since)}起在任（第3条）"
        )
        return _finding(Indicator.ESTABLISHED, Outcome.NOT_APPLICABLE, facts.fact(text))
    if facts.is_undecided:
        text = "台账已报送，尚未批准，建立情况待核"
        return _finding(Indicator.ESTABLISHED, Outcome.MISSING, facts.fact(text))
    late = [o.fact(f"{o.text}，晚于{due}") for o in counted if o.since > facts.due]
    past = [o.fact(f"{o.text}，{due}已不在任") for o in counted if o.since <= facts.due]
    others = [o for o in facts.organizations if o.kind == OrgKind.PROVISIONAL_BRANCH]
    provisional = [o.fact(f"{o.text}，临时党支部不算建立党组织") for o in others]
    evidence = [*late, *past, *provisional] or [Evidence("台账中没有党组织")]
    return _finding(Indicator.ESTABLISHED, Outcome.FAILED, *evidence)


def _held(held: list[Organization], due: dt.date) -> Finding:
    """An approval dated after the due date contradicts an organization of before."""
    clean = [o for o in held if not o.approval_date or o.approval_date <= due]
    if clean:
        facts = [o.fact(o.text) for o in clean]
        return _finding(Indicator.ESTABLISHED, Outcome.PASSED, *facts)
    facts = [
        o.fact(f"{o.text}，批准文件{o.approval_document}{day(o.approval_date)}，晚于应报截止")
        for o in held
    ]
    return _finding(Indicator.ESTABLISHED, Outcome.PASSED, *facts, conflict=True)


def _only_an_officer(facts: Facts) -> bool:
    """Article 3: the approved ledger shows no Party member in the secretariat and too few on the
    council, a liaison officer is in force, and the ledger was filed in time."""
    return (
        facts.approved_at is not None
        and facts.secretariat_members == 0
        and facts.council_members < facts.group_members
        and facts.officer_since is not None
        and filed(facts).outcome == Outcome.PASSED
    )


def approved(facts: Facts) -> Finding:
    """Article 5: the ledger of the cycle is approved. Filed in time and undecided is no fault of
    the society."""
    if facts.approved_at:
        on = local_date(facts.approved_at)
        return _finding(Indicator.APPROVED, Outcome.PASSED, facts.fact(f"{day(on)}批准", on))
    waiting = facts.is_undecided and filed(facts).outcome == Outcome.PASSED
    if waiting or not facts.is_due_over:
        return _finding(Indicator.APPROVED, Outcome.MISSING, facts.fact("台账尚未批准"))
    return _finding(Indicator.APPROVED, Outcome.FAILED, facts.fact("检查日没有已批准的台账"))


def charter(facts: Facts) -> Finding:
    """Article 6: Party building stands in the charter. The register says so without a date."""
    outcome = Outcome.PASSED if facts.charter else Outcome.FAILED
    text = "党建工作已写入章程" if facts.charter else "章程没有写入党建工作"
    return _finding(Indicator.CHARTER, outcome, Evidence(f"名册：{text}"))


def council_group(facts: Facts) -> Finding:
    """Article 2: with three Party members or more on the council, a functional group."""
    if not facts.approved_at:
        return _no_ledger(Indicator.COUNCIL_GROUP)
    count = f"理事会党员 {facts.council_members} 人"
    if facts.council_members < facts.group_members:
        text = f"{count}，不足 {facts.group_members} 人"
        return _finding(Indicator.COUNCIL_GROUP, Outcome.NOT_APPLICABLE, facts.fact(text))
    groups = [
        o
        for o in facts.organizations
        if o.kind == OrgKind.FUNCTIONAL_GROUP and o.in_force(facts.on)
    ]
    if groups:
        found = [o.fact(f"{count}，{o.text}") for o in groups]
        return _finding(Indicator.COUNCIL_GROUP, Outcome.PASSED, *found)
    text = f"{count}，没有建立功能型党小组"
    return _finding(Indicator.COUNCIL_GROUP, Outcome.FAILED, facts.fact(text))


def member_data(facts: Facts) -> Finding:
    """Article 5: Tables 2 and 3 are complete."""
    if not facts.approved_at:
        return _no_ledger(Indicator.MEMBER_DATA)
    count = f"表2 {facts.secretariat_members} 人、表3 {facts.council_members} 人"
    if facts.incomplete:
        lacking = "、".join(f"{cell} {number} 处" for cell, number in facts.incomplete.items())
        text = f"{count}，未填：{lacking}"
        return _finding(Indicator.MEMBER_DATA, Outcome.FAILED, facts.fact(text))
    return _finding(Indicator.MEMBER_DATA, Outcome.PASSED, facts.fact(f"{count}，填写齐全"))


def rectified(facts: Facts) -> Finding:
    """Note 3: what an earlier inspection failed has been rectified."""
    if not facts.to_mend:
        return _finding(Indicator.RECTIFIED, Outcome.NOT_APPLICABLE, Evidence("没有须整改的结论"))
    done = all(facts.to_mend)
    text = "以前年度不合格，整改已批准" if done else "以前年度不合格，整改尚未批准"
    return _finding(Indicator.RECTIFIED, Outcome.PASSED if done else Outcome.FAILED, Evidence(text))


def _no_ledger(indicator: Indicator) -> Finding:
    return _finding(indicator, Outcome.NOT_APPLICABLE, Evidence("没有已批准的台账"))


def _finding(indicator, outcome, *evidence: Evidence, conflict=False) -> Finding:
    return Finding(indicator, outcome, evidence, conflict)


INDICATORS = {
    Indicator.ESTABLISHED: established,
    Indicator.FILED: filed,
    Indicator.APPROVED: approved,
    Indicator.CHARTER: charter,
    Indicator.COUNCIL_GROUP: council_group,
    Indicator.MEMBER_DATA: member_data,
    Indicator.RECTIFIED: rectified,
}


def evaluate(facts: Facts, counted: Iterable[Indicator]) -> list[Finding]:
    """The findings of the indicators that count, in their order."""
    counted = set(counted)
    return [rule(facts) for indicator, rule in INDICATORS.items() if indicator in counted]


def grade(findings: list[Finding], leads_to: dict[Indicator, Grade]) -> Grade:
    """The first that holds: a failed indicator that leads to 不合格; missing evidence: 待定; any
    other failed one: 基本合格; else 合格."""
    failed = {leads_to[f.indicator] for f in findings if f.outcome == Outcome.FAILED}
    if Grade.FAILED in failed:
        return Grade.FAILED
    if any(finding.outcome == Outcome.MISSING for finding in findings):
        return Grade.PENDING
    return Grade.BASIC if failed else Grade.PASSED


def as_if_due(facts: Facts) -> Facts:
    """The same society looked at as if its duties were due on the day of inspection: whether what
    had failed is mended now."""
    return replace(facts, due=facts.on, is_due_over=True)
