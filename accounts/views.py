"""Sign-in, sign-out, invitation, and the pages for what went wrong."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponseBadRequest, HttpResponseServerError, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.utils.cache import add_never_cache_headers
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from accounts import pending
from accounts.actions import accept_invitation, accept_notice, audit
from accounts.enums import AuditAction
from accounts.forms import NewPasswordForm, SignInForm
from accounts.invitations import token_hash
from accounts.models import Invitation

# What Django refuses to read, in our words.
TOO_MUCH = {
    TooManyFilesSent: f"一次最多选 {settings.DATA_UPLOAD_MAX_NUMBER_FILES - 1} 个文件。"
    "请分几次选，或者把文件装进 .zip，每个 .zip 也不超过这个数。",
    TooManyFieldsSent: f"一次提交的格太多，超过 {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} 个。"
    "请分几次填写、保存。",
    RequestDataTooBig: "一次提交的文字太多，超过 "
    f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 2**20:g} MB。请分几次粘贴、保存，或者改为上传文件。",
}


@method_decorator(login_not_required, name="dispatch")
class SignInView(auth_views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def dispatch(self, request, *args, **kwargs):
        # Signed in meanwhile, in another window.
        if request.user.is_authenticated and (page := self._sent()):
            return self._go_on(page, request.user)
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        response = super().form_valid(form)
        audit(AuditAction.SIGN_IN, request=self.request, target=form.get_user().username)
        page = self._sent()
        return self._go_on(page, form.get_user()) if page else response

    def _sent(self) -> dict | None:
        return pending.read(self.request.POST.get(pending.FIELD, ""), self.request)

    def _go_on(self, page, user):
        if page["account"] == user.pk:
            return pending.send_on(self.request, page)
        messages.warning(self.request, "刚才那一页是别的账号填写的，没有保存。")
        return redirect(settings.LOGIN_REDIRECT_URL)

    def form_invalid(self, form):
        username = self.request.POST.get("username", "")[:150]
        audit(AuditAction.SIGN_IN_FAILED, request=self.request, username=username)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs):
        expired = "expired" in self.request.GET
        sent = self.request.POST.get(pending.FIELD, "")
        return super().get_context_data(**kwargs, expired=expired, pending=sent)


def ask_to_sign_in(request, sent: str):
    """The sign-in in the place of a page that came too late; `sent` is what it carried."""
    context = {"form": SignInForm(request), "expired": True, "pending": sent}
    response = render(request, "accounts/login.html", context)
    add_never_cache_headers(response)
    return response


class SignOutView(auth_views.LogoutView):
    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            audit(AuditAction.SIGN_OUT, request=request, target=request.user.username)
        return super().post(request, *args, **kwargs)


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request, token):
    """Opening the link changes nothing; setting the password uses it up."""
    found = Invitation.objects.usable().filter(token_hash=token_hash(token)).first()
    if found is None:
        return render(request, "accounts/invitation_invalid.html", status=404)
    form = NewPasswordForm(found.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept_invitation(token, password=form.cleaned_data["new_password1"], request=request)
        messages.success(request, "账号已启用，请登录。")
        return redirect(settings.LOGIN_URL)
    return render(request, "accounts/invitation.html", {"form": form, "invited": found.user})


@require_http_methods(["GET", "POST"])
def notice(request):
    """What personal data is used for; accepted once, readable at any time."""
    if request.method == "POST":
        accept_notice(request.user, request=request)
        target = request.POST.get("next", "")
        own = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        return redirect(target if own else settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/notice.html", {"next": request.GET.get("next", "")})


@login_not_required
def bad_request(request, exception=None):
    message = TOO_MUCH.get(type(exception), "请求有误，没有办理。")
    if _wants_json(request):
        return JsonResponse({"error": message}, status=400)
    # Without the request: what it carries, or the name that it came under, may not be read again.
    return HttpResponseBadRequest(get_template("400.html").render({"message": message}))


@login_not_required
def forbidden(request, exception=None):
    return _problem(request, "403.html", 403, "没有权限")


@login_not_required
def not_found(request, exception=None):
    return _problem(request, "404.html", 404, "没有这个页面")


@login_not_required
def server_error(request):
    # Without the request: its context would ask the database that may just have failed.
    return HttpResponseServerError(get_template("500.html").render())


def csrf_failure(request, reason=""):
    # Signed in again in another window: this page's token is of the session before. Only a browser
    # can say that the page was our own.
    sent = pending.of_page(request)
    if sent and request.headers.get("Sec-Fetch-Site") == "same-origin":
        page = pending.read(sent, request)
        if not request.user.is_authenticated:
            return ask_to_sign_in(request, sent)
        if page["account"] == request.user.pk:
            return pending.send_on(request, page)
    return _problem(request, "403_csrf.html", 403, "页面已过期")


def _wants_json(request) -> bool:
    """Scripts that save in the background get the reason, not a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def _problem(request, template, status, message):
    if _wants_json(request):
        return JsonResponse({"error": message}, status=status)
    return render(request, template, status=status)
