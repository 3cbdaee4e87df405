"""A page that was sent after its session had ended. What it sent stays in the pages that follow, in
hidden fields, until its sender has signed in again and sends it on by a button. It is never sent
under another account, nor is it kept on the server.
"""

import json

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

FIELD = "pending"
ACCOUNT = "account"  # a page that is worth keeping says for whom it was made
LONGEST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2  # leaves room for its way through JSON


def of_page(request) -> str:
    """What a POST carries, as JSON; empty where it is no page of an account."""
    is_page = request.method == "POST" and request.content_type.endswith("urlencoded")
    if not is_page or _wants_json(request) or len(request.body) > LONGEST:
        return ""
    if not request.POST.get(ACCOUNT, "").isdecimal():
        return ""
    fields = [
        [name, text]
        for name, texts in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for text in texts
    ]
    return json.dumps({"action": request.get_full_path(), "fields": fields}, ensure_ascii=False)


def _wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def read(text: str, request) -> dict | None:
    """The page that a sign-in carries: {action, fields, account}; None where it carries none."""
    try:
        page = json.loads(text)
        fields = [(str(name), str(value)) for name, value in page["fields"]]
        action = str(page["action"])
        account = int(dict(fields)[ACCOUNT])
    except (ValueError, KeyError, TypeError):
        return None
    if not url_has_allowed_host_and_scheme(action, {request.get_host()}, request.is_secure()):
        return None
    return {"action": action, "fields": fields, "account": account}


def send_on(request, page: dict):
    """The page with the button that sends it on, under a token of the session that is now."""
    response = render(request, "accounts/pending.html", page)
    add_never_cache_headers(response)
    return response
