"""May this step be taken: each function gives the Chinese reason why not, '' where it may. The one
answer for pages and actions."""

import datetime as dt

from accounts.enums import Role
from filings.enums import State
from filings.rules import local_date
from ledger.inspection.enums import BENIGN, INSPECTION_FAILED, Grade, Outcome, Step
from ledger.inspection.findings import from_json
from ledger.inspection.queries import defence_of, is_undecided
from societies import codes

CONFIRMERS = frozenset({Role.REVIEWER})  # staff prepare and confirm
DECIDERS = frozenset({Role.COMMITTEE})  # the committee decides on penalties, and corrects


def bulk_problem(proposal) -> str:
    """Why a proposal is not confirmed unseen; ProposalQuerySet.to_confirm_in_bulk says the
    same."""
    reasons = {
        "已不是待确认": proposal.step != Step.PROPOSED,
        "建议不是合格或基本合格": proposal.grade not in BENIGN,
        "证据矛盾": proposal.has_conflict,
        "是更正": proposal.corrects_id is not None,
    }
    return "、".join(reason for reason, holds in reasons.items() if holds)


def confirm_problem(
    proposal, *, grade: str, reason: str, dated: dt.date, today: dt.date, by
) -> str:
    """Staff confirm what punishes nobody; the rest is the committee's."""
    if by.role not in CONFIRMERS:
        return "年检建议由科协审核人确认。"
    if proposal.step != Step.PROPOSED:
        return f"这件建议{proposal.get_step_display()}，不能再确认。"
    if proposal.corrects_id:
        return "更正由省科技社团党委决定。"
    if proposal.grade == Grade.FAILED or grade == Grade.FAILED:
        return "不合格须先告知学会，由省科技社团党委决定。"
    return _signature_problem(proposal, grade=grade, reason=reason, dated=dated, today=today)


def _signature_problem(proposal, *, grade, reason, dated, today) -> str:
    if proposal.grade == Grade.PENDING:
        return "缺证据，建议待定，不能确认。"
    if grade not in (*BENIGN, Grade.FAILED):
        return "请选择结论。"
    if grade != proposal.grade and not reason:
        return "与建议不同的结论须写明理由。"
    earliest = max(filter(None, (proposal.on, proposal.corrects and proposal.corrects.signed_on)))
    return document_problem(dated, earliest=earliest, today=today)


def document_problem(dated: dt.date, *, earliest: dt.date, today: dt.date) -> str:
    """A document is not of tomorrow, nor of before what it is about."""
    if dated > today:
        return "成文日期不能晚于今天。"
    return "" if dated >= earliest else f"成文日期不能早于{earliest:%Y年%-m月%-d日}。"


def notice_problem(proposal, *, facts: str, reason: str, dated: dt.date, today: dt.date, by) -> str:
    """A society is told before it is judged: staff give notice of what is proposed."""
    if by.role not in CONFIRMERS:
        return "告知书由科协审核人送达。"
    if proposal.step != Step.PROPOSED:
        return f"这件建议{proposal.get_step_display()}，不能再告知。"
    if proposal.grade == Grade.PENDING:
        return "缺证据，建议待定，不能告知。"
    if not facts or not reason:
        return "告知书须写明事实和理由。"
    return document_problem(dated, earliest=proposal.on, today=today)


def may_attach_pdf(by) -> bool:
    """Those who sign attach the signed PDF of a document."""
    return by.role in CONFIRMERS | DECIDERS


def pdf_problem(document, *, reason: str, by) -> str:
    """Why somebody does not attach the PDF of a document; a wrong one is replaced with a reason."""
    if not may_attach_pdf(by):
        return "文件 PDF 由科协审核人或省科技社团党委上传。"
    return "这份文件已有 PDF，替换须写明原因。" if document.pdf_id and not reason else ""


def penalties_in_view(proposal) -> list[str]:
    """Codes of the penalties that the society was told of."""
    return proposal.notice.penalties if proposal.step == Step.NOTICED else []


