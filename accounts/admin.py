"""Accounts and the audit record in the admin."""

from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django_tasks_db.admin import DBTaskResult  # registered there before it is taken off here

from accounts.actions import audit, invite, renew_invitation, revoke
from accounts.admin_forms import carried_out, form_page, invitation_page, require_role
from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import AuditAction, Role
from accounts.forms import InviteForm
from accounts.models import ApiToken, AuditRecord, User
from accounts.tokens import revoke_token

# Roles replace groups, and the task table is the operator's, not the staff's.
admin.site.unregister(Group)
admin.site.unregister(DBTaskResult)


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts are made by invitation and switched off by action."""

    viewers = frozenset({Role.ADMINISTRATOR})
    change_form_template = "admin/accounts/user/change_form.html"
    list_display = ["username", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    fields = [
        "username",
        "name",
        "role",
        "phone",
        "email",
        "is_active",
        "last_login",
        "date_joined",
    ]

    pages = {"invite/": "invite", "<int:pk>/renew/": "renew", "<int:pk>/revoke/": "revoke"}

    def list_tools(self, request):
        return [("邀请账号", self.url("invite"))]

    def invite(self, request):
        require_role(request, *self.viewers)
        form = InviteForm(request.POST or None)
        made = {}

        def act(**fields):
            made["user"], made["token"] = invite(**fields, by=request.user, request=request)

        if carried_out(request, form, act):
            return invitation_page(self, request, **made)
        intro = "学会填报人的账号请在“学会”中邀请。"
        return form_page(self, request, form, title="邀请账号", submit="生成邀请链接", intro=intro)

    @method_decorator(require_POST)
    def renew(self, request, pk):
        """A new link for an account that has not been taken up, or whose password is lost."""
        require_role(request, *self.viewers)
        user = get_object_or_404(User, pk=pk)
        token = renew_invitation(user, by=request.user)
        audit(AuditAction.INVITE, request=request, target=user.username, detail={"renewed": True})
        return invitation_page(self, request, user=user, token=token)

    @method_decorator(require_POST)
    def revoke(self, request, pk):
        require_role(request, *self.viewers)
        user = get_object_or_404(User, pk=pk)
        if user == request.user:
            messages.error(request, "不能停用自己的账号。")
        else:
            revoke(user, by=request.user, request=request)
            messages.success(request, f"账号 {user.username} 已停用。")
        return redirect(reverse("admin:accounts_user_change", args=[pk]))


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnlyAdmin):
    viewers = frozenset({Role.ADMINISTRATOR})
    list_display = ["at", "username", "action", "target", "address"]
    list_filter = ["action"]
    search_fields = ["username", "target"]
    date_hierarchy = None
    fields = ["at", "by", "username", "action", "target", "detail", "address"]


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnlyAdmin):
    """Issued by `manage.py api_token`, switched off here."""

    viewers = frozenset({Role.ADMINISTRATOR})
    change_form_template = "admin/accounts/apitoken/change_form.html"
    list_display = ["name", "created_at", "last_used_at", "revoked_at"]
    search_fields = ["name"]
    fields = ["name", "created_at", "last_used_at", "revoked_at", "revoked_by"]

    pages = {"<int:pk>/revoke/": "revoke"}

    @method_decorator(require_POST)
    def revoke(self, request, pk):
        require_role(request, *self.viewers)
        token = revoke_token(
            get_object_or_404(ApiToken, pk=pk).pk, by=request.user, request=request
        )
        messages.success(request, f"接口令牌 {token.name} 已停用。")
        return redirect(reverse("admin:accounts_apitoken_change", args=[pk]))
