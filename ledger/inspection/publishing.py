"""Circulars: which results may be named, and the act that names them, numbered and frozen."""

from collections.abc import Collection

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction, Role
from filings.rules import MoveNotAllowed
from ledger.inspection.enums import Grade, Outcome
from ledger.inspection.findings import from_json
from ledger.inspection.models import Circular, CircularRow, OfficialDocument, Result
from ledger.inspection.numbering import CIRCULARS, next_number

CRITICISM = "circular_criticism"  # in codes/penalties.csv
ISSUERS = frozenset({Role.COMMITTEE})
AT_ONCE = 200  # societies that one circular names


def to_circulate(inspection):
    """Signed results that were given 通报批评 and stand in no circular yet."""
    failed = Result.objects.filter(inspection=inspection, grade=Grade.FAILED, corrected_by=None)
    return failed.filter(penalties__code=CRITICISM, circular_row=None).order_by("pk")


def circular_problem(results, wanted: Collection[int], *, by) -> str:
    """Why a circular of these results (primary keys) is not issued; '' where it is."""
    if by.role not in ISSUERS:
        return "通报由省科技社团党委印发。"
    if not wanted:
        return "请选择要通报的学会。"
    if len(wanted) > AT_ONCE:
        return f"一份通报最多列 {AT_ONCE} 个学会。"
    if len(results) != len(set(wanted)):
        return "有学会已经通报、已经更正或没有通报批评，请重新选择。"
    return ""


def cause(result: Result) -> str:
    """What a result failed, in the words of the indicators: 未按时建立党组织."""
    failed = [f for f in from_json(result.findings) if f.outcome == Outcome.FAILED]
    duties = [f"未{f.indicator.label}" for f in failed if f.indicator.label.startswith("按时")]
    return "、".join(duties)


@transaction.atomic
def issue_circular(
    inspection, wanted: Collection[int], *, title, opening, closing, by, request=None
) -> Circular:
    """Name societies in a numbered document of today. Raises MoveNotAllowed."""
    # In one order, as a correction locks its result.
    results = list(to_circulate(inspection).filter(pk__in=wanted).select_for_update(of=("self",)))
    if problem := circular_problem(results, wanted, by=by):
        raise MoveNotAllowed(problem)
    today = clock.today()
    number = next_number(CIRCULARS, today.year)
    circular = Circular(
        inspection=inspection,
        document=OfficialDocument.objects.create(number=number, dated=today),
        title=title.strip(),
        opening=opening.strip(),
        closing=closing.strip(),
        issued_by=by,
        issued_at=clock.now(),
    )
    circular.full_clean()
    circular.save()
    try:
        with transaction.atomic():
            CircularRow.objects.bulk_create(circular_rows(circular, results))
    except IntegrityError:
        raise MoveNotAllowed("有学会刚刚通报过，请重新选择。") from None
    detail = {"move": "circular", "societies": [row.society.slug for row in results]}
    audit(AuditAction.DECIDE, by=by, request=request, target=number, detail=detail)
    return circular


def circular_rows(circular: Circular, results) -> list[CircularRow]:
    """The rows of a circular; of a draft, too."""
    return [
        CircularRow(
            circular=circular,
            result=result,
            society_name=result.society_name,
            cause=cause(result),
        )
        for result in results
    ]
