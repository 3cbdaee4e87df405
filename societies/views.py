"""Who files for a society: the secretary's own pages."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.enums import Role
from accounts.rules import roles_required
from societies.filers import hand_over as hand_over_to
from societies.filers import invite_filer
from societies.forms import FilerForm, HandOverForm
from societies.models import Society
from societies.queries import filers_of

secretaries_only = roles_required(Role.SECRETARY)


def colleagues_of(society, user):
    """Others who file for a society and have taken up their accounts."""
    return filers_of([society]).exclude(pk=user.pk)


@require_safe
@secretaries_only
def team(request):
    """Everybody who files, or filed, for the caller's societies."""
    societies = Society.objects.for_user(request.user).prefetch_related("names", "accounts__user")
    teams = []
    for society in societies:
        accounts = sorted(society.accounts.all(), key=lambda held: held.pk)
        colleagues = colleagues_of(society, request.user)
        form = HandOverForm(colleagues=colleagues) if colleagues.exists() else None
        teams.append({"society": society, "accounts": accounts, "form": form})
    return render(request, "societies/team.html", {"teams": teams})


@require_http_methods(["GET", "POST"])
@secretaries_only
def invite(request, slug):
    """An account for a colleague; its link is shown this once."""
    society = get_object_or_404(Society.objects.for_user(request.user), slug=slug)
    form = FilerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user, token = invite_filer(
                society, **form.cleaned_data, by=request.user, request=request
            )
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return _link_page(request, society, user, token)
    return render(request, "societies/invite.html", {"society": society, "form": form})


def _link_page(request, society, user, token) -> HttpResponse:
    link = request.build_absolute_uri(reverse("accounts:invitation", args=[token]))
    context = {"society": society, "invited": user, "link": link, "days": settings.INVITATION_DAYS}
    return render(request, "societies/invited.html", context)


@require_POST
@secretaries_only
def hand_over(request, slug):
    """The caller stops filing for a society; a colleague goes on."""
    society = get_object_or_404(Society.objects.for_user(request.user), slug=slug)
    form = HandOverForm(request.POST, colleagues=colleagues_of(society, request.user))
    if not form.is_valid():
        messages.error(request, "请选择移交给哪位同事；同事须先启用账号。")
        return redirect("societies:team")
    try:
        hand_over_to(society, by=request.user, to=form.cleaned_data["to"], request=request)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    else:
        messages.success(request, f"{society.name}的填报已移交给{form.cleaned_data['to']}。")
    return redirect("societies:team")
