"""What was submitted: the receipt with all that happened since, and each version as it was."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.enums import Role
from filings.comments import problem
from filings.differences import compare
from filings.documents import KEY
from filings.enums import Level, Move, State
from filings.findings import Finding, explanation
from filings.forms import CommentForm
from filings.kinds import get_kind
from filings.ledger_rows import words_of
from filings.papers import html
from filings.papers.notes import notes_below
from filings.views import attachments
from filings.views.access import own_filing
from filings.views.downloads import version_links
from filings.views.returns import Feedback


@require_safe
def receipt(request, pk):
    filing = own_filing(request, pk)
    last = filing.versions.defer("document", "normalized", "findings").last()
    if filing.is_editable:
        return redirect("filings:overview", pk)
    if last is None:  # a draft that was given up
        return redirect("filings:list")
    may_comment = not problem(filing, by=request.user)
    kind = get_kind(filing.kind)
    events = list(filing.events.order_by("-id"))
    context = {
        "filing": filing,
        "kind": kind,
        "version": last,
        "downloads": version_links(filing, last.number),
        "state": State(filing.state),
        "word": kind.word_for_secretary(State(filing.state)),
        "decides": Role(kind.decides).label,
        "files": attachments.cards(filing, by=request.user, version=last),
        "may_withdraw": filing.state == State.SUBMITTED,
        "correction": next((e for e in events if _corrects(e, last)), None),
        "comments": Feedback(filing).views(reply_url=_reply_url(filing) if may_comment else None),
        "comment_form": CommentForm() if may_comment else None,
        "events": [
            {
                "text": kind.word(Move(event.move)),
                "when": f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
                "note": event.text,
            }
            for event in events
        ],
    }
    return render(request, "filings/receipt.html", context)


def _corrects(event, version) -> bool:
    """Whether the version came about by a correction of the reviewer."""
    return event.move == Move.CORRECT and event.version_id == version.pk


def _reply_url(filing):
    return lambda number: reverse("filings:reply", args=[filing.pk, number])


@require_safe
def version(request, pk, number):
    filing = own_filing(request, pk)
    kind = get_kind(filing.kind)
    found = get_object_or_404(filing.versions, number=number)
    before = filing.versions.filter(number=number - 1).only("normalized").first()
    findings = [Finding.from_json(data) for data in found.findings]
    context = {
        "filing": filing,
        "kind": kind,
        "version": found,
        "downloads": version_links(filing, number),
        "notes": notes_below(kind, filing.cycle),
        "pages": html.pages(kind.tables, kind.printed(found.normalized, cycle=filing.cycle)),
        "changes": changes(kind, before.normalized, found) if before else [],
        "warnings": [
            {
                "level": finding.level.value,
                "text": finding.message,
                "links": finding.article_links,
                "explanation": explanation(found.answers, finding),
            }
            for finding in findings
            if finding.level == Level.WARNING
        ],
    }
    return render(request, "filings/version.html", context)


def changes(kind, old, version) -> list[dict]:
    """What is different from the version before, in words."""
    new = version.normalized
    found = compare(old, new)
    return [
        *(
            {"word": "新增", "name": kind.label_of(f"{group}/{row[KEY]}", new)}
            for group, row in found.added
        ),
        *(
            {
                "word": "删除",
                "name": kind.label_of(f"{group}/{row[KEY]}", old),
                "why": words_of(version.answers, f"{group}/{row[KEY]}"),
            }
            for group, row in found.removed
        ),
        *(
            {"word": "修改", "name": kind.label_of(path, new), "was": was, "now": now}
            for path, (was, now) in found.cells.items()
        ),
    ]
