"""The societies of an inspection as a list: its parts with their counts, one page of it, what is
next for each. Everything is selected and counted in SQL."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from filings.enums import WAITING, State
from filings.models import Filing
from filings.rules import days_left
from ledger.inspection.enums import SIGNABLE, Grade, Step
from ledger.inspection.models import Inspection, Lift, Penalty, Proposal, Result
from ledger.inspection.queries import penalties_in_force
from societies import codes
from societies.models import Society

BENIGN = (Grade.PASSED, Grade.BASIC)


def listed(inspection: Inspection):
    """One proposal for each society: the open one, else the one behind the result in force."""
    superseded = corrections(inspection).values("corrects__proposal")
    return Proposal.objects.filter(inspection=inspection).exclude(pk__in=superseded)


def corrections(inspection: Inspection):
    """Proposals to correct a result, open or signed: few. Counts leave out what they are about
    rather than join every result with them."""
    return Proposal.objects.filter(inspection=inspection, corrects__isnull=False)


def undecided_defence(on: dt.date) -> Exists:
    """A defence that waits for a decision, or that may come again (queries.is_undecided)."""
    back = Q(state=State.RETURNED, return_due__gte=on)
    filings = Filing.objects.filter(defence__notice__proposal=OuterRef("pk"))
    return Exists(filings.filter(Q(state__in=WAITING) | back))


def decided_defence() -> Exists:
    filings = Filing.objects.filter(defence__notice__proposal=OuterRef("pk"))
    return Exists(filings.filter(state__in=[State.APPROVED, State.REFUSED]))


def to_decide(on: dt.date) -> Q:
    """Told, and answered or its days over: the committee's (case.Case.is_ready)."""
    over = Q(notice__last_day__lt=on) & ~Q(undecided_defence(on))
    return Q(step=Step.NOTICED) & (Q(decided_defence()) | over)


def stopping_codes() -> list[str]:
    return [penalty.code for penalty in codes.penalties() if penalty.blocks]


@dataclass(frozen=True)
class Part:
    """A part of the list: what its number is called, and its rows among those listed."""

    name: str
    label: str
    condition: Q
    is_signed: bool = False


def parts(inspection: Inspection, on: dt.date) -> list[Part]:
    """What is to be done, then the classes that were signed."""
    proposed = Q(step=Step.PROPOSED)
    return [
        Part("confirm", "待确认", proposed & Q(grade__in=BENIGN)),
        Part("notice", "待告知", proposed & Q(grade=Grade.FAILED)),
        Part("pending", "待定", proposed & Q(grade=Grade.PENDING)),
        Part("answering", "申辩中", Q(step=Step.NOTICED) & ~to_decide(on)),
        Part("decide", "待党委决定", to_decide(on)),
        Part("lift", "待解除", Q(result__in=results_to_lift(inspection))),
        *(
            Part(grade.value, grade.label, Q(step=Step.SIGNED, result__grade=grade), True)
            for grade in SIGNABLE
        ),
    ]


def counts(inspection: Inspection, on: dt.date) -> dict[str, int]:
    """How many societies are in each part, from indexes: the open ones by step and class, the few
    that were noticed, the signed ones by class."""
    opened = Proposal.objects.open().filter(inspection=inspection)
    by_step = {
        (step, grade): number
        for step, grade, number in opened.values_list("step", "grade").annotate(Count("pk"))
    }
    found = {
        "confirm": sum(by_step.get((Step.PROPOSED, grade), 0) for grade in BENIGN),
        "notice": by_step.get((Step.PROPOSED, Grade.FAILED), 0),
        "pending": by_step.get((Step.PROPOSED, Grade.PENDING), 0),
    }
    noticed = opened.filter(step=Step.NOTICED)
    found["decide"] = noticed.filter(to_decide(on)).count()
    found["answering"] = (
        sum(number for (step, _), number in by_step.items() if step == Step.NOTICED)
        - found["decide"]
    )
    found["lift"] = results_to_lift(inspection).count()
    results = Result.objects.filter(inspection=inspection)
    superseded = results.filter(pk__in=corrections(inspection).values("corrects"))
    signed = Counter(dict(results.values_list("grade").annotate(Count("pk"))))
    signed.subtract(dict(superseded.values_list("grade").annotate(Count("pk"))))
    found |= {grade.value: signed[grade] for grade in SIGNABLE}
    return found


def results_to_lift(inspection: Inspection):
    """Results in force of which penalties wait to be lifted."""
    failed = Result.objects.filter(inspection=inspection, grade=Grade.FAILED, corrections=None)
    approved = Exists(
        Filing.objects.filter(rectification__result=OuterRef("pk"), state=State.APPROVED)
    )
    liftable = Exists(
        Penalty.objects.filter(
            ~Exists(Lift.objects.filter(penalty=OuterRef("pk"))),
            result=OuterRef("pk"),
            code__in=stopping_codes(),
        )
    )
    return failed.filter(approved, liftable)


def in_force(on: dt.date) -> list[dict]:
    """How many penalties of each sort hold on a day."""
    numbers = dict(penalties_in_force(on).values_list("code").annotate(Count("pk")))
    return [
        {"label": penalty.name, "number": numbers[penalty.code]}
        for penalty in codes.penalties()
        if penalty.code in numbers
    ]


def search(proposals, text: str):
    found = Society.objects.search(text).values("pk")
    return proposals.filter(society__in=found) if text else proposals


def with_names(proposals):
    """For a page of the list."""
    return (
        proposals.defer("findings", "result__findings")
        .select_related("society", "notice__document", "result__document")
        .prefetch_related("society__names", "notice__defences__filing")
    )


def next_step(proposal: Proposal, *, on: dt.date) -> str:
    """Who has to do what, and the days that are left."""
    if proposal.step == Step.SIGNED:
        return ""
    if proposal.step == Step.PROPOSED:
        return {
            Grade.FAILED: "科协审核人告知学会",
            Grade.PENDING: "证据齐全后再检查",
        }.get(proposal.grade, "科协审核人确认")
    notice = proposal.notice
    filings = [defence.filing for defence in notice.defences.all()]
    if any(filing.state in WAITING for filing in filings):
        return "省科技社团党委审理申辩"
    left = days_left(notice.last_day, on=on)
    decided = any(filing.state in (State.APPROVED, State.REFUSED) for filing in filings)
    if left >= 0 and not decided:
        return f"学会可以申辩，还剩 {left} 天"
    return "省科技社团党委决定结论和处理"
