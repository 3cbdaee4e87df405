"""Evaluates a cycle and proposes: what the ledger says of every society on the day of inspection.
Never touches what somebody has begun to decide."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction, Role
from filings.enums import State
from filings.models import Cycle
from ledger.inspection import rules
from ledger.inspection.enums import INSPECTION_FAILED, Grade, Indicator, Step
from ledger.inspection.evidence import blocks, facts_of, inspected
from ledger.inspection.findings import Finding, as_json
from ledger.inspection.models import (
    CountedIndicator,
    Inspection,
    Penalty,
    PenaltyTerm,
    Proposal,
    Result,
)
from ledger.inspection.queries import liftable
from societies import codes
from societies.enums import Process

KEEPERS = frozenset({Role.ADMINISTRATOR})  # of what the inspection of a cycle asks
# Note 3 asks for these two; whatever else failed leaves the result 基本合格.
DUTIES = (Indicator.ESTABLISHED, Indicator.FILED)
UNTIL_LIFTED = (Process.ELECTION, "")  # 换届暂缓 has no last day, 通报批评 no time at all


@transaction.atomic
def open_inspection(cycle: Cycle) -> Inspection:
    """The inspection of a cycle; made with every indicator and penalty where there is none, the
    penalties through its year of inspection (notes 2 and 3)."""
    inspection, is_new = Inspection.objects.get_or_create(cycle=cycle)
    if is_new:
        CountedIndicator.objects.bulk_create(
            CountedIndicator(
                inspection=inspection,
                indicator=indicator,
                leads_to=Grade.FAILED if indicator in DUTIES else Grade.BASIC,
            )
            for indicator in Indicator
        )
        last = dt.date(cycle.inspection_year, 12, 31)
        PenaltyTerm.objects.bulk_create(
            PenaltyTerm(
                inspection=inspection,
                code=penalty.code,
                until=None if penalty.blocks in UNTIL_LIFTED else last,
            )
            for penalty in codes.penalties()
        )
    return inspection


@transaction.atomic
def change_rules(
    inspection: Inspection,
    *,
    by,
    answer_days: int,
    leads_to: dict[str, str],
    terms: dict[str, dt.date | None],
    request=None,
) -> Inspection:
    """Set what an inspection asks and what follows: the grade to which each counted indicator
    leads, and the last day of each penalty (None: until it is lifted). What was noticed or signed
    stays; the next evaluation proposes anew. Raises ValidationError."""
    if by.role not in KEEPERS:
        raise ValidationError("年检规则由管理员维护。")
    if not leads_to or INSPECTION_FAILED not in terms:
        raise ValidationError("至少检查一项指标；不合格即年检视为不合格，不能去掉。")
    row = Inspection.objects.select_for_update().get(pk=inspection.pk)
    row.answer_days = answer_days
    row.full_clean()
    row.save()
    row.indicators.all().delete()
    row.penalty_terms.all().delete()
    CountedIndicator.objects.bulk_create(
        CountedIndicator(inspection=row, indicator=indicator, leads_to=grade)
        for indicator, grade in leads_to.items()
    )
    PenaltyTerm.objects.bulk_create(
        PenaltyTerm(inspection=row, code=code, until=until) for code, until in terms.items()
    )
    said = {code: until.isoformat() if until else None for code, until in terms.items()}
    detail = {"move": "rules", "days": answer_days, "indicators": leads_to, "penalties": said}
    audit(AuditAction.DECIDE, by=by, request=request, target=str(row), detail=detail)
    return row


def leads_to(inspection: Inspection) -> dict[Indicator, Grade]:
    """The table from failed indicators to grades."""
    return {Indicator(row.indicator): Grade(row.leads_to) for row in inspection.indicators.all()}


def judge(
    inspection: Inspection, society_pk: int, facts: rules.Facts, table: dict, *, at: dt.datetime
) -> Proposal:
    """The proposal that follows from a society's facts, not saved."""
    findings = rules.evaluate(facts, table)
    return Proposal(
        inspection=inspection,
        society_id=society_pk,
        on=facts.on,
        grade=rules.grade(findings, table),
        findings=as_json(findings),
        has_conflict=any(finding.conflict for finding in findings),
        evaluated_at=at,
    )


