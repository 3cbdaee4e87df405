"""Ends sessions that were left alone."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

SEEN = "seen_at"
STAMP_SECONDS = 60  # the session is not written on every request


class IdleTimeoutMiddleware:
    """Signs out after IDLE_MINUTES without a request and leads to a sign-in that says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            seen = request.session.get(SEEN, now)
            if now - seen > settings.IDLE_MINUTES * 60:
                logout(request)
                query = {"expired": 1}
                if request.method == "GET":
                    query["next"] = request.get_full_path()
                return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")
            if SEEN not in request.session or now - seen > STAMP_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)
