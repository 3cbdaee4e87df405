"""/admin/partyorgs/liaisonassignment/assign-many/: one liaison officer for societies that nothing
covers, after a look at who they are."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import clock
from partyorgs.actions import assign_to_many
from partyorgs.forms import ManyForm, UncoveredFilter
from partyorgs.queries import advised_for, uncovered
from partyorgs.rules import liaison_outlived

PER_PAGE = 50
OFFICER = ("officer_name", "officer_unit", "officer_phone", "on")


@require_http_methods(["GET", "HEAD", "POST"])
def assign_many(request, model_admin):
    """The list with its form; a POST of it is a preview, the preview's POST assigns."""
    form = ManyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if "confirmed" in request.POST:
            return _assigned(request, model_admin, form)
        return _preview(request, model_admin, form)
    chosen = UncoveredFilter(request.GET)
    chosen.is_valid()
    societies = chosen.filter(_listed()).order_by("pk")
    page = Paginator(societies, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filter": chosen,
        "form": form,
        "page": page,
        "rows": [_row(society) for society in page],
        "ticked": set(request.POST.getlist("societies")),
        "query": f"{query.urlencode()}&" if query else "",
        "reset_url": "?" if any(chosen.cleaned_data.values()) else "",
        "breadcrumb": _crumbs(model_admin),
    }
    return render(request, "desk/assign_many.html", context)


def _listed():
    societies = uncovered(clock.today()).select_related("support_unit")
    return societies.prefetch_related("names", "support_unit__names")


def _row(society) -> dict:
    members = society.secretariat_members
    known = {None: "没有登记", 0: "没有党员"}
    return {
        "society": society,
        "key": str(society.pk),
        "members": known.get(members, f"{members} 人"),
        "remark": liaison_outlived(advised_for(society)),
    }


def _preview(request, model_admin, form):
    """Who gets the officer; those that are covered by now are told apart."""
    ticked = form.cleaned_data["societies"]
    rows = [_row(society) for society in _listed().filter(pk__in=ticked).order_by("pk")]
    context = {
        "form": form,
        "rows": rows,
        "gone": len(set(ticked)) - len(rows),
        "officer": [(form[name].label, form.cleaned_data[name]) for name in OFFICER],
        "breadcrumb": _crumbs(model_admin),
    }
    return render(request, "desk/assign_many_preview.html", context)


def _assigned(request, model_admin, form):
    officer = {name: form.cleaned_data[name] for name in OFFICER}
    societies = list(_listed().filter(pk__in=form.cleaned_data["societies"]).order_by("pk"))
    refused = assign_to_many(societies, by=request.user, request=request, **officer)
    done = len(societies) - len(refused)
    if done:
        messages.success(request, f"已向 {done} 个学会选派{officer['officer_name']}。")
    for society, reason in refused:
        messages.warning(request, f"{society}没有选派：{reason}")
    if skipped := len(set(form.cleaned_data["societies"])) - len(societies):
        messages.warning(request, f"{skipped} 个学会已有党组织或联络员，没有选派。")
    return redirect(model_admin.url("changelist"))


def _crumbs(model_admin) -> list[dict]:
    return [
        {"label": "党建联络员", "url": model_admin.url("changelist")},
        {"label": "批量选派"},
    ]