def judge_one(inspection: Inspection, society, *, on: dt.date) -> Proposal | None:
    """The proposal of one society as the ledger is known now, not saved; None where it is not
    inspected on that day."""
    facts = facts_of(inspection.cycle, society, on=on)
    return facts and judge(inspection, society.pk, facts, leads_to(inspection), at=clock.now())


def inspect(cycle: Cycle, *, on: dt.date) -> Counter:
    """Evaluate every society of a cycle on a day and propose. Gives counts: of each Grade, and
    'kept' (noticed or signed, not touched), 'new', 'changed', 'dropped' (inspected no more)."""
    inspection = open_inspection(cycle)
    table = leads_to(inspection)
    counts: Counter = Counter()
    for block in blocks(cycle, on=on):
        at = clock.now()
        judged = [judge(inspection, key, facts, table, at=at) for key, facts in block.items()]
        counts += _propose(inspection, judged)
    counts["dropped"] += _drop_others(inspection, on)
    return counts


@transaction.atomic
def _propose(inspection: Inspection, judged: list[Proposal]) -> Counter:
    """Write the proposals of a block of societies. One that came out as it stands is kept; one
    that came out differently is replaced, so that nobody confirms what they have not seen."""
    # Two evaluations at once go one after the other; signatures, which only refer to it, go on.
    Inspection.objects.select_for_update(no_key=True).get(pk=inspection.pk)
    keys = [proposal.society_id for proposal in judged]
    span = {"inspection": inspection, "society__gte": min(keys), "society__lte": max(keys)}
    rows = Proposal.objects.open().filter(**span).select_for_update().order_by("pk")
    held = {row.society_id: row for row in rows}
    decided = set(Result.objects.filter(**span).values_list("society", flat=True))
    decided |= {key for key, row in held.items() if row.step != Step.PROPOSED or row.corrects_id}
    counts = Counter(proposal.grade for proposal in judged if proposal.society_id not in decided)
    new, stale = [], []
    for proposal in judged:
        before = held.get(proposal.society_id)
        if proposal.society_id in decided or (before and _same(before, proposal)):
            continue
        new.append(proposal)
        stale += [before.pk] if before else []
    Proposal.objects.filter(pk__in=stale).delete()
    Proposal.objects.bulk_create(new, batch_size=1000)
    counts["kept"] = len(decided & set(keys))
    counts["changed"], counts["new"] = len(stale), len(new) - len(stale)
    return counts


def _same(one: Proposal, other: Proposal) -> bool:
    return (one.on, one.grade, one.findings) == (other.on, other.grade, other.findings)


@transaction.atomic
def _drop_others(inspection: Inspection, on: dt.date) -> int:
    """Take back proposals about societies that are not inspected on the day: they left."""
    proposed = Proposal.objects.filter(
        inspection=inspection, step=Step.PROPOSED, corrects=None
    ).exclude(society__in=inspected(inspection.cycle, on=on).values("society"))
    return proposed.delete()[0]


@dataclass(frozen=True)
class Mending:
    """Whether lifting is proposed for a result: what the indicators say now, as if the duties were
    due today, and the penalties that could be lifted. The facts that had failed stay as signed."""

    grade: Grade
    findings: list[Finding]
    penalties: list[Penalty]
    is_approved: bool  # a rectification is

    @property
    def proposes_lifting(self) -> bool:
        mended = self.grade in (Grade.PASSED, Grade.BASIC)
        return self.is_approved and mended and bool(self.penalties)


def mending(result: Result, *, on: dt.date) -> Mending:
    """Evaluate a failed society again on a later day, after its rectification."""
    facts = facts_of(result.inspection.cycle, result.society, on=on)
    table = leads_to(result.inspection)
    findings = rules.evaluate(rules.as_if_due(facts), table) if facts else []
    midnight = clock.midnight_after(on)
    approved = {"filing__state": State.APPROVED, "filing__decided_at__lt": midnight}
    return Mending(
        grade=rules.grade(findings, table) if facts else Grade.PENDING,
        findings=findings,
        penalties=list(liftable(result, on=on)),
        is_approved=result.rectifications.filter(**approved).exists(),
    )
