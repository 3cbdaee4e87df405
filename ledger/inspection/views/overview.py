"""/inspection/: the societies of an inspection by step and class, for those who read it; for a
secretary its own societies."""

from functools import partial
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.enums import Role
from accounts.prepared import Prepared
from filings.desk.paging import FromNearerEnd
from ledger.coverage.enums import Measure
from ledger.inspection import listing
from ledger.inspection.case import TAGS
from ledger.inspection.enums import Grade, Step
from ledger.inspection.forms import ListFilter
from ledger.inspection.models import Circular, Inspection
from ledger.inspection.publishing import ISSUERS
from ledger.inspection.steps import CONFIRMERS
from ledger.inspection.views.access import readers_only
from ledger.inspection.views.parts import pdf_url
from societies import codes

ANY_SLUG = "any-society"  # stands for a slug in an address


@require_safe
def latest(request):
    """To the last inspection; a secretary to the first page of its society."""
    if request.user.role == Role.SECRETARY:
        return redirect("inspection:own")
    return _latest(request)


@readers_only
def _latest(request):
    inspection = Inspection.objects.select_related("cycle").order_by("-cycle__year").first()
    if inspection is None:
        context = {"may_evaluate": request.user.role in CONFIRMERS}
        return render(request, "inspection/none.html", context)
    url = reverse("inspection:overview", args=[inspection.cycle.year])
    # The committee comes for what waits for its decision.
    return redirect(url + ("?show=decide" if request.user.role == Role.COMMITTEE else ""))


@require_safe
@readers_only
def overview(request, year):
    inspections, on = _inspections(), clock.today()
    inspection = next((one for one in inspections if one.cycle.year == year), None)
    if inspection is None:
        raise Http404
    counts = listing.counts(inspection.pk, on)
    form = ListFilter(request.GET)
    page = _pages(form, counts, inspection, on).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "inspection": inspection,
        "cycle": inspection.cycle,
        "inspections": _tabs(inspections, inspection),
        "tiles": tiles(counts, form),
        "form": form,
        "page": page,
        "rows": rows(page, year, on=on),
        "query": f"{query.urlencode()}&" if query else "",
        "reset_url": "?" if form.is_narrowed else "",
        "in_force": listing.in_force(on),
        "may_evaluate": request.user.role in CONFIRMERS,
        "may_confirm": request.user.role in CONFIRMERS and counts["confirm"],
        "may_notify": request.user.role in CONFIRMERS and counts["notice"],
        "may_circulate": request.user.role in ISSUERS,
        "circulars": _circulars(inspection.pk),
        "uncovered_url": uncovered_url(on),
        "on": on,
    }
    return render(request, "inspection/overview.html", context)


def uncovered_url(on) -> str:
    """The list of uncovered societies as of a day, on the pages of coverage."""
    query = {"without": Measure.WORK_DIRECTIVE.value, "on": on.isoformat()}
    return f"{reverse('coverage:list')}?{urlencode(query)}"


@Prepared
def _inspections():
    return Inspection.objects.select_related("cycle")


@Prepared
def _circulars(inspection):
    return Circular.objects.filter(inspection=inspection).select_related("document")


def _pages(form, counts, inspection, on) -> FromNearerEnd:
    """What a filter finds; the parts have been counted."""
    if not form.is_narrowed:
        count = counts[form.part] if form.part else whole(counts)
        return FromNearerEnd(partial(listing.rows_of_part, form.part, inspection.pk, on), count)
    found = form.filter(listing.in_part(form.part, inspection.pk, on))
    return FromNearerEnd(partial(listing.rows, found, on), found.count())


def _tabs(inspections, shown) -> list[dict]:
    return [
        {
            "label": str(other),
            "url": reverse("inspection:overview", args=[other.cycle.year]),
            "active": other == shown,
        }
        for other in inspections
    ]


def tiles(counts, form) -> list[dict]:
    """The numbers on top; each is the link to its own list (components/counts.jinja)."""
    everything = {
        "number": whole(counts),
        "label": "全部",
        "url": "?",
        "active": not form.part,
    }
    found = [
        {
            "number": counts[part.name],
            "label": part.label,
            "url": f"?show={part.name}",
            "active": part.name == form.part,
            "alert": part.name in ("decide", Grade.FAILED) and counts[part.name],
        }
        for part in listing.PARTS
    ]
    return [everything, *found]


def whole(counts) -> int:
    """All societies: what waits to be lifted is signed as well."""
    return sum(number for name, number in counts.items() if name != "lift")


def _document(proposal, year: int) -> dict:
    """By what it was signed or told, with the way to its PDF where there is one."""
    if proposal.step == Step.SIGNED:
        document = proposal.result.document
        return {"document": document, "document_url": pdf_url(document)}
    if proposal.step == Step.NOTICED:
        url = reverse("inspection:notice_paper", args=[year, proposal.society.slug, "pdf"])
        return {"document": proposal.notice.document, "document_url": url}
    return {"document": "", "document_url": ""}


def rows(proposals, year, *, on) -> list[dict]:
    """The societies of the list."""
    # Made once: to reverse an address for each row takes longer than to show the row.
    url = reverse("inspection:society", args=[year, ANY_SLUG])
    return [
        row(proposal, year, on=on) | {"url": url.replace(ANY_SLUG, proposal.society.slug)}
        for proposal in proposals
    ]


def row(proposal, year, *, on) -> dict:
    """One society of the list."""
    is_signed = proposal.step == Step.SIGNED
    grade = Grade(proposal.result.grade if is_signed else proposal.grade)
    society = proposal.society
    return {
        "society": society,
        "name": proposal.society_name,
        "discipline": codes.disciplines().name(society.discipline),
        "tag": TAGS[grade] if is_signed else "ring",
        "grade": grade.label if is_signed else f"建议{grade.label}",
        "step": proposal.get_step_display(),
        "is_conflict": proposal.has_conflict and not is_signed,
        **_document(proposal, year),
        "next": listing.next_step(proposal, on=on),
    }
