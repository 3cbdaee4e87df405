"""Pages of the admin that ask for something and then call an action: one frame for all of them."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers


def require_role(request, *roles) -> None:
    if request.user.role not in roles:
        raise PermissionDenied


def carried_out(request, form, action) -> bool:
    """Whether a valid form was posted and `action(cleaned_data)` took it; what the action refuses
    becomes an error of the form."""
    if request.method != "POST" or not form.is_valid():
        return False
    try:
        action(**form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return False
    return True


FORM_PAGE = "admin/action_form.html"


def form_page(
    model_admin, request, form, *, title, submit, intro="", crumbs=(), template=FORM_PAGE
):
    """The page of a form. `crumbs` are (label, url) pairs between the list and this page."""
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "form": form,
        "submit": submit,
        "intro": intro,
        "crumbs": crumbs,
    }
    return TemplateResponse(request, template, context)


def act_page(model_admin, request, form, action, *, done, back, **page):
    """The page of a form whose valid POST calls `action(**cleaned_data, by=, request=)`. Then it
    says `done` and goes to `back`; each may be a function of what came out. `page` is as in
    form_page."""
    made = []

    def act(**fields):
        made.append(action(**fields, by=request.user, request=request))

    if carried_out(request, form, act):
        said, address = (part(made[0]) if callable(part) else part for part in (done, back))
        messages.success(request, said)
        return redirect(address)
    return form_page(model_admin, request, form, **page)


def invitation_page(model_admin, request, *, user, token):
    """The link of an invitation. It is shown this once: only its hash is kept."""
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "邀请链接",
        "opts": model_admin.opts,
        "invited": user,
        "link": link,
        "days": settings.INVITATION_DAYS,
    }
    response = TemplateResponse(request, "admin/invitation.html", context)
    add_never_cache_headers(response)
    return response
