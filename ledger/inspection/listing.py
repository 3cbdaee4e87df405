"""The societies of an inspection as a list: its parts with their counts, one page of it, what is
next for each. Everything is selected and counted in SQL."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.prepared import Prepared
from filings.desk.paging import PER_PAGE, PLACES
from filings.enums import WAITING, State
from filings.models import Filing
from filings.queries import numbers
from filings.rules import days_left
from ledger.inspection.enums import BENIGN, INSPECTION_FAILED, SIGNABLE, Grade, Step
from ledger.inspection.models import Lift, Penalty, Proposal, Result
from ledger.inspection.queries import failed_in_force, penalties_in_force
from societies import codes
from societies.models import Society, SocietyName
from societies.queries import name_on


def listed(inspection):
    """One proposal for each society: the open one, else the one behind the result in force."""
    superseded = corrections(inspection).values("corrects__proposal")
    return Proposal.objects.filter(inspection=inspection).exclude(pk__in=superseded)


def corrections(inspection):
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


# A benign correction needs no notice: the committee decides it at once (case.Case, steps).
CORRECTION = Q(step=Step.PROPOSED, grade__in=BENIGN, corrects__isnull=False)


def stopping_codes() -> list[str]:
    return [penalty.code for penalty in codes.penalties() if penalty.blocks]


@dataclass(frozen=True)
class Part:
    """A part of the list: what its number is called, and its rows among those listed in an
    inspection (its key) on a day."""

    name: str
    label: str
    condition: Callable[[int, dt.date], Q]


def _proposed(*grades: Grade) -> Callable[[int, dt.date], Q]:
    return lambda inspection, on: Q(step=Step.PROPOSED, grade__in=grades)


def _signed(grade: Grade) -> Callable[[int, dt.date], Q]:
    return lambda inspection, on: Q(step=Step.SIGNED, result__grade=grade)


# What is to be done, then the classes that were signed.
PARTS = (
    Part(
        "confirm",
        "待确认",
        lambda inspection, on: Q(step=Step.PROPOSED, grade__in=BENIGN, corrects=None),
    ),
    Part("notice", "待告知", _proposed(Grade.FAILED)),
    Part("pending", "待定", _proposed(Grade.PENDING)),
    Part("answering", "申辩中", lambda inspection, on: Q(step=Step.NOTICED) & ~to_decide(on)),
    Part("decide", "待党委决定", lambda inspection, on: to_decide(on) | CORRECTION),
    Part("lift", "待解除", lambda inspection, on: Q(result__in=results_to_lift(inspection))),
    *(Part(grade.value, grade.label, _signed(grade)) for grade in SIGNABLE),
)


def in_part(name: str, inspection, on):
    """The listed proposals of a part; of all where there is none of this name."""
    found = listed(inspection)
    conditions = [part.condition(inspection, on) for part in PARTS if part.name == name]
    return found.filter(*conditions)


def _counted(inspection, on) -> dict[str, QuerySet]:
    """What `counts` is made of: one step or class each, which an index finds."""
    proposals = Proposal.objects.filter(inspection=inspection)
    results = Result.objects.filter(inspection=inspection)
    superseded = results.filter(pk__in=corrections(inspection).values("corrects"))
    return {
        "noticed": proposals.filter(step=Step.NOTICED),
        "decide": proposals.filter(to_decide(on)),
        "corrections": corrections(inspection).filter(CORRECTION),
        "lift": results_to_lift(inspection),
        **{f"proposed {g}": proposals.filter(step=Step.PROPOSED, grade=g) for g in Grade},
        **{f"signed {g}": results.filter(grade=g) for g in SIGNABLE},
        **{f"superseded {g}": superseded.filter(grade=g) for g in SIGNABLE},
    }


_numbers = Prepared(lambda inspection, on: numbers(_counted(inspection, on)))


def counts(inspection: int, on: dt.date) -> dict[str, int]:
    """How many societies are in each part."""
    number = dict(_numbers(inspection, on))
    return {
        "confirm": sum(number[f"proposed {grade}"] for grade in BENIGN) - number["corrections"],
        "notice": number[f"proposed {Grade.FAILED}"],
        "pending": number[f"proposed {Grade.PENDING}"],
        "answering": number["noticed"] - number["decide"],
        "decide": number["decide"] + number["corrections"],
        "lift": number["lift"],
        **{g.value: number[f"signed {g}"] - number[f"superseded {g}"] for g in SIGNABLE},
    }


def results_to_lift(inspection):
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


@Prepared
def _penalties(on):
    held = penalties_in_force(on).order_by().values_list("code")
    return held.annotate(number=Count("result__society", distinct=True))


@Prepared
def _failed(on):
    number = Count("society", distinct=True)
    return failed_in_force(on).order_by().values_list("grade").annotate(number=number)


def in_force(on: dt.date) -> list[dict]:
    """Of each penalty, for how many societies it holds on a day; 年检视为不合格 is of the results
    themselves."""
    numbers = dict(_penalties(on))
    numbers.update((INSPECTION_FAILED, number) for _, number in _failed(on))
    return [
        {"label": penalty.name, "number": numbers[penalty.code]}
        for penalty in codes.penalties()
        if penalty.code in numbers
    ]


def search(proposals, text: str):
    found = Society.objects.search(text).values("pk")
    return proposals.filter(society__in=found) if text else proposals


def rows(found, on, start: int, *, backwards=False):
    """A page of proposals from a place on, with what the list says of them; each with the name of
    its society on a day as `society_name`."""
    keys = found.order_by("-pk" if backwards else "pk").values("pk")[start : start + PER_PAGE]
    names = SocietyName.objects.filter(society=OuterRef("society"))
    return (
        Proposal.objects.filter(pk__in=keys)
        .order_by("pk")
        .annotate(society_name=name_on(names, on))
        .defer("findings", "result__findings")
        .select_related("society", "notice__document", "result__document")
        .prefetch_related("notice__defences__filing")
    )


@lru_cache(PLACES)
def _rows_of_part(name: str, start: int, backwards: bool) -> Prepared:
    def build(inspection, on):
        return rows(in_part(name, inspection, on), on, start, backwards=backwards)

    return Prepared(build)


def rows_of_part(name: str, inspection: int, on, start: int, *, backwards=False) -> list[Proposal]:
    """`rows` of a whole part, written once for each place where a page may begin."""
    return _rows_of_part(name, start, backwards)(inspection, on)


def next_step(proposal: Proposal, *, on: dt.date) -> str:
    """Who has to do what, and the days that are left."""
    if proposal.step == Step.SIGNED:
        return ""
    if proposal.step == Step.PROPOSED:
        if proposal.corrects_id and proposal.grade in BENIGN:
            return "省科技社团党委决定是否更正"
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
