"""The parts of a society's page as view models: steps, evidence, penalties, standing."""

from collections import defaultdict
from itertools import pairwise

from django.urls import reverse

from accounts.enums import Role
from filings.enums import State
from filings.kinds import get_kind
from filings.rules import local_date
from ledger.inspection.case import Case
from ledger.inspection.enums import INSPECTION_FAILED, Grade, Outcome
from ledger.inspection.findings import from_json
from ledger.inspection.models import DocumentFile
from ledger.inspection.steps import DECIDERS, may_attach_pdf
from ledger.inspection.views.access import STAFF
from societies import codes
from societies.enums import Process

OUTCOMES = {
    Outcome.PASSED: "met",
    Outcome.FAILED: "alert",
    Outcome.MISSING: "ring",
    Outcome.NOT_APPLICABLE: "",
}


def filing_url(filing: int, version: int | None, user) -> str:
    """Where a filing can be read by this user; '' for those who read none."""
    if user.role == Role.SECRETARY:
        name = "filings:version" if version else "filings:overview"
        return reverse(name, args=[filing, version] if version else [filing])
    if user.role in STAFF:
        return reverse("admin:filings_filing_change", args=[filing])
    return ""


def indicators(case: Case, user) -> list[dict]:
    """Each indicator with its outcome and evidence."""
    return [
        {
            "label": finding.indicator.label,
            "tag": OUTCOMES[finding.outcome],
            "outcome": finding.outcome.label,
            "is_conflict": finding.conflict,
            "evidence": [
                {
                    "text": fact.text,
                    "url": filing_url(fact.filing, fact.version, user) if fact.filing else "",
                }
                for fact in finding.evidence
            ],
            "article": finding.article,
        }
        for finding in from_json(case.findings_json)
    ]


def steps(case: Case, user) -> list[dict]:
    """The way of this society: what is done, what is now, with date and document each."""
    if case.notice is None and case.grade != Grade.FAILED:
        return [_inspected(case), _signed(case, "签发", case.result is not None)]
    ways = [_noticed(case), _answered(case, user), _decided(case, user), _lifted(case, user)]
    now = next((way for way in ways if not way["done"]), None)
    if now:
        now["now"] = True
    return ways


def _inspected(case: Case) -> dict:
    proposal = case.proposal
    lines = [f"{proposal.on:%Y-%m-%d} 检查", f"建议{proposal.get_grade_display()}"]
    return {"title": "检查", "done": True, "lines": lines}


def _signed(case: Case, title: str, done: bool) -> dict:
    if not done:
        return {"title": title, "done": False, "now": True, "lines": ["等待科协审核人确认"]}
    result = case.result
    lines = [f"{result.signed_on:%Y-%m-%d} {result.get_grade_display()}"]
    way = {"title": title, "done": True, "lines": lines, "note": result.reason}
    return way | _paper(result.document)


def _noticed(case: Case) -> dict:
    notice = case.notice
    if notice is None:
        return {"title": "告知", "done": False, "lines": ["还没有送达告知书"]}
    args = [case.inspection.cycle.year, case.society.slug, "pdf"]
    return {
        "title": "告知",
        "done": True,
        "lines": [f"{notice.given_on:%Y-%m-%d} 送达告知书"],
        "url": reverse("inspection:notice_paper", args=args),
        "document": notice.document.number,
        "note": f"可在 {notice.days} 日内申辩，到 {notice.last_day:%Y-%m-%d} 24时",
    }


def _answered(case: Case, user) -> dict:
    way = {"title": "申辩", "done": False, "lines": []}
    if case.notice is None:
        return way | {"lines": ["告知以后可以申辩"]}
    if case.defence is None:
        left = case.days_to_answer
        if left >= 0 and case.is_open:
            way |= {"lines": [f"还没有申辩，还剩 {left} 天"]}
            return way | _here(user, (Role.SECRETARY,), "start-defence", "去申辩")
        return way | {"done": True, "lines": ["没有申辩"]}
    filing = case.defence
    word = get_kind(filing.kind).word(State(filing.state))
    return way | {
        "done": filing.state in (State.APPROVED, State.REFUSED),
        "lines": [f"{local_date(filing.submitted_at):%Y-%m-%d} 学会提交"],
        "url": filing_url(filing.pk, None, user),
        "document": "申辩书" if filing_url(filing.pk, None, user) else "",
        "note": word,
    }


def _decided(case: Case, user) -> dict:
    result = case.result
    if result is None or (case.is_open and result.pk == case.proposal.corrects_id):
        way = {"title": "决定", "done": False}
        if not case.is_ready:
            return way | {"lines": ["申辩以后决定"]}
        way |= {"lines": ["等待省科技社团党委决定"]}
        return way | _here(user, DECIDERS, "decide", "去决定")
    return {
        "title": "决定",
        "done": True,
        "lines": [
            f"{result.signed_on:%Y-%m-%d} 省科技社团党委",
            result.get_grade_display(),
        ],
        "note": result.reason,
    } | _paper(result.document)