def decide_problem(
    proposal, *, grade: str, penalties, reason: str, dated: dt.date, today: dt.date, by
) -> str:
    """The committee decides result and penalties (codes) together, after the society could
    answer."""
    if by.role not in DECIDERS:
        return "结论和处理由省科技社团党委决定。"
    if proposal.step == Step.SIGNED:
        return "结论已经签发，不能再决定。"
    said = {"grade": grade, "reason": reason, "dated": dated, "today": today}
    if problem := _signature_problem(proposal, **said) or _defence_problem(proposal, today):
        return problem
    if grade != Grade.FAILED:
        return "处理只对不合格作出。" if penalties else ""
    if is_defence_accepted(proposal) and not reason:
        return "申辩已采纳，仍定不合格的须写明理由。"
    return _answer_problem(proposal, dated) or _penalty_problem(proposal, penalties, reason, dated)


def is_defence_accepted(proposal) -> bool:
    """Whether the committee found (采纳) that the society's answer holds: its decision then says
    itself what follows, nothing is taken over from the notice without a word."""
    defence = defence_of(proposal.notice) if proposal.step == Step.NOTICED else None
    return defence is not None and defence.state == State.APPROVED


def _penalty_problem(proposal, penalties, reason, dated) -> str:
    in_view = penalties_in_view(proposal)
    if unknown := set(penalties) - set(in_view):
        return f"告知书没有这项处理：{_names(unknown)}。"
    if INSPECTION_FAILED not in penalties:
        return "不合格即年检视为不合格，不能去掉。"
    until = dict(proposal.inspection.penalty_terms.values_list("code", "until"))
    if gone := set(penalties) - until.keys():
        return f"年检规则已没有这项处理，请去掉：{_names(gone)}。"
    ended = {code for code in penalties if until[code] and until[code] < dated}
    if over := ended - {INSPECTION_FAILED}:
        return f"期限已过，不能再作出：{_names(over)}。"
    return "" if reason or set(penalties) == set(in_view) else "减少处理须写明理由。"


def _names(penalties) -> str:
    return "、".join(codes.penalties().name(code) for code in sorted(penalties))


def _defence_problem(proposal, today) -> str:
    defence = defence_of(proposal.notice) if proposal.step == Step.NOTICED else None
    return "申辩尚未审理。" if defence and is_undecided(defence, on=today) else ""


def _answer_problem(proposal, dated) -> str:
    """Nobody is punished who was not told and could not answer."""
    if proposal.step != Step.NOTICED:
        return "不合格须先告知学会。"
    notice = proposal.notice
    if dated > notice.last_day:
        return ""
    defence = defence_of(notice)
    if defence and defence.decided_at and local_date(defence.decided_at) <= dated:
        return ""
    return f"申辩期到{notice.last_day:%Y年%-m月%-d日}24时为止，在此之后才能决定。"


def reopen_problem(result, *, reason: str, by) -> str:
    """A signed result is corrected by another one, with a reason."""
    if by.role not in CONFIRMERS | DECIDERS:
        return "更正由科协审核人或省科技社团党委提出。"
    if hasattr(result, "corrected_by"):
        return "这个结论已经更正。"
    return "" if reason else "更正须写明理由。"


def lift_problem(
    penalties, chosen, *, rectification, reason: str, dated: dt.date, today: dt.date, by
) -> str:
    """Why `chosen` codes of a result's penalties in force are not lifted by a document of that
    date: it takes an approved rectification, a reason and a document."""
    if by.role not in DECIDERS:
        return "解除处理由省科技社团党委决定。"
    if not reason:
        return "解除处理须写明理由。"
    if not chosen:
        return "请选择要解除的处理。"
    # First the date: what holds on a wrong day is not what was meant.
    earliest = local_date(rectification.filing.decided_at) if rectification else dated
    if problem := document_problem(dated, earliest=earliest, today=today):
        return problem
    if over := set(chosen) - {penalty.code for penalty in penalties}:
        return f"没有这项执行中的处理，或已经解除：{_names(over)}。"
    return "" if rectification else "整改批准以后才能解除处理。"


def notice_facts(proposal) -> str:
    """The facts of a notice as its first draft: the evidence of what failed."""
    failed = [f for f in from_json(proposal.findings) if f.outcome == Outcome.FAILED]
    return "；".join(
        f"{finding.indicator.label}不符合：{'，'.join(fact.text for fact in finding.evidence)}"
        for finding in failed
    ) + ("。" if failed else "")
