"""/admin/filings/extension/grant/: more time for what societies owe, after a look at whom it
moves."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import clock
from filings.models import Cycle, Obligation
from filings.queries import current_cycle
from filings.rules import EXTENDERS, MoveNotAllowed
from filings.staff_actions import extend
from societies.forms import DayInput, SocietyFilter
from societies.models import Society

SHOWN = 50
FILED = {"no": "未报的", "yes": "已报的"}


class ExtensionForm(SocietyFilter):
    """Which societies, until when, and why."""

    cycle = forms.ModelChoiceField(label="填报周期", queryset=Cycle.objects.all(), empty_label=None)
    filed = forms.ChoiceField(
        label="是否已报", required=False, choices=[("", "已报和未报的"), *FILED.items()]
    )
    until = forms.DateField(label="展期至（含当日）", widget=DayInput())
    reason = forms.CharField(label="原因", max_length=500)
    field_order = ["cycle", "filed", "q", "discipline", "place", "unit", "until", "reason"]

    def obligations(self):
        """What the chosen societies owe in the cycle."""
        owed = Obligation.objects.filter(cycle=self.cleaned_data["cycle"])
        if filed := self.cleaned_data["filed"]:
            owed = owed.filter(first_submitted_at__isnull=filed == "no")
        return owed.filter(society__in=self.filter(Society.objects.order_by()))

    def described(self):
        filed = FILED.get(self.cleaned_data["filed"], "")
        return "；".join(words for words in (filed, super().described()) if words) or "全部"


class ExtensionPages:
    """Mixin of the extensions' model admin."""

    pages = {"grant/": "grant"}

    def list_tools(self, request):
        return [("办理展期", self.url("grant"))] if request.user.role in EXTENDERS else []

    def grant(self, request):
        return grant(request, self)


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request, model_admin):
    """GET asks and previews, its POST grants what was previewed."""
    if request.user.role not in EXTENDERS:
        raise PermissionDenied
    asked = request.POST if request.method == "POST" else request.GET
    form = ExtensionForm(
        asked if "until" in asked else None,
        initial={"cycle": current_cycle(clock.today()), **request.GET.dict()},
    )
    if request.method == "POST" and form.is_valid():
        if problem := granted(request, form):
            form.add_error(None, problem)
        else:
            return redirect(model_admin.url("changelist"))
    context = {
        "form": form,
        "preview": preview(form) if form.is_bound and form.is_valid() else None,
        "breadcrumb": [
            {"label": "展期", "url": model_admin.url("changelist")},
            {"label": "办理展期"},
        ],
    }
    return render(request, "desk/extension.html", context)


def granted(request, form) -> str:
    """Why the extension was not granted; '' where it was."""
    chosen = form.cleaned_data
    try:
        extension = extend(
            chosen["cycle"],
            form.obligations().values("society"),
            until=chosen["until"],
            reason=chosen["reason"],
            by=request.user,
            chosen_by=form.described()[:200],
            request=request,
        )
    except MoveNotAllowed as refusal:
        return str(refusal)
    messages.success(
        request, f"已给 {extension.rows.count()} 个学会展期至{extension.until:%Y年%-m月%-d日}。"
    )
    return ""


def preview(form) -> dict:
    """How many move, how many have as much time already, and which ones move."""
    owed, until = form.obligations(), form.cleaned_data["until"]
    moving = owed.filter(due__lt=until).select_related("society").prefetch_related("society__names")
    count, total = moving.count(), owed.count()
    return {
        "count": count,
        "staying": total - count,
        "rows": moving.order_by("due", "pk")[:SHOWN],
        "rest": max(0, count - SHOWN),
        "described": form.described(),
    }
