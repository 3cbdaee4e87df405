"""/admin/filings/filing/enter/: 代填, a paper filing that staff type on behalf of a society."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from filings import actions
from filings.desk.forms import EnterForm, EntryFilter
from filings.enums import EDITABLE, State
from filings.kinds import all_kinds, get_kind
from filings.models import Cycle, Filing, Obligation
from filings.rules import MoveNotAllowed

PER_PAGE = 50


def kinds_entered_by(user) -> list:
    """Kinds that a society owes and that this user decides: whoever types one does not decide
    it."""
    return [kind for kind in all_kinds() if kind.owed and kind.decides == user.role]


def kinds_or_403(user) -> list:
    if kinds := kinds_entered_by(user):
        return kinds
    raise PermissionDenied


def open_cycles():
    return Cycle.objects.filter(opens_on__lte=clock.today())


@require_safe
def enter(request):
    """The societies that owe something in a cycle: by default those that have not filed."""
    kinds = kinds_or_403(request.user)
    form = EntryFilter(request.GET, cycles=open_cycles())
    filings = Filing.objects.exclude(state=State.DISCARDED).light().select_related("started_by")
    owed = form.filter(Obligation.objects.all()).select_related("society__support_unit")
    owed = owed.prefetch_related(
        "society__names",
        "society__support_unit__names",
        Prefetch("filings", filings, to_attr="begun"),
    )
    page = Paginator(owed.order_by("pk"), PER_PAGE).get_page(request.GET.get("page"))
    seen = Filing.objects.for_user(request.user)
    visible = set(seen.filter(obligation__in=[row.pk for row in page]).values_list("pk", flat=True))
    page.object_list = [entry(row, visible, user=request.user) for row in page]
    context = {
        "form": form,
        "page": page,
        "kinds": kinds,
        "typed": [
            {"filing": filing, "url": reverse("filings:overview", args=[filing.pk])}
            for filing in typed_by(request.user)
        ],
        "query": form.query(),
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": "代填"},
        ],
    }
    return render(request, "desk/enter.html", context)


def typed_by(user):
    """What somebody has begun to type and not submitted."""
    begun = Filing.objects.filter(on_behalf=True, started_by=user, state__in=EDITABLE)
    return begun.light().select_related("society", "cycle").prefetch_related("society__names")


def entry(obligation, visible, *, user) -> dict:
    """One society: what has become of its filing, and where that is."""
    filing = obligation.begun[0] if obligation.begun else None
    found = {"obligation": obligation, "filing": filing, "word": "未报", "url": ""}
    if filing is None:
        return found
    is_mine = filing.is_editable and filing.is_typed_by(user)
    if filing.pk in visible:
        page = "filings:overview" if is_mine else "admin:filings_filing_change"
        found["url"] = reverse(page, args=[filing.pk])
    word = get_kind(filing.kind).word(State(filing.state))
    by = f"由{filing.started_by}代填" if filing.on_behalf else "学会自己填报"
    return found | {"word": word, "by": by, "is_mine": is_mine}


@require_POST
def begin(request):
    """Begin to type. What is prefilled from the ledger is not masked, so this is recorded."""
    kinds = kinds_or_403(request.user)
    form = EnterForm(request.POST, kinds=kinds, cycles=open_cycles())
    if not form.is_valid():
        messages.error(request, "没有这个填报任务。")
        return redirect("admin:filings_filing_enter")
    obligation = form.cleaned_data["obligation"]
    society = obligation.society
    try:
        filing = actions.start(
            form.cleaned_data["kind"], society=society, cycle=obligation.cycle, by=request.user
        )
    except MoveNotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("admin:filings_filing_enter")
    if not filing.is_typed_by(request.user):
        messages.error(request, f"{society}已有一件正在办理的申报，不能代填。")
        return redirect("admin:filings_filing_enter")
    detail = {"on_behalf": filing.pk}
    audit(AuditAction.REVEAL, request=request, target=society.slug, detail=detail)
    return redirect("filings:overview", filing.pk)
