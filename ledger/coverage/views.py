"""/coverage/: the numbers against the goal, and the list behind each. Nothing here shows personal
data."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.enums import Role
from accounts.rules import roles_required
from ledger.coverage import queries
from ledger.coverage.enums import Measure
from ledger.coverage.figures import Figures
from ledger.coverage.forms import MomentForm, Selection
from ledger.coverage.pages import DEFINITIONS, headline, rate_figure, society_row

readers_only = roles_required(Role.LEADER, Role.REVIEWER, Role.COMMITTEE, Role.ADMINISTRATOR)
PER_PAGE = 50


@require_safe
@readers_only
def overview(request):
    """The four numbers of a day and where they stand against the goal."""
    form = MomentForm(request.GET)
    moment = form.moment
    cycle = queries.cycle_of(moment.on)
    if cycle is None:
        return render(request, "coverage/no_cycle.html")
    cells = queries.cells(moment.on, cycle=cycle, pending=moment.pending)
    figures = Figures(cells, cycle.goal_percent)
    context = {
        "moment": moment,
        "now": clock.now(),
        "errors": form.errors.get("on"),
        "cycle": cycle,
        "total": figures.total,
        "headline": headline(figures),
        "figures": {
            measure.name.lower(): rate_figure(figures, measure, moment) for measure in Measure
        },
        "definitions": DEFINITIONS,
    }
    return render(request, "coverage/overview.html", context)


@require_safe
@readers_only
def societies(request):
    """The list behind a number, with exactly as many rows."""
    moment = MomentForm(request.GET).moment
    selection = Selection(request.GET)
    cycle = queries.cycle_of(moment.on)
    if cycle is None or not selection.is_valid():
        raise Http404
    found = queries.societies_on(moment.on, cycle=cycle, pending=moment.pending)
    found = queries.for_list(found.filter(selection.condition()))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "moment": moment,
        "title": "，".join(selection.labels()) or "会员学会",
        "page": page,
        "rows": [society_row(society, moment.on) for society in page],
        "query": f"{query.urlencode()}&" if query else "",
        "back": f"{reverse('coverage:overview')}?{urlencode(moment.query)}",
    }
    return render(request, "coverage/list.html", context)
