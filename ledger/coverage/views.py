"""/coverage/: the numbers against the goal, and the list behind each. Nothing here shows personal
data."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.actions import audit
from accounts.enums import STAFF_ROLES, AuditAction, Role
from accounts.rules import roles_required
from ledger.coverage import brief as briefs
from ledger.coverage import cards, charts, exports, people_pages
from ledger.coverage.forms import LedgerForm, Links, Selection, SourceForm
from ledger.coverage.ledger_exports import ledger_workbook
from ledger.coverage.ledger_rows import count_people
from ledger.coverage.part_pages import PARTS, part_page
from ledger.coverage.people import CATEGORIES
from ledger.coverage.rows import all_rows, first_uncovered, society_list
from ledger.coverage.sources import Live
from societies.office.sheets import CONTENT_TYPE

readers_only = roles_required(Role.LEADER, Role.REVIEWER, Role.COMMITTEE, Role.ADMINISTRATOR)
PER_PAGE = 50
UNCOVERED_SHOWN = 7
MOST_PEOPLE = 50_000  # in a workbook made while somebody waits; `manage.py ledger_sheet` takes all
SIZES = {"wide": charts.WIDE, "narrow": charts.NARROW}


def source_or_404(request):
    source = SourceForm(request.GET).source()
    if source is None:
        raise Http404
    return source


@require_safe
@readers_only
def overview(request):
    """All numbers of a day on one page; `?screen=1` is the drawing for a wall screen."""
    form = SourceForm(request.GET)
    source = form.source()
    if source is None:
        return render(request, "coverage/no_cycle.html")
    screen = bool(request.GET.get("screen"))
    sizes = {"screen": charts.SCREEN} if screen else SIZES
    context = cards.overview(source, sizes=sizes)
    if screen:
        return render(request, "coverage/screen.html", context | cards.screen(context))
    context |= {
        "errors": form.errors.get("on"),
        "definitions": cards.DEFINITIONS,
        "uncovered": first_uncovered(source)[:UNCOVERED_SHOWN],
        "snapshots": cards.snapshots(),
    }
    return render(request, "coverage/overview.html", context)


@require_safe
@readers_only
def societies(request):
    """The list behind a number, with exactly as many rows."""
    source = source_or_404(request)
    title, conditions = _selected(request)
    page = Paginator(society_list(source, conditions), PER_PAGE).get_page(request.GET.get("page"))
    context = _frame(request, source) | {
        "title": title,
        "page": page,
        "rows": page.object_list,
        "export_url": f"{reverse('coverage:export')}?{request.GET.urlencode()}",
    }
    return render(request, "coverage/list.html", context)


def _frame(request, source) -> dict:
    """What every page behind the overview says: its day, and the ways back and on."""
    query = request.GET.copy()
    query.pop("page", None)
    urls = cards.addresses(Links(source))
    return {
        "as_of": cards.as_of(source),
        "urls": urls,
        "back": urls["overview"],
        "query": f"{query.urlencode()}&" if query else "",
    }


def _selected(request):
    """The list that an address asks for: its title and its conditions."""
    selection = Selection(request.GET)
    if not selection.is_valid():
        raise Http404
    return "，".join(selection.labels()) or "会员学会", selection.conditions()


@require_POST
@readers_only
def export(request):
    """The list of the same address as a workbook; each time is recorded."""
    source = source_or_404(request)
    title, conditions = _selected(request)
    file = exports.workbook(f"{title}，{cards.as_of(source)}", all_rows(source, conditions))
    audit(
        AuditAction.EXPORT,
        request=request,
        target="覆盖名单",
        detail={"list": title, "query": request.GET.urlencode()},
    )
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{title}-{source.on:%Y%m%d}.xlsx",
        content_type=CONTENT_TYPE,
    )


@require_POST
@readers_only
def ledger(request):
    """The ledger of the day of the address as a workbook; each time is recorded. Leaders get no
    personal data, staff masked telephones unless they ask for whole ones."""
    source = source_or_404(request)
    source = Live(source.on, source.cycle)
    personal = request.user.role in STAFF_ROLES
    form = LedgerForm(request.POST)
    full = personal and form.is_valid() and form.cleaned_data["full"]
    people = count_people(source.on) <= MOST_PEOPLE
    file = ledger_workbook(source, personal=personal, full=full, people=people)
    detail = {"on": source.on.isoformat(), "personal": personal, "full": full, "people": people}
    audit(AuditAction.EXPORT, request=request, target="分类台账", detail=detail)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"分类台账-{source.on:%Y%m%d}.xlsx",
        content_type=CONTENT_TYPE,
    )


@require_safe
@readers_only
def parts(request):
    """The numbers of each discipline, place or support unit, or the reasons for no organization."""
    source = source_or_404(request)
    by = request.GET.get("by")
    if by not in PARTS:
        raise Http404
    page = Paginator(PARTS[by].found(source), PER_PAGE).get_page(request.GET.get("page"))
    context = _frame(request, source) | part_page(source, by, page)
    return render(request, PARTS[by].template, context)


@require_safe
@readers_only
def people(request):
    """Party members by age, degree, sex and status, without small numbers."""
    source = source_or_404(request)
    context = _frame(request, source) | people_pages.overview(source)
    return render(request, "coverage/people.html", context)


@require_safe
@readers_only
def people_list(request):
    """The counts of each society behind a number of people; small ones are only counted
    together."""
    source = source_or_404(request)
    by = request.GET.get("by")
    if by not in CATEGORIES:
        raise Http404
    table = people_pages.by_society(source, by)
    page = Paginator(table.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = _frame(request, source) | people_pages.list_page(source, table, page)
    return render(request, "coverage/people_list.html", context)


@require_safe
@readers_only
def brief(request):
    """One A4 page for a meeting, with the numbers of this moment."""
    if not settings.PDF:
        return render(request, "coverage/no_pdf.html", status=503)
    source = source_or_404(request)
    pdf = briefs.pdf(briefs.html(source, now=clock.now()))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="coverage-{source.on:%Y%m%d}.pdf"'
    return response
