"""/inspection/standing/<slug>/: what a society may take part in on a day, and why not."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ledger.inspection.forms import DayForm
from ledger.inspection.queries import standing as standing_of
from ledger.inspection.views.access import society_or_404


@require_safe
def standing(request, slug):
    society = society_or_404(request, slug)
    form = DayForm(request.GET)
    on = form.day()
    rows = [
        {"label": process.label, "bars": bars}
        for process, bars in standing_of(society, on=on).items()
    ]
    context = {
        "society": society,
        "name": society.name_on(on),
        "on": on,
        "errors": form.errors.get("on", ()),
        "rows": rows,
    }
    return render(request, "inspection/standing.html", context)
