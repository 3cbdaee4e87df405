"""What came back with a filing, as its filer sees it: the reason, comments, marked cells."""

from dataclasses import dataclass, field

from django.utils import timezone

from accounts import clock
from filings import documents
from filings.comments import comments_of
from filings.enums import Move, State
from filings.kinds import get_kind
from filings.papers.html import cell_id
from filings.progress import text_at
from filings.rules import days_left


@dataclass
class Stop:
    """A place that a return asks to see to: a marked cell or one with an open comment. It is done
    once its text has changed or the filer had the last word on each comment."""

    path: str
    is_done: bool = False
    comments: list = field(default_factory=list)


class Feedback:
    """Comments and the last return of a filing, in a constant number of queries."""

    def __init__(self, filing):
        self.filing, self.kind = filing, get_kind(filing.kind)
        self.comments, self.stops = [], []
        if not filing.receipt:
            return
        self.comments = comments_of(filing)
        if filing.state == State.RETURNED:
            self.stops = self._stops()

    def _stops(self) -> list[Stop]:
        event = self.filing.events.filter(move=Move.RETURN).order_by("id").last()
        by_path = {path: Stop(path) for path in event.cells or ()}
        for comment in self.comments:
            if comment.resolved_at is None and not self.is_own(comment):
                by_path.setdefault(comment.path, Stop(comment.path)).comments.append(comment)
        submitted = self.filing.versions.only("document", "number").order_by("number").last()
        for stop in by_path.values():
            stop.is_done = self._is_done(stop, submitted.document)
        order = [path for path, _ in documents.cells(self.filing.document)]
        return sorted(by_path.values(), key=lambda stop: _place(stop.path, order))

    def is_own(self, remark) -> bool:
        """Whether a comment or reply was written by the society, not by those who decide."""
        return remark.by.role != self.kind.decides

    def _is_done(self, stop, submitted) -> bool:
        was, now = text_at(submitted, stop.path), text_at(self.filing.document, stop.path)
        answered = stop.comments and all(self._is_answered(comment) for comment in stop.comments)
        return bool(stop.path and was != now) or bool(answered)

    def _is_answered(self, comment) -> bool:
        replies = list(comment.replies.all())
        return bool(replies) and self.is_own(replies[-1])

    @property
    def open_paths(self) -> list[str]:
        return [stop.path for stop in self.stops if not stop.is_done]

    def is_gone(self, path: str) -> bool:
        return bool(path) and not documents.has_path(self.filing.document, path)

    def _documents(self) -> dict[int, dict]:
        """What the comments were about, by version."""
        if not self.comments:
            return {}
        keys = {comment.version_id for comment in self.comments}
        return dict(self.filing.versions.filter(pk__in=keys).values_list("pk", "document"))

    def views(self, *, reply_url=None) -> list[dict]:
        """The comments for includes/comment.html, by number. `reply_url(number)` is where an answer
        is sent."""
        done = {stop.path: stop.is_done for stop in self.stops}
        held = self._documents()
        return [
            {
                "number": comment.number,
                "path": comment.path,
                "is_gone": self.is_gone(comment.path),
                "where": self.kind.label_of(comment.path, held[comment.version_id]),
                "author": comment.by,
                "meta": f"第{comment.version.number}版・{timezone.localtime(comment.at):%m-%d}",
                "text": comment.text,
                "state": _state(comment, done.get(comment.path)),
                "replies": [{"author": r.by, "text": r.text} for r in comment.replies.all()],
                "cell": cell_id(comment.path) if comment.path else "",
                "reply_url": reply_url(comment.number) if reply_url else "",
            }
            for comment in self.comments
        ]

    def returned(self, url_of, at: str = "") -> dict | None:
        """Parameters of includes/returned.html: why it came back, until when, what is left, and the
        ways to the previous and the next place. `at` is the number of the place one stands at."""
        filing = self.filing
        if not filing.return_due:
            return None
        left = days_left(filing.return_due, on=clock.today())
        view = {
            "reason": filing.get_return_reason_display(),
            "text": filing.return_text,
            "due": filing.return_due,
            "left": f"还剩 {left} 天" if left >= 0 else f"已逾期 {-left} 天",
            "count": len(self.open_paths),
            "total": len(self.stops),
        }
        if self.stops:
            now = int(at) if at.isdigit() and 0 < int(at) <= len(self.stops) else 0
            view["position"] = f"第 {now} 处" if now else f"共 {len(self.stops)} 处"
            view["previous_url"] = self._stop_url(now - 1, url_of) if now > 1 else ""
            view["next_url"] = self._stop_url(now + 1, url_of) if now < len(self.stops) else ""
        return view

    def _stop_url(self, number: int, url_of) -> str:
        stop = self.stops[number - 1]
        url, _, anchor = url_of(stop.path).partition("#")
        if not stop.path:  # on the filing as a whole
            anchor = f"comment-{stop.comments[0].number}"
        return f"{url}{'&' if '?' in url else '?'}at={number}#{anchor}"


def _place(path: str, order: list[str]) -> int:
    found = [i for i, known in enumerate(order) if known == path or known.startswith(path + "/")]
    return found[0] if path and found else -1


def _state(comment, is_done) -> str:
    if comment.resolved_at:
        return "已解决"
    return "已处理，待提交" if is_done else "待处理"
