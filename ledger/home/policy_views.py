"""/policy/: the directive's text. Public, as the document is."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import clock
from filings.queries import current_cycle


@login_not_required
@require_safe
def policy(request):
    return render(request, "policy/policy.html", {"cycle": current_cycle(clock.today())})
