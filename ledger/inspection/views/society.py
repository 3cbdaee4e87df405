"""One society in one inspection: four steps, the evidence of each indicator, each penalty with what
it stops, what can be done next."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.enums import Role
from accounts.rules import roles_required
from ledger.inspection import flags
from ledger.inspection.case import Case
from ledger.inspection.enums import Grade, Step
from ledger.inspection.forms import (
    ConfirmForm,
    DecisionForm,
    LiftForm,
    NoticeForm,
    ReasonForm,
)
from ledger.inspection.steps import (
    CONFIRMERS,
    DECIDERS,
    is_defence_accepted,
    notice_facts,
    penalties_in_view,
)
from ledger.inspection.views import parts
from ledger.inspection.views.access import case_or_404
from societies.models import Society

REASON = "未如期完成建立党组织、党建工作台账工作并报送省科协（注1），依照注3处理。"


@require_safe
@roles_required(Role.SECRETARY)
def own(request):
    """The own societies: what they owe, what is flagged, what came out of each inspection."""
    on = clock.today()
    societies = Society.objects.for_user(request.user).prefetch_related("names")
    context = {"sides": [flags.side(society, on=on) for society in societies], "on": on}
    return render(request, "inspection/own.html", context)


@require_safe
def page(request, year, slug):
    return show(request, case_or_404(request, year, slug))


def show(request, case: Case, status=200, **forms):
    """Render the page. `forms` are bound forms by their names, which carry their errors."""
    user = request.user
    context = {
        "case": case,
        "cycle": case.inspection.cycle,
        "year": case.inspection.cycle.year,
        "steps": parts.steps(case, user),
        "indicators": parts.indicators(case, user),
        "penalties": parts.penalties(case),
        "documents": parts.documents(case, user),
        "standing": parts.standing_rows(case),
        "starts": flags.startable(case.society, case.inspection.cycle, on=case.on)
        if user.role == Role.SECRETARY
        else [],
        **offered(case, user),
        **forms,
    }
    return render(request, "inspection/society.html", context, status=status)


def offered(case: Case, user) -> dict:
    """The forms that this user has on this page now."""
    proposal, found = case.proposal, {}
    if user.role in CONFIRMERS and case.is_open and proposal.step == Step.PROPOSED:
        if proposal.grade in (Grade.PASSED, Grade.BASIC) and not proposal.corrects_id:
            found["confirm_form"] = ConfirmForm(initial={"grade": proposal.grade})
        if proposal.grade == Grade.FAILED:
            draft = {"facts": notice_facts(proposal), "reason": REASON}
            found["notice_form"] = NoticeForm(initial=draft)
    if user.role in DECIDERS and case.is_open:
        correction = proposal.corrects_id and proposal.grade in (Grade.PASSED, Grade.BASIC)
        if case.is_ready or correction:
            found["decision_form"] = decision_form(case)
    if user.role in DECIDERS and case.mending and case.mending.is_approved:
        if case.mending.penalties:
            found["lift_form"] = lift_form(case)
    if user.role in CONFIRMERS | DECIDERS:
        if case.result and not case.is_open:
            found["reopen_form"] = ReasonForm()
        found["may_drop"] = (
            case.is_open and proposal.corrects_id and (proposal.step == Step.PROPOSED)
        )
    return found


def decision_form(case: Case, data=None) -> DecisionForm:
    chosen = penalties_in_view(case.proposal)
    initial = {"grade": case.proposal.grade, "penalties": chosen}
    if is_defence_accepted(case.proposal):
        initial = {}
    return DecisionForm(data, penalties=chosen, initial=initial)


def lift_form(case: Case, data=None) -> LiftForm:
    """What lasts until it is lifted is ticked at first."""
    held = case.mending.penalties
    ticked = [p.code for p in held if p.until is None and case.mending.proposes_lifting]
    return LiftForm(data, penalties=held, initial={"codes": ticked})
