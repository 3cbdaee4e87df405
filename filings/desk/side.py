"""What the review page says about the society, the history and the next filing."""

from functools import cache
from operator import attrgetter

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from accounts.prepared import Prepared
from filings import queries
from filings.desk.forms import OriginalForm
from filings.enums import WAITING, Move, ReturnReason, ScanNeed, ScanState, State
from filings.kinds import decided_by, get_kind
from filings.models import Attachment, Event, Filing
from filings.rules import (
    days_left,
    filed_in_time,
    receiving_problem,
    scan_needed,
    scan_problem,
)
from filings.scans import judged


@Prepared
def _events(filing):
    events = Event.objects.filter(filing=filing).select_related("by", "version").order_by("-id")
    read = "filing move at reason text due by__name by__username version__number".split()
    return events.only(*read)


def events_of(filing) -> list[Event]:
    """The events of a filing, newest first; their versions without the contents."""
    return _events(filing.pk)


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


@Prepared
def _files(filing):
    return Attachment.objects.filter(filing=filing).select_related("uploaded_by")


def attached(filing, events, *, user) -> dict:
    """The files beside a filing, what the scans of its sealed paper say, and what lacks."""
    files = _files(filing.pk)
    version = max((e.version for e in events if e.version), key=attrgetter("number"))
    version.filing = filing
    found = {"files": judged(files, version), "problem": "", "scan": None, "original_form": None}
    if scan_needed(filing.kind, filing.cycle.stamped_scan, before=ScanNeed.APPROVAL):
        found["scan"] = ScanState(filing.scan)
        if filing.state in WAITING:
            found["problem"] = scan_problem(filing, before=ScanNeed.APPROVAL)
    if filing.scan != ScanState.MATCHES and not receiving_problem(filing, by=user):
        found["original_form"] = OriginalForm(initial={"version": version.number}, auto_id=None)
    return found


@Prepared
def _others(user, society, filing):
    others = Filing.objects.of_staff(user).filter(society=society, receipt__isnull=False)
    return others.exclude(pk=filing).values_list("pk", "kind", "receipt", "state")[:5]


def other_filings(filing, user) -> list[dict]:
    """The society's other filings, the last five."""
    return [
        {
            "label": f"{receipt} {get_kind(kind).word(State(state))}",
            "url": reverse("admin:filings_filing_change", args=[pk]),
        }
        for pk, kind, receipt, state in _others(user.pk, filing.society_id, filing.pk)
    ]


def waiting_for(user, kinds):
    """Submitted filings of some kinds that wait for this user, in the order of the queue."""
    waiting = Filing.objects.filed().filter(state=State.SUBMITTED, kind__in=kinds)
    # Others decide on what this user typed or corrected.
    corrected = Event.objects.filter(move=Move.CORRECT, by=user, at__gt=F("filing__submitted_at"))
    waiting = waiting.exclude(started_by=user).exclude(submitted_by=user)
    waiting = waiting.exclude(pk__in=corrected.values("filing"))
    return queries.in_order_without_overdue(waiting)


@cache
def _first(kinds: tuple) -> Prepared:
    """The first key of what waits, but for one."""

    def build(user, other):
        return waiting_for(user, kinds).exclude(pk=other).values_list("pk", flat=True)[:1]

    return Prepared(build)


@cache
def _behind(kinds: tuple) -> Prepared:
    """The first key behind a place (queries.place_of) that is taken by `pk`."""

    def build(user, late, overdue, differs, warnings, changes, to_decide, submitted_at, pk):
        place = (late, overdue, differs, warnings, changes, to_decide, submitted_at, pk)
        waiting = waiting_for(user, kinds).exclude(pk=pk).filter(queries.comes_behind(*place))
        return waiting.values_list("pk", flat=True)[:1]

    return Prepared(build)


def first_key(user, *, other=0) -> int | None:
    """The first filing, but for one, that waits for this user."""
    kinds = tuple(decided_by(user.role))
    return _first(kinds).first(user.pk, other) if kinds else None


def next_key(user, *, on, filing) -> int | None:
    """The filing that comes after this one in the queue; after the last the first."""
    kinds = tuple(decided_by(user.role))
    if not kinds:
        return None
    place = queries.place_of(filing, on=on)
    return _behind(kinds).first(user.pk, *place) or first_key(user, other=filing.pk)


def next_filing(user, *, on, filing) -> dict | None:
    """The filing of `next_key` in a few words."""
    key = next_key(user, on=on, filing=filing)
    if key is None:
        return None
    found = queries.listed_one.first(on, key)
    return {
        "url": reverse("admin:filings_filing_change", args=[key]),
        "society": found.society_name,
        "reasons": "、".join(text for _, text in queries.reasons(found, on=on)),
    }


def previous_key(user, filing, *, on) -> int | None:
    """The filing that comes before this one in the queue."""
    behind = queries.comes_behind(*queries.place_of(filing, on=on))
    waiting = waiting_for(user, decided_by(user.role)).exclude(pk=filing.pk).exclude(behind)
    return waiting.values_list("pk", flat=True).reverse().first()
