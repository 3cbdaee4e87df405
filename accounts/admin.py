"""Accounts and the audit record in the admin."""

from django.contrib import admin

from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import Role
from accounts.models import AuditRecord, User


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    """Accounts are made by invitation and switched off by action."""

    viewers = frozenset({Role.ADMINISTRATOR})
    list_display = ["username", "name", "role", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "name"]
    ordering = ["username"]
    fields = ["username", "name", "role", "email", "is_active", "last_login", "date_joined"]


@admin.register(AuditRecord)
class AuditRecordAdmin(ReadOnlyAdmin):
    viewers = frozenset({Role.ADMINISTRATOR})
    list_display = ["at", "username", "action", "target", "address"]
    list_filter = ["action"]
    search_fields = ["username", "target"]
    date_hierarchy = None
    fields = ["at", "by", "username", "action", "target", "detail", "address"]
