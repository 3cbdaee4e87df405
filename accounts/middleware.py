"""Leads to the sign-in and back; ends sessions that were left alone; shows the notice on personal
data before anything else."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout, middleware
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import timezone

from accounts import pending
from accounts.views import ask_to_sign_in

SEEN = "seen_at"
STAMP_SECONDS = 60  # the session is not written on every request


class SignInMiddleware(middleware.LoginRequiredMiddleware):
    """Everybody signs in first. A page that was sent without a session is kept for its sender."""

    def handle_no_permission(self, request, view_func):
        if request.method in ("GET", "HEAD"):
            return super().handle_no_permission(request, view_func)
        return sign_in(request)


def sign_in(request):
    """To the sign-in that says why; with what was sent, or back to what was looked at."""
    if sent := pending.of_page(request):
        return ask_to_sign_in(request, sent)
    query = {"expired": 1}
    if request.method == "GET":
        query["next"] = request.get_full_path()
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode(query)}")


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
                return sign_in(request)
            if SEEN not in request.session or now - seen > STAMP_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)


class NoticeMiddleware:
    """Leads to the notice on the use of personal data until it is accepted, once a person."""

    open_to_all = {
        "accounts:invitation",
        "accounts:logout",
        "accounts:notice",
        "home:policy",
        "healthz",
        "readyz",
    }

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not user.is_authenticated or user.notice_accepted_at:
            return None
        if request.resolver_match.view_name in self.open_to_all:
            return None
        query = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(f"{reverse('accounts:notice')}?{query}")
