"""The desk in the admin. Filings, versions and events change by actions, never by a form."""

from django.contrib import admin
from django.urls import path

from accounts.admin_site import ReadOnlyAdmin, RoleAdmin
from accounts.enums import STAFF_ROLES, Role
from filings.desk import bulk, downloads, moves, queue, remarks, review
from filings.models import Cycle, Filing, Obligation
from societies.admin import SocietySearch


@admin.register(Filing)
class FilingAdmin(ReadOnlyAdmin):
    """Our own pages stand where Django's list and form would; its other addresses do not exist."""

    viewers = STAFF_ROLES

    def get_urls(self):
        pages = {
            "": ("changelist", queue.queue),
            "bulk/": ("bulk", bulk.bulk),
            "<int:pk>/change/": ("change", review.review),
            "<int:pk>/previous/": ("previous", review.previous),
            "<int:pk>/reveal/": ("reveal", review.reveal),
            "<int:pk>/versions/<int:number>/<slug:suffix>/": ("paper", downloads.paper),
            "<int:pk>/attachments/<int:file>/": ("attachment", downloads.attachment),
            "<int:pk>/claim/": ("claim", moves.claim),
            "<int:pk>/release/": ("release", moves.release),
            "<int:pk>/force-release/": ("force_release", moves.force_release),
            "<int:pk>/return/": ("return", moves.return_filing),
            "<int:pk>/undo/": ("undo", moves.undo_return),
            "<int:pk>/correct/": ("correct", moves.correct),
            "<int:pk>/approve/": ("approve", moves.approve),
            "<int:pk>/refuse/": ("refuse", moves.refuse),
            "<int:pk>/comments/": ("comment", remarks.add),
            "<int:pk>/comments/<int:number>/answer/": ("comment_answer", remarks.answer),
            "<int:pk>/comments/<int:number>/resolve/": ("comment_resolve", remarks.resolve),
            "<int:pk>/comments/<int:number>/reopen/": ("comment_reopen", remarks.reopen),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"filings_filing_{name}")
            for route, (name, view) in pages.items()
        ]


@admin.register(Cycle)
class CycleAdmin(RoleAdmin):
    viewers = STAFF_ROLES
    editors = frozenset({Role.ADMINISTRATOR})
    list_display = ["title", "year", "opens_on", "deadline", "goal_percent", "goal_date"]
    search_fields = ["title"]


class FiledFilter(admin.SimpleListFilter):
    """Obligations by whether something has been submitted under them."""

    title = "是否已报"
    parameter_name = "filed"

    def lookups(self, request, model_admin):
        return [("yes", "已报"), ("no", "未报")]

    def queryset(self, request, queryset):
        if self.value() in ("yes", "no"):
            return queryset.filter(first_submitted_at__isnull=self.value() == "no")
        return queryset


@admin.register(Obligation)
class ObligationAdmin(SocietySearch, ReadOnlyAdmin):
    viewers = STAFF_ROLES
    list_display = ["society", "cycle", "due", "first_submitted_at"]
    list_filter = ["cycle", FiledFilter]
    list_select_related = ["society", "cycle"]
    search_fields = ["society__slug"]
    search_help_text = "学会名称、简称、拼音首字母"
    ordering = ["due", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("society__names")
