"""/admin/filings/filing/: what waits for whom, the greatest risk first, with the reason why."""

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.models import User
from accounts.templatetags.status import status_tag
from filings import queries
from filings.desk.entering import kinds_entered_by
from filings.desk.forms import PARTS, QueueFilter
from filings.desk.side import desk_queue
from filings.enums import SCAN_SETTLED, WAITING, State
from filings.kinds import all_kinds, get_kind
from filings.mailbox.queries import loadable
from filings.models import Filing
from filings.rules import days_left

PER_PAGE = 50
ANY_KEY = 0  # stands for the key of a filing in an address


class FromNearerEnd(Paginator):
    """Pages of an ordered queryset. Those behind the middle are read backwards: the database then
    sorts only what it must pass over."""

    def page(self, number):
        number = self.validate_number(number)
        bottom = (number - 1) * self.per_page
        top = min(bottom + self.per_page, self.count)
        if bottom < self.count // 2:
            return super().page(number)
        backwards = self.object_list.reverse()[self.count - top : self.count - bottom]
        return Page(list(backwards)[::-1], number, self)


@require_safe
def queue(request):
    on = clock.today()
    filings = Filing.objects.for_user(request.user).exclude(state=State.DRAFT)
    counts = queries.counts(filings, user=request.user, on=on)
    form = QueueFilter(request.GET, counts=counts, deciders=deciders(request.user))
    found = form.filter(filings, user=request.user, on=on)
    # Only keys are sorted: whole rows of forty thousand filings would make the last pages slow.
    keys = queries.in_queue_order(found, on=on).values_list("pk", flat=True)
    paginator = FromNearerEnd(keys, PER_PAGE)
    if not form.narrowed and form.part in counts:
        paginator.count = counts[form.part]
    page = paginator.get_page(request.GET.get("page"))
    listed = rows(list(page), user=request.user, on=on)
    cycle = queries.current_cycle(on)
    not_filed = queries.not_filed(cycle).count()
    context = {
        "form": form,
        "page": page,
        "next": desk_queue(request.user, on=on).first(),
        "rows": listed,
        "tiles": tiles(counts, not_filed=not_filed, part=form.part, cycle=cycle),
        "not_filed_url": not_filed_url(cycle),
        "query": query_without_page(request),
        "is_filtered": form.narrowed,
        "reset_url": "?" if form.narrowed else "",
        "may_enter": bool(kinds_entered_by(request.user)),
        "calm": counts["calm"],
        "may_receive": any(row["lacks_paper"] for row in listed),
        "may_load": loadable(request.user),
        "empty_text": f"还有 {not_filed} 个学会未报。",
        "cycle": cycle,
        "days_left": days_left(cycle.deadline, on=on) if cycle else None,
    }
    return render(request, "desk/queue.html", context)


def deciders(user) -> list[tuple[int, str]]:
    """Who else may have claimed something."""
    deciding = {kind.decides for kind in all_kinds()}
    others = User.objects.filter(role__in=deciding, is_active=True).exclude(pk=user.pk)
    return list(others.order_by("name").values_list("pk", "name"))


def rows(keys, *, user, on) -> list[dict]:
    """Filings as the queue shows them, in the order of their keys."""
    found = {
        filing.pk: filing for filing in queries.listed(Filing.objects.filter(pk__in=keys), on=on)
    }
    # Made once: to reverse an address for each row takes as long as to show the row.
    url = reverse("admin:filings_filing_change", args=[ANY_KEY])
    return [
        row(found[key], user=user, on=on) | {"pk": key, "url": url.replace(str(ANY_KEY), str(key))}
        for key in keys
        if key in found
    ]


def row(filing, *, user, on) -> dict:
    """One filing (of queries.listed) as the queue shows it."""
    kind = get_kind(filing.kind)
    declared, advised = kind.summary_texts(filing)
    is_mine = filing.claimed_by == user.pk
    lacks_paper = filing.state in WAITING and filing.paper not in ("", *SCAN_SETTLED)
    submitted_at = timezone.localtime(filing.submitted_at)
    return {
        "society": filing.society_name,
        "unit": filing.unit_name or "",
        "state": status_tag(filing.state, kind.word(State(filing.state))),
        "kind": "" if kind.posts_tables else kind.label,
        "reasons": [status_tag(tag, text) for tag, text in queries.reasons(filing, on=on)],
        "declared": declared,
        "advised": advised if filing.differs else "",
        "submitted_at": submitted_at.isoformat(),
        "submitted": f"{submitted_at:%m-%d %H:%M}",
        "is_mine": is_mine,
        "lacks_paper": lacks_paper and user.role == kind.decides,
        "claimed_by": f"{filing.claimed_by__name or '无人'}{'（我）' if is_mine else ''}",
    }


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
