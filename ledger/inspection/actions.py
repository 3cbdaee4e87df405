"""The way from proposal to result and what follows from it. Each action locks, asks
ledger.inspection.steps, writes in one transaction and leaves an audit record. Nothing here happens
by itself, and nothing is published."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from filings.documents import sha256
from filings.enums import State
from filings.rules import MoveNotAllowed, local_date
from ledger.inspection import steps
from ledger.inspection.enums import INSPECTION_FAILED, Grade, Step
from ledger.inspection.models import (
    Defence,
    Lift,
    Notice,
    OfficialDocument,
    Penalty,
    Proposal,
    Rectification,
    Result,
)
from ledger.inspection.notifications import (
    tell_of_defence,
    tell_of_lifts,
    tell_of_notice,
    tell_of_result,
    tell_of_results,
)
from ledger.inspection.proposing import judge_one
from ledger.inspection.queries import (
    defence_of,
    defence_problem,
    liftable,
    open_notice,
    result_to_rectify,
)


def _check(problem: str) -> None:
    if problem:
        raise MoveNotAllowed(problem)


def _locked(pk) -> Proposal:
    """The proposal as it stands; MoveNotAllowed where evaluation has replaced it since."""
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk=pk)
    proposal = locked.select_related("society", "inspection__cycle", "corrects").first()
    if proposal is None:
        raise MoveNotAllowed("台账有变化，建议已重新检查，请重新查看后再办理。")
    return proposal


def document_of(number: str, dated: dt.date) -> OfficialDocument:
    """The official document with a number; one number is one document of one date."""
    number = number.strip()
    _check("" if number else "请填写文号。")
    document, _ = OfficialDocument.objects.get_or_create(number=number, defaults={"dated": dated})
    if document.dated != dated:
        raise MoveNotAllowed(f"{number}的成文日期是{document.dated:%Y年%-m月%-d日}。")
    return document


def _record(move: str, *, by, request, target, **detail) -> None:
    audit(
        AuditAction.DECIDE, by=by, request=request, target=target, detail={"move": move, **detail}
    )


def _unsaved_result(proposal, *, grade, reason, document, by) -> Result:
    return Result(
        inspection=proposal.inspection,
        society=proposal.society,
        proposal=proposal,
        corrects=proposal.corrects,
        society_name=proposal.society.name,
        on=proposal.on,
        proposed=proposal.grade,
        grade=grade,
        findings=proposal.findings,
        reason=reason,
        document=document,
        signed_on=document.dated,
        signed_by=by,
        signed_at=clock.now(),
    )


def result_hash(result: Result, penalties: list[Penalty]) -> str:
    """SHA-256 over what was signed: class, evidence, penalties, document, person and time."""
    return sha256(
        {
            "inspection": result.inspection_id,
            "society": result.society_id,
            "society_name": result.society_name,
            "corrects": result.corrects_id,
            "on": result.on.isoformat(),
            "proposed": result.proposed,
            "grade": result.grade,
            "findings": result.findings,
            "reason": result.reason,
            "failed_until": result.failed_until and result.failed_until.isoformat(),
            "penalties": sorted(
                [p.code, p.since.isoformat(), p.until.isoformat() if p.until else None]
                for p in penalties
            ),
            "document": [result.document.number, result.document.dated.isoformat()],
            "by": result.signed_by_id,
            "at": result.signed_at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        }
    )


def _sign(proposal, result: Result, penalties: Collection[Penalty] = ()) -> Result:
    """Freeze the result with its penalties."""
    result.sha256 = result_hash(result, list(penalties))
    result.full_clean()
    result.save()
    Penalty.objects.bulk_create(penalties)
    proposal.step = Step.SIGNED
    proposal.save(update_fields=["step"])
    return result


@transaction.atomic
def confirm(
    pk, *, by, number: str, dated: dt.date, grade: Grade | None = None, reason="", request=None
) -> Result:
    """Sign a proposal that punishes nobody, as proposed or, with a reason, as the other benign
    class. Raises MoveNotAllowed."""
    proposal = _locked(pk)
    grade, reason = grade or proposal.grade, reason.strip()
    _check(
        steps.confirm_problem(
            proposal, grade=grade, reason=reason, dated=dated, today=clock.today(), by=by
        )
    )
    document = document_of(number, dated)
    result = _unsaved_result(proposal, grade=grade, reason=reason, document=document, by=by)
    _sign(proposal, result)
    tell_of_result(result)
    _record("confirm", by=by, request=request, target=proposal.society.slug, grade=grade)
    return result


@transaction.atomic
def confirm_all(
    pks: Collection[int], *, by, number: str, dated: dt.date, request=None
) -> tuple[list[Result], list[tuple[str, str]]]:
    """Sign, as proposed, what was previewed in a list. Gives the results, and each society that was
    left out with a sentence why; one whose proposal was replaced meanwhile is among neither."""
    locked = Proposal.objects.select_for_update(of=("self",)).filter(pk__in=pks).order_by("pk")
    proposals = locked.select_related("society", "inspection__cycle", "corrects")
    document, results, left_out, signed = None, [], [], []
    for proposal in proposals.prefetch_related("society__names"):
        problem = steps.bulk_problem(proposal) or steps.confirm_problem(
            proposal, grade=proposal.grade, reason="", dated=dated, today=clock.today(), by=by
        )
        if problem:
            left_out.append((str(proposal.society), problem))
            continue
        document = document or document_of(number, dated)
        result = _unsaved_result(
            proposal, grade=proposal.grade, reason="", document=document, by=by
        )
        result.sha256 = result_hash(result, [])
        results.append(result)
        signed.append(proposal.pk)
    Result.objects.bulk_create(results, batch_size=1000)
    Proposal.objects.filter(pk__in=signed).update(step=Step.SIGNED)
    if results:
        inspections = {result.inspection_id: result.inspection for result in results}
        for inspection in inspections.values():
            told = [r.society_id for r in results if r.inspection_id == inspection.pk]
            tell_of_results(inspection, document, told)
        _record("confirm_all", by=by, request=request, target=number, results=len(results))
    return results, left_out


@transaction.atomic
def give_notice(
    pk, *, by, number: str, dated: dt.date, reason: str, facts="", request=None
) -> Notice:
    """Tell a society that it is proposed as 不合格, with facts (drafted from the evidence where
    none are given), reason and the penalties in view. It may answer to the end of the last day."""
    proposal = _locked(pk)
    inspection, today = proposal.inspection, clock.today()
    facts, reason = facts.strip() or steps.notice_facts(proposal), reason.strip()
    _check(
        steps.notice_problem(proposal, facts=facts, reason=reason, dated=dated, today=today, by=by)
    )
    notice = Notice(
        proposal=proposal,
        facts=facts,
        reason=reason,
        penalties=[term.code for term in inspection.penalty_terms.all()],
        days=inspection.answer_days,
        given_on=today,
        last_day=today + dt.timedelta(days=inspection.answer_days),
        document=document_of(number, dated),
        by=by,
        at=clock.now(),
    )
    notice.full_clean()
    notice.save()
    proposal.step = Step.NOTICED
    proposal.save(update_fields=["step"])
    tell_of_notice(notice)
    _record("notice", by=by, request=request, target=proposal.society.slug, document=number)
    return notice


def defend(filing) -> Defence:
    """Take a submitted filing as the society's answer to its open notice: what the kind 申辩 calls
    at submission, inside its transaction. Raises MoveNotAllowed where it comes too late, or another
    answer stands."""
    notice = open_notice(filing.society, filing.cycle)
    proposal = _locked(notice.proposal_id) if notice else None
    # Asked under the lock: a decision meanwhile closes the notice. An answer that came back in time
    # is itself no longer marked as returned here; its window was asked before.
    again = Defence.objects.filter(filing=filing, notice=notice).exists()
    if not again or notice is None:
        _check(defence_problem(filing.society, filing.cycle, on=clock.today()))
    standing = defence_of(proposal.notice)
    if standing and standing.pk != filing.pk:
        raise MoveNotAllowed("本学会已经申辩。")
    defence, _ = Defence.objects.get_or_create(
        filing=filing, defaults={"notice": proposal.notice, "at": clock.now()}
    )
    tell_of_defence(defence)
    return defence


@transaction.atomic
def decide(
    pk,
    *,
    by,
    number: str,
    dated: dt.date,
    grade: Grade | None = None,
    penalties: Collection[str] | None = None,
    reason="",
    request=None,
) -> Result:
    """The committee's decision on result and penalties together: as proposed and noticed where
    nothing else is given, else with a reason. `penalties` are codes, 年检视为不合格 among them.
    Raises MoveNotAllowed."""
    proposal = _locked(pk)
    grade, reason = grade or proposal.grade, reason.strip()
    if penalties is None:
        penalties = steps.penalties_in_view(proposal) if grade == Grade.FAILED else []
    said = {"grade": grade, "penalties": penalties, "reason": reason, "dated": dated}
    _check(steps.decide_problem(proposal, **said, today=clock.today(), by=by))
    document = document_of(number, dated)
    result = _unsaved_result(proposal, grade=grade, reason=reason, document=document, by=by)
    until = {term.code: term.until for term in proposal.inspection.penalty_terms.all()}
    if grade == Grade.FAILED:
        result.failed_until = until.get(INSPECTION_FAILED)
    rows = [
        Penalty(result=result, code=code, since=dated, until=until.get(code))
        for code in penalties
        if code != INSPECTION_FAILED
    ]
    _sign(proposal, result, rows)
    tell_of_result(result, penalties)
    detail = {"grade": grade, "penalties": list(penalties)}
    _record("decide", by=by, request=request, target=proposal.society.slug, **detail)
    return result


@transaction.atomic
def reopen(result_pk, *, by, reason: str, request=None) -> Proposal:
    """Propose a correction of a signed result, with a reason: the society is evaluated again for
    the same day of inspection, as the ledger is known now. The signed result stays; the committee
    decides on the new proposal."""
    result = _locked_result(result_pk)
    reason = reason.strip()
    _check(steps.reopen_problem(result, reason=reason, by=by))
    if Proposal.objects.open().filter(inspection=result.inspection, society=result.society):
        raise MoveNotAllowed("本学会已有一件正在办理的年检建议。")
    proposal = judge_one(result.inspection, result.society, on=result.on)
    if proposal is None:
        raise MoveNotAllowed("检查日不是会员学会，不再检查。")
    proposal.corrects, proposal.correction_reason = result, reason
    proposal.full_clean()
    proposal.save()
    _record("reopen", by=by, request=request, target=result.society.slug)
    return proposal


@transaction.atomic
def drop_correction(pk, *, by, request=None) -> None:
    """Give up a correction on which nothing has been done; the signed result stays."""
    proposal = _locked(pk)
    if by.role not in steps.CONFIRMERS | steps.DECIDERS:
        raise MoveNotAllowed("更正由科协审核人或省科技社团党委办理。")
    if not proposal.corrects_id or proposal.step != Step.PROPOSED:
        raise MoveNotAllowed("这件建议不能撤回。")
    _record("drop_correction", by=by, request=request, target=proposal.society.slug)
    proposal.delete()


def rectify(filing) -> Rectification:
    """Take a submitted filing as the society's report that it has mended what had failed: what the
    kind 整改 calls at submission, inside its transaction. Raises MoveNotAllowed where there is
    nothing to be mended."""
    known = Rectification.objects.filter(filing=filing).first()
    result = known.result if known else result_to_rectify(filing.society, on=clock.today())
    if result is None:
        raise MoveNotAllowed("本学会没有须整改的结论。")
    return known or Rectification.objects.create(filing=filing, result=result, at=clock.now())


@transaction.atomic
def lift(
    result_pk, *, by, codes: Collection[str], reason: str, number: str, dated: dt.date, request=None
) -> list[Lift]:
    """End penalties of a result after rectification, with reason and document, from the document's
    date on. The result itself stays as it was signed. Raises MoveNotAllowed."""
    result = _locked_result(result_pk)
    approved = result.rectifications.filter(filing__state=State.APPROVED)
    reports = list(approved.select_related("filing").order_by("-filing__decided_at"))
    by_then = [report for report in reports if local_date(report.filing.decided_at) <= dated]
    rectification = next(iter(by_then or reports), None)  # the last that was approved by then
    reason, penalties = reason.strip(), list(liftable(result, on=dated))
    _check(
        steps.lift_problem(
            penalties,
            codes,
            rectification=rectification,
            reason=reason,
            dated=dated,
            today=clock.today(),
            by=by,
        )
    )
    document = document_of(number, dated)
    ended = {"rectification": rectification, "on": dated, "reason": reason, "document": document}
    lifts = [
        Lift(penalty=penalty, by=by, at=clock.now(), **ended)
        for penalty in penalties
        if penalty.code in codes
    ]
    for row in lifts:
        row.full_clean()
    Lift.objects.bulk_create(lifts)
    tell_of_lifts(result, lifts)
    _record("lift", by=by, request=request, target=result.society.slug, penalties=list(codes))
    return lifts


def _locked_result(pk) -> Result:
    """Results are only ever added to; the lock lets one correction or lifting go at a time."""
    locked = Result.objects.select_for_update(of=("self",))
    return locked.select_related("society", "inspection__cycle").get(pk=pk)
