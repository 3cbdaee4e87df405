"""Staff ask for the evaluation of a cycle."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.rules import roles_required
from filings.rules import MoveNotAllowed
from ledger.inspection import evaluating
from ledger.inspection.forms import EvaluateForm
from ledger.inspection.steps import CONFIRMERS


@require_http_methods(["GET", "HEAD", "POST"])
@roles_required(*CONFIRMERS)
def evaluate(request):
    """Which cycle and which day; the POST puts it into the queue."""
    form = EvaluateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            evaluating.begin(
                form.cleaned_data["cycle"],
                on=form.cleaned_data["on"],
                by=request.user,
                request=request,
            )
        except MoveNotAllowed as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "检查在后台进行，可以离开页面；做完后在“通知”里告诉您。")
            return redirect("inspection:latest")
    status = 422 if form.is_bound else 200
    return render(request, "inspection/evaluate.html", {"form": form}, status=status)
