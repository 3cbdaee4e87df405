"""What the review page says about the society, the history and the next filing."""

from operator import attrgetter

from django.db.models import F, Subquery
from django.urls import reverse
from django.utils import timezone

from filings import queries
from filings.desk.forms import OriginalForm
from filings.enums import WAITING, Move, ReturnReason, ScanNeed, ScanState, State
from filings.kinds import decided_by, get_kind
from filings.models import Event, Filing
from filings.rules import (
    days_left,
    filed_in_time,
    receiving_problem,
    scan_needed,
    scan_problem,
)
from filings.scans import judged


def events_of(filing) -> list:
    """The events of a filing, newest first; their versions without the contents."""
    events = filing.events.select_related("by", "version").order_by("-id")
    read = "filing move at reason text due by__name by__username version__number".split()
    return list(events.only(*read))


def timeline(events, reading) -> list[dict]:
    """What has happened, newest first. The text of a return that was undone is struck through."""
    undone, found = False, []
    for event in events:
        is_struck = undone and event.move == Move.RETURN
        undone = event.move == Move.UNDO or (undone and not is_struck)
        found.append(
            {
                "text": event_text(event, reading.kind),
                "when": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}",
                "due": f"期限 {event.due:%Y-%m-%d}" if event.due else "",
                "note": reading.running(event.text),
                "is_struck": is_struck,
            }
        )
    return found


def event_text(event, kind) -> str:
    """'宋怡然 重新提交第 2 版', '许晴 退回修改：与规定不符'."""
    text = f"{event.by} {kind.word(Move(event.move))}"
    if event.version and event.move not in (Move.APPROVE, Move.REFUSE):
        text += f"第 {event.version.number} 版"
    if event.reason:
        text += f"：{ReturnReason(event.reason).label}"
    return text


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
    return found + kind.facts(filing, on=on)


def attached(filing, events, *, user) -> dict:
    """The files beside a filing, what the scans of its sealed paper say, and what lacks."""
    files = list(filing.attachments.select_related("uploaded_by"))
    version = max((e.version for e in events if e.version), key=attrgetter("number"))
    version.filing = filing
    found = {"files": judged(files, version), "problem": "", "scan": None}
    if scan_needed(filing.kind, filing.cycle.stamped_scan, before=ScanNeed.APPROVAL):
        found["scan"] = ScanState(filing.scan)
        if filing.state in WAITING:
            found["problem"] = scan_problem(filing, before=ScanNeed.APPROVAL)
    if filing.scan != ScanState.MATCHES and not receiving_problem(filing, by=user):
        found["original_form"] = OriginalForm(initial={"version": version.number}, auto_id=None)
    return found


def other_filings(filing, user) -> list[dict]:
    """The society's other filings, the last five."""
    others = Filing.objects.for_user(user).filter(society=filing.society_id, receipt__isnull=False)
    others = others.exclude(pk=filing.pk)
    return [
        {
            "label": f"{receipt} {get_kind(kind).word(State(state))}",
            "url": reverse("admin:filings_filing_change", args=[pk]),
        }
        for pk, kind, receipt, state in others.values_list("pk", "kind", "receipt", "state")[:5]
    ]


def desk_queue(user, *, on):
    """Keys of what waits for this user: submitted filings of the kinds that the role decides, in
    order."""
    waiting = Filing.objects.for_user(user).filter(
        state=State.SUBMITTED, kind__in=decided_by(user.role)
    )
    # Others decide on what this user typed or corrected.
    corrected = Event.objects.filter(move=Move.CORRECT, by=user, at__gt=F("filing__submitted_at"))
    waiting = waiting.exclude(started_by=user).exclude(submitted_by=user)
    waiting = waiting.exclude(pk__in=corrected.values("filing"))
    return queries.in_queue_order(waiting, on=on).values_list("pk", flat=True)


def next_keys(user, *, on, filing) -> list:
    """Where to look for the filing that comes after this one: behind it, else from the first on."""
    keys = desk_queue(user, on=on).exclude(pk=filing.pk)
    return [keys.filter(queries.comes_after(filing, on=on)), keys]


def next_key(user, *, on, filing) -> int | None:
    """The filing that comes after this one in the queue; after the last the first."""
    return next(
        filter(None, (keys.first() for keys in next_keys(user, on=on, filing=filing))), None
    )


def next_filing(user, *, on, filing) -> dict | None:
    """The filing of `next_key` in a few words."""
    for keys in next_keys(user, on=on, filing=filing):
        first = Filing.objects.filter(pk=Subquery(keys[:1]))
        if found := queries.listed(first, on=on).first():
            return {
                "url": reverse("admin:filings_filing_change", args=[found.pk]),
                "society": found.society_name,
                "reasons": "、".join(text for _, text in queries.reasons(found, on=on)),
            }
    return None


def previous_key(user, filing, *, on) -> int | None:
    """The filing that comes before this one in the queue."""
    keys = desk_queue(user, on=on).exclude(pk=filing.pk)
    return keys.exclude(queries.comes_after(filing, on=on)).reverse().first()
