"""A society's side of the inspection: what it owes, what is flagged by which clause, how to mend
it, what it may file."""

import datetime as dt

from django.urls import reverse

from accounts.prepared import Prepared
from filings.enums import OPEN, State
from filings.kinds import get_kind
from filings.models import Filing, Obligation
from filings.queries import current_cycle
from filings.rules import days_left, filing_window_problem
from ledger.inspection import rules
from ledger.inspection.case import Case
from ledger.inspection.enums import Indicator, Outcome
from ledger.inspection.evidence import facts_of
from ledger.inspection.filing_kinds import KINDS
from ledger.inspection.models import Inspection, Proposal, Result

MEND = {
    Indicator.ESTABLISHED: "按第3条向支撑单位党组织申请建立党支部，或在理事会建立功能型党小组，"
    "并填入台账；时限已过的，建立后报送整改报告。",
    Indicator.FILED: "逾期仍可提交，请尽快填报表1—表3；时限已过的，批准后报送整改报告。",
    Indicator.APPROVED: "按审核意见修改台账并重新提交，直到批准。",
    Indicator.CHARTER: "下次修改章程时写入党建工作，并请科协审核人登记。",
    Indicator.COUNCIL_GROUP: "理事会党员已够三人，可建立功能型党小组，"
    "经理事会研究决定后报省科技社团党委批准。",
    Indicator.MEMBER_DATA: "补填表2、表3中空着的内容，重新报送台账。",
    Indicator.RECTIFIED: "完成整改，报送整改报告。",
}


def side(society, *, on: dt.date) -> dict:
    """What the page of a society's secretary shows of it."""
    cycle = current_cycle(on)
    return {
        "society": society,
        "cycle": cycle,
        "obligations": obligations(society, on=on),
        "flags": flags(society, cycle, on=on) if cycle else [],
        "cases": cases(society, on=on),
        "starts": startable(society, cycle, on=on) if cycle else [],
    }


def obligations(society, *, on: dt.date) -> list[dict]:
    """What it owes in each cycle, the last first, with the days left."""
    rows = Obligation.objects.filter(society=society, cycle__opens_on__lte=on)
    rows = rows.select_related("cycle").order_by("-cycle__year")
    return [
        {
            "title": row.cycle.title,
            "due": row.due,
            "left": days_left(row.due, on=on),
            "first_submitted_at": row.first_submitted_at,
        }
        for row in rows
    ]


def flags(society, cycle, *, on: dt.date) -> list[dict]:
    """The indicators that the ledger of today does not meet, each with its clause and the way to
    mend it. Nothing that staff have proposed."""
    facts = facts_of(cycle, society, on=on)
    if facts is None:
        return []
    return [
        {
            "label": finding.indicator.label,
            "text": "；".join(fact.text for fact in finding.evidence),
            "article": finding.article,
            "mend": MEND[finding.indicator],
        }
        for finding in rules.evaluate(facts, Indicator)
        if finding.outcome == Outcome.FAILED
    ]


@Prepared
def _told(society):
    signed = Result.objects.filter(society=society).order_by().values("inspection")
    noticed = Proposal.objects.filter(society=society, notice__isnull=False).order_by()
    # A union and not OR, for which the database would read every proposal there is.
    told = signed.union(noticed.values("inspection"))
    found = Inspection.objects.filter(pk__in=told).select_related("cycle")
    return found.order_by("-cycle__year")


def cases(society, *, on: dt.date) -> list[Case]:
    """The inspections in which it was told something, the last first."""
    return [Case(inspection, society, on) for inspection in _told(society.pk)]


def startable(society, cycle, *, on: dt.date) -> list[dict]:
    """What it may file beside the registration: a button, or the reason why not; the drafts and
    filings on their way."""
    codes = [kind.code for kind in KINDS]
    filings = Filing.objects.light().filter(society=society, kind__in=codes, state__in=OPEN)
    under_way = list(filings.order_by("-pk"))
    return [
        {
            "kind": kind,
            "society_id": society.pk,
            "cycle_id": cycle.pk,
            "problem": filing_window_problem(kind, society=society, cycle=cycle, on=on),
            "filings": [_on_its_way(row) for row in under_way if row.kind == kind.code],
        }
        for kind in KINDS
    ]


def _on_its_way(filing) -> dict:
    word = get_kind(filing.kind).word_for_secretary(State(filing.state))
    verb = "继续填写" if filing.is_editable else "查看回执"
    return {"url": reverse("filings:overview", args=[filing.pk]), "word": word, "verb": verb}
