"""GET /api/societies/<slug>/standing/?on=YYYY-MM-DD for other systems of the association: no
session, a bearer token, JSON whatever happens."""

import datetime as dt

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts import clock
from accounts.tokens import bearer
from ledger.inspection.queries import Bar, standing
from societies.enums import Process
from societies.models import Society

READS = ("GET", "HEAD")
NAMES = {
    "rating": Process.AWARD,
    "inspection": Process.INSPECTION,
    "election": Process.ELECTION,
    "projects": Process.PROJECT,
}


@login_not_required
@csrf_exempt  # without a session there is nothing to forge; what is not GET is told so below
@never_cache
def society_standing(request, slug):
    """May the society be rated, pass the inspection, hold its election, apply for projects."""
    if request.method not in READS:
        response = _answer({"error": "只能用 GET 查询。"}, status=405)
        response["Allow"] = ", ".join(READS)
        return response
    if bearer(request) is None:
        response = _answer({"error": "需要有效的接口令牌。"}, status=401)
        response["WWW-Authenticate"] = "Bearer"
        return response
    society = Society.objects.filter(slug=slug).only("slug").first()
    if society is None:
        return _answer({"error": "没有这个学会。"}, status=404)
    on = _day(request.GET.get("on"))
    if on is None:
        return _answer({"error": "日期应写成 2018-06-30 的样子。"}, status=400)
    held = standing(society, on=on)
    parts = {name: _part(held[process]) for name, process in NAMES.items()}
    return _answer({"society": society.slug, "on": on.isoformat(), **parts})


def _part(bars: list[Bar]) -> dict:
    reasons = [
        {
            "penalty": bar.penalty,
            "since": bar.since.isoformat(),
            "until": bar.until.isoformat() if bar.until else None,
            "document": bar.document,
            "clause": bar.clause,
        }
        for bar in bars
    ]
    return {"allowed": not reasons, "reasons": reasons}


def _day(text: str | None) -> dt.date | None:
    """A date as YYYY-MM-DD and no other way; today where none is asked."""
    if text is None:
        return clock.today()
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return on if on.isoformat() == text else None


def _answer(content: dict, *, status=200) -> JsonResponse:
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
