"""/admin/filings/filing/<pk>/change/: one filing with its read-only tables and its findings."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction, Role
from filings import queries
from filings.desk.forms import ApprovalForm, ReturnForm
from filings.desk.margin import margin_of, marks_of
from filings.enums import WAITING, Level, Move, ReturnReason, State
from filings.findings import Finding
from filings.kinds import decided_by, get_kind
from filings.masking import cell_mask
from filings.models import Filing, Version
from filings.papers import html
from filings.rules import days_left, filed_in_time

EVERYTHING = "*"


@require_safe
def review(request, pk):
    return show(request, pk)


@require_POST
@never_cache
def reveal(request, pk):
    """The page once, with one cell's personal data (or all of it) unmasked. Nothing is kept but the
    record."""
    filing = get_object_or_404(Filing.objects.for_user(request.user).light(), pk=pk)
    path = request.POST.get("path", EVERYTHING)[:150]
    audit(AuditAction.REVEAL, request=request, target=filing.receipt, detail={"path": path})
    return show(request, pk, revealed=path)


def show(request, pk, *, revealed="", return_form=None, approval_form=None):
    """Render the page. `revealed`: a cell path, or "*" for all; bound forms carry their errors."""
    on = clock.today()
    filing = get_filing(request.user, pk)
    kind = get_kind(filing.kind)
    version = last_version(filing)
    findings = [Finding.from_json(data) for data in version.findings]
    decides = request.user.role == kind.decides
    context = {
        "filing": filing,
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": kind.label},
        ],
        "version": version,
        "sheets": sheets(kind, version, findings, revealed=revealed),
        "revealed": revealed,
        "timeline": timeline(filing),
        "facts": facts(filing, kind, on=on),
        "effects": kind.effects(version, on=on) if filing.state in WAITING else [],
        "may_claim": decides and filing.state == State.SUBMITTED,
        "why_not": why_not(filing, kind, user=request.user),
        "next": next_filing(request.user, filing, on=on),
        "warnings": sum(finding.level == Level.WARNING for finding in findings),
    }
    if not context["why_not"] and filing.state == State.IN_REVIEW:
        decisions = kind.decisions(version)
        form = approval_form or ApprovalForm(decisions=decisions, version=version)
        context["approval_form"] = form
        context["decision_fields"] = [form[f"choice-{decision.name}"] for decision in decisions]
        context["return_form"] = return_form or ReturnForm(filing=filing, version=version)
    return render(request, "desk/review.html", context)


def why_not(filing, kind, *, user) -> str:
    """Why this user has no buttons on this page; '' for who may claim or decide."""
    state = State(filing.state)
    if state == State.RETURNED:
        return f"已退回，等学会在 {filing.return_due:%Y-%m-%d} 前重新提交。"
    if state not in WAITING:
        return f"{state.label}。"
    if user.role != kind.decides:
        return f"由{Role(kind.decides).label}审核，您可以查看。"
    if state == State.IN_REVIEW and filing.claimed_by_id != user.pk:
        return f"{filing.claimed_by}正在审核。"
    return ""


def get_filing(user, pk) -> Filing:
    """A filing of the caller's own queryset with what the page says about it, or 404."""
    filings = queries.with_names(Filing.objects.for_user(user)).select_related(
        "society__support_unit", "claimed_by", "cycle", "obligation"
    )
    return get_object_or_404(filings, pk=pk)


def last_version(filing) -> Version:
    """The version under review, knowing its filing."""
    version = filing.versions.order_by("number").last()
    version.filing = filing
    return version


def sheets(kind, version, findings, *, revealed) -> list[dict]:
    """The official tables, each with its pages and the findings that stand beside it."""
    mask = cell_mask(kind)

    def text_of(path, text):
        return text if revealed in (EVERYTHING, path) else mask(path, text)

    marks = marks_of(findings)
    margin = margin_of(kind, findings, version.answers, may_read=revealed == EVERYTHING)
    found = [{"margin": margin[""]}] if margin[""] else []
    printed = kind.printed(version.normalized, cycle=version.filing.cycle)
    rows = printed["rows"]
    for table in kind.tables:
        pages = html.pages(
            [table],
            printed,
            screen=True,
            text_of=text_of,
            marks=marks,
            reveal_form="reveal-form",
        )
        found.append(
            {
                "table": table,
                "label": sheet_label(table, rows),
                "pages": pages,
                "margin": margin[table.name],
            }
        )
    return found


def sheet_label(table, rows) -> str:
    """'表1', '表2・3 人'."""
    group = table.each or (table.roster.each if table.roster else "")
    number = table.title.partition(".")[0]
    return f"{number}・{len(rows.get(group, []))} 人" if group else number


def timeline(filing) -> list[dict]:
    """What has happened, newest first."""
    events = filing.events.select_related("by", "version").order_by("-id")
    return [
        {
            "text": event_text(event),
            "when": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
            "note": event_note(event),
        }
        for event in events
    ]


def event_text(event) -> str:
    """'宋怡然 重新提交第 2 版', '许晴 退回修改：与规定不符'."""
    text = f"{event.by} {event.get_move_display()}"
    if event.version and event.move != Move.APPROVE:
        text += f"第 {event.version.number} 版"
    if event.reason:
        text += f"：{ReturnReason(event.reason).label}"
    return text


def event_note(event) -> str:
    due = f"期限 {event.due:%Y-%m-%d}" if event.due else ""
    return "　".join(part for part in (due, event.text) if part)


def facts(filing, kind, *, on) -> list[tuple[str, str]]:
    """What the desk should know of the society, obligation first."""
    obligation = filing.obligation
    found = []
    if obligation:
        in_time = "首报按时" if filed_in_time(obligation, filing, on=on) else "未按时"
        found.append(("应报", f"{obligation.due:%Y-%m-%d}，{in_time}"))
    if filing.state == State.RETURNED:
        left = days_left(filing.return_due, on=on)
        note = f"还剩 {left} 天" if left >= 0 else f"逾期 {-left} 天"
        found.append(("重新提交", f"{filing.return_due:%Y-%m-%d}，{note}"))
    others = (
        Filing.objects.filter(society=filing.society_id, receipt__isnull=False)
        .exclude(pk=filing.pk)
        .count()
    )
    return [*found, *kind.facts(filing, on=on), ("其他申报", f"{others} 件" if others else "无")]


def next_filing(user, filing, *, on) -> dict | None:
    """The first filing of the queue that this user can take up, other than this one."""
    waiting = (
        Filing.objects.for_user(user)
        .filter(state=State.SUBMITTED, kind__in=decided_by(user.role))
        .exclude(pk=filing.pk)
    )
    found = queries.in_queue_order(waiting, on=on).light().select_related("society")
    found = found.prefetch_related("society__names").first()
    if found is None:
        return None
    return {
        "url": reverse("admin:filings_filing_change", args=[found.pk]),
        "society": found.society,
        "reasons": "、".join(text for _, text in queries.reasons(found, on=on)),
    }