def _here(user, roles, part: str, words: str) -> dict:
    """The way to the part of this page where these roles go on; on telephones it stands far
    below."""
    return {"url": f"#{part}", "document": words} if user.role in roles else {}


def _lifted(case: Case, user) -> dict:
    way = {"title": "解除", "done": False, "lines": []}
    if case.result is None:
        return way | {"lines": ["决定以后"]}
    if case.result.grade != Grade.FAILED:
        return way | {"done": True, "lines": ["没有处理"]}
    lifts = [penalty.lift for penalty in case.penalties if hasattr(penalty, "lift")]
    if lifts:
        last = max(lifts, key=lambda lift: lift.on)
        way |= {"lines": [f"{last.on:%Y-%m-%d} 解除 {len(lifts)} 项"], "note": last.reason}
        return way | {"done": not case.mending.penalties} | _paper(last.document)
    if case.rectification is None:
        way |= {"lines": ["整改批准以后可以解除"]}
        return way | _here(user, (Role.SECRETARY,), "start-rectification", "写整改报告")
    filing = case.rectification.filing
    way["lines"] = [f"{local_date(case.rectification.at):%Y-%m-%d} 学会提交整改"]
    if url := filing_url(filing.pk, None, user):
        way |= {"url": url, "document": "整改报告"}
    if filing.state == State.APPROVED:
        return way | {"note": "整改已批准，待党委决定是否解除"}
    return way | {"note": State(filing.state).label}


def pdf_url(document) -> str:
    """Where the signed PDF of a document is; '' while there is none."""
    return reverse("inspection:document", args=[document.pdf_id]) if document.pdf_id else ""


def _circular_url(circular) -> str:
    return reverse("inspection:circular_paper", args=[circular.pk, "pdf"])


def _paper(document) -> dict:
    """A document as a step names it."""
    return {"document": document.number, "url": pdf_url(document)}


def documents(case: Case, user) -> list[dict]:
    """Each document about this society: its PDF, whether this user may attach one, those that were
    replaced."""
    rows = []
    if case.notice:
        args = [case.inspection.cycle.year, case.society.slug, "pdf"]
        rows.append((case.notice.document, reverse("inspection:notice_paper", args=args), False))
    for document in case.signed_documents.values():
        rows.append((document, pdf_url(document), may_attach_pdf(user)))
    if case.circular:
        circular = case.circular.circular
        rows.append((circular.document, _circular_url(circular), False))
    replaced = _replaced(case, user)
    return [
        {"document": row[0], "url": row[1], "may_attach": row[2], "replaced": replaced[row[0].pk]}
        for row in rows
    ]


def _replaced(case: Case, user) -> dict[int, list[dict]]:
    """The PDFs that were replaced and why, by document; staff's."""
    found = defaultdict(list)
    if user.role in STAFF and case.signed_documents:
        files = DocumentFile.objects.filter(document__in=case.signed_documents).select_related("by")
        for old, new in pairwise(files.order_by("document", "pk")):
            if old.document_id == new.document_id:
                found[old.document_id].append({"file": old, "reason": new.reason})
    return found


def penalties(case: Case) -> list[dict]:
    """Each penalty with the process that it stops, from when until when, how it stands, by which
    document."""
    result = case.result
    if result is None or result.grade != Grade.FAILED:
        return []
    own = {
        "label": codes.penalties().name(INSPECTION_FAILED),
        "process": f"{case.inspection.cycle.inspection_year}年学会年检",
        "since": result.signed_on,
        "until": result.failed_until,
        "tag": "",
        "word": "年检结果",
        "document": result.document,
        "url": pdf_url(result.document),
    }
    return [own, *(penalty_row(penalty, case) for penalty in case.penalties)]


def penalty_row(penalty, case: Case) -> dict:
    row = {
        "label": penalty.label,
        "process": Process(penalty.process).label if penalty.process else "—",
        "since": penalty.since,
        "until": penalty.until,
        "is_open": bool(penalty.process) and penalty.until is None,
        "document": case.result.document,
        "url": pdf_url(case.result.document),
    }
    if hasattr(penalty, "lift"):
        lift = penalty.lift
        word = f"{lift.on:%Y-%m-%d} 解除"
        row |= {"document": lift.document, "url": pdf_url(lift.document), "note": lift.reason}
        return row | {"tag": "met", "word": word}
    if not penalty.process:
        if case.circular:
            circular = case.circular.circular
            row |= {"document": circular.document, "url": _circular_url(circular)}
        return row | {"tag": "", "word": "已作出"}
    if penalty.until and penalty.until < case.on:
        return row | {"tag": "", "word": "已届满"}
    return row | {"tag": "alert", "word": "执行中"}


def standing_rows(case: Case) -> list[dict]:
    """资格 today, in a few words for each process; the page of the standing says why."""
    return [
        {"label": process.label, "text": _allowed(bars)} for process, bars in case.standing.items()
    ]


def _allowed(bars) -> str:
    if not bars:
        return "可以"
    until = [bar.until for bar in bars]
    return "不可以，到解除为止" if None in until else f"不可以，到 {max(until):%Y-%m-%d}"
