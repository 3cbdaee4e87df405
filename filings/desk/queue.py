"""/admin/filings/filing/: what waits for whom, the greatest risk first, with the reason why."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.models import User
from accounts.prepared import Prepared
from accounts.templatetags.status import status_tag
from filings import queries
from filings.desk.entering import kinds_entered_by
from filings.desk.forms import PARTS, QueueFilter
from filings.desk.paging import pages_of
from filings.desk.side import first_key
from filings.enums import SCAN_SETTLED, WAITING, State
from filings.kinds import all_kinds, get_kind
from filings.mailbox.queries import loadable
from filings.rules import days_left

ANY_KEY = 0  # stands for the key of a filing in an address


@require_safe
def queue(request):
    on, user = clock.today(), request.user
    counts = queries.counts(user=user, on=on)
    form = QueueFilter(request.GET, counts=counts, deciders=_deciders(user.pk))
    page = pages_of(form, counts, user=user, on=on).get_page(request.GET.get("page"))
    listed = rows(page, user=user, on=on)
    cycle = queries.current_cycle(on)
    not_filed = queries.not_filed(cycle) if cycle else 0
    context = {
        "form": form,
        "page": page,
        "next": first_key(user),
        "rows": listed,
        "tiles": tiles(counts, not_filed=not_filed, part=form.part, cycle=cycle),
        "not_filed_url": not_filed_url(cycle),
        "query": query_without_page(request),
        "is_filtered": form.narrowed,
        "reset_url": "?" if form.narrowed else "",
        "may_enter": bool(kinds_entered_by(user)),
        "calm": counts["calm"],
        "may_receive": any(row.lacks_paper for row in listed),
        "may_load": loadable(user),
        "empty_text": f"还有 {not_filed} 个学会未报。",
        "cycle": cycle,
        "days_left": days_left(cycle.deadline, on=on) if cycle else None,
    }
    return render(request, "desk/queue.html", context)


@Prepared
def _deciders(user):
    """Who else may have claimed something."""
    deciding = {kind.decides for kind in all_kinds()}
    others = User.objects.filter(role__in=deciding, is_active=True).exclude(pk=user)
    return others.order_by("name").values_list("pk", "name")


class Row(NamedTuple):
    """A filing as the queue shows it."""

    pk: int
    url: str
    society: str
    unit: str
    state: str
    kind: str
    reasons: list[str]
    declared: str
    advised: str
    submitted_at: str
    submitted: str
    is_mine: bool
    lacks_paper: bool
    claimed_by: str


def rows(page, *, user, on) -> list[Row]:
    """Filings (of queries.listed) as the queue shows them."""
    # Made once: to reverse an address for each row takes as long as to show the row.
    url = reverse("admin:filings_filing_change", args=[ANY_KEY])
    zone = timezone.get_current_timezone()
    return [_row(filing, url, zone, user=user, on=on) for filing in page]


def _row(filing, url, zone, *, user, on) -> Row:
    kind = get_kind(filing.kind)
    declared, advised = kind.summary_texts(filing)
    is_mine = filing.claimed_by == user.pk
    lacks_paper = filing.state in WAITING and filing.paper not in ("", *SCAN_SETTLED)
    submitted_at = filing.submitted_at.astimezone(zone)
    return Row(
        pk=filing.pk,
        url=url.replace(str(ANY_KEY), str(filing.pk)),
        society=filing.society_name,
        unit=filing.unit_name or "",
        state=status_tag(filing.state, kind.word(State(filing.state))),
        kind="" if kind.posts_tables else kind.label,
        reasons=[status_tag(tag, text) for tag, text in queries.reasons(filing, on=on)],
        declared=declared,
        advised=advised if filing.differs else "",
        submitted_at=submitted_at.isoformat(),
        submitted=f"{submitted_at:%m-%d %H:%M}",
        is_mine=is_mine,
        lacks_paper=lacks_paper and user.role == kind.decides,
        claimed_by=f"{filing.claimed_by__name or '无人'}{'（我）' if is_mine else ''}",
    )


def tiles(counts, *, not_filed, part, cycle) -> list[dict]:
    """The numbers on top; each is the link to its own list."""
    found = [
        {
            "number": counts[name],
            "label": label,
            "url": f"?show={name}",
            "active": part == name,
            "alert": counts[name] and name in ("overdue", "late"),
        }
        for name, label in PARTS.items()
        if name != "all"
    ]
    found.append({"number": not_filed, "label": "未报", "url": not_filed_url(cycle)})
    return found


def not_filed_url(cycle) -> str:
    query = {"cycle__id__exact": cycle.pk, "filed": "no"} if cycle else {}
    return f"{reverse('admin:filings_obligation_changelist')}?{urlencode(query)}"


def query_without_page(request) -> str:
    """The other GET parameters, for the links of the pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return f"{query.urlencode()}&" if query else ""
