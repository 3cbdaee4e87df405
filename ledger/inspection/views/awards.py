"""The award nomination list and the list for the evaluation of societies; both as workbooks, each
recorded."""

from django.http import FileResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from accounts.rules import roles_required
from ledger.inspection import exports
from ledger.inspection.awards import nominated
from ledger.inspection.forms import AwardForm
from ledger.inspection.views.access import STAFF, inspection_or_404
from societies.office.sheets import CONTENT_TYPE

staff_only = roles_required(*STAFF)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def awards(request):
    """Names pasted or typed; the POST marks each and keeps nothing."""
    form = AwardForm(request.POST or None, initial={"on": clock.today()})
    context = {"form": form}
    if form.is_valid():
        chosen = form.cleaned_data
        context["rows"] = nominated(chosen["names"], on=chosen["on"])
        context["on"] = chosen["on"]
    return render(request, "inspection/awards.html", context)


@require_POST
@staff_only
def export(request):
    form = AwardForm(request.POST)
    if not form.is_valid():
        return render(request, "inspection/awards.html", {"form": form})
    chosen = form.cleaned_data
    title = f"拟评优学会核查，{chosen['on']:%Y年%-m月%-d日}"
    rows = nominated(chosen["names"], on=chosen["on"])
    return _sent(request, exports.awards(rows, title), title, societies=len(rows))


@require_POST
@staff_only
def evaluation(request, year):
    inspection = inspection_or_404(year)
    title = f"{year}年学会评价"
    return _sent(request, exports.evaluation(inspection), title)


def _sent(request, file, title: str, **detail) -> FileResponse:
    audit(AuditAction.EXPORT, request=request, target=title, detail=detail)
    return FileResponse(
        file, as_attachment=True, filename=f"{title}.xlsx", content_type=CONTENT_TYPE
    )
