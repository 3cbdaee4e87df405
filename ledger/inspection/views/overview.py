"""/inspection/: the societies of an inspection by step and class, for those who read it; for a
secretary its own societies."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.enums import Role
from ledger.coverage.enums import Measure
from ledger.inspection import listing
from ledger.inspection.case import TAGS
from ledger.inspection.enums import Grade, Step
from ledger.inspection.forms import ListFilter
from ledger.inspection.models import Inspection, Proposal
from ledger.inspection.publishing import ISSUERS
from ledger.inspection.steps import CONFIRMERS
from ledger.inspection.views.access import inspection_or_404, readers_only
from ledger.inspection.views.parts import pdf_url
from societies import codes

PER_PAGE = 50


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
    inspection, on = inspection_or_404(year), clock.today()
    parts, counts = listing.parts(inspection, on), listing.counts(inspection, on)
    form = ListFilter(request.GET, parts=parts)
    found = listing.listed(inspection)
    for part in parts:
        if part.name == form.part:
            found = found.filter(part.condition)
    found = listing.search(found, form.cleaned_data.get("q", ""))
    if discipline := form.cleaned_data.get("discipline"):
        found = found.filter(society__discipline=discipline)
    paginator = Paginator(found.order_by("pk").values_list("pk", flat=True), PER_PAGE)
    if not form.is_narrowed:
        paginator.count = counts[form.part] if form.part else whole(parts, counts)
    page = paginator.get_page(request.GET.get("page"))
    proposals = listing.with_names(Proposal.objects.filter(pk__in=list(page)).order_by("pk"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "inspection": inspection,
        "cycle": inspection.cycle,
        "inspections": _tabs(inspection),
        "tiles": tiles(parts, counts, form),
        "form": form,
        "page": page,
        "rows": [row(proposal, inspection, on=on) for proposal in proposals],
        "query": f"{query.urlencode()}&" if query else "",
        "reset_url": "?" if form.is_narrowed else "",
        "in_force": listing.in_force(on),
        "may_evaluate": request.user.role in CONFIRMERS,
        "may_confirm": request.user.role in CONFIRMERS and counts["confirm"],
        "may_notify": request.user.role in CONFIRMERS and counts["notice"],
        "may_circulate": request.user.role in ISSUERS,
        "circulars": inspection.circulars.select_related("document"),
        "uncovered_url": uncovered_url(on),
        "on": on,
    }
    return render(request, "inspection/overview.html", context)


def uncovered_url(on) -> str:
    """The list of uncovered societies as of a day, on the pages of coverage."""
    query = {"without": Measure.WORK_DIRECTIVE.value, "on": on.isoformat()}
    return f"{reverse('coverage:list')}?{urlencode(query)}"


def _tabs(inspection) -> list[dict]:
    others = Inspection.objects.select_related("cycle")
    return [
        {
            "label": str(other),
            "url": reverse("inspection:overview", args=[other.cycle.year]),
            "active": other == inspection,
        }
        for other in others
    ]


def tiles(parts, counts, form) -> list[dict]:
    """The numbers on top; each is the link to its own list (components/counts.html)."""
    everything = {
        "number": whole(parts, counts),
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
        for part in parts
    ]
    return [everything, *found]


def whole(parts, counts) -> int:
    """All societies: what waits to be lifted is signed as well."""
    return sum(counts[part.name] for part in parts if part.name != "lift")


def _document(proposal, year: int) -> dict:
    """By what it was signed or told, with the way to its PDF where there is one."""
    if proposal.step == Step.SIGNED:
        document = proposal.result.document
        return {"document": document, "document_url": pdf_url(document)}
    if proposal.step == Step.NOTICED:
        url = reverse("inspection:notice_paper", args=[year, proposal.society.slug, "pdf"])
        return {"document": proposal.notice.document, "document_url": url}
    return {}


def row(proposal, inspection, *, on) -> dict:
    """One society of the list."""
    is_signed = proposal.step == Step.SIGNED
    grade = Grade(proposal.result.grade if is_signed else proposal.grade)
    society, year = proposal.society, inspection.cycle.year
    return {
        "society": society,
        "url": reverse("inspection:society", args=[year, society.slug]),
        "discipline": codes.disciplines().name(society.discipline),
        "tag": TAGS[grade] if is_signed else "ring",
        "grade": grade.label if is_signed else f"建议{grade.label}",
        "step": proposal.get_step_display(),
        "is_conflict": proposal.has_conflict and not is_signed,
        **_document(proposal, year),
        "next": listing.next_step(proposal, on=on),
    }
