"""The desk in the admin. Filings, versions and events change by actions, never by a form."""

from django.contrib import admin
from django.db.models import Count
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import STAFF_ROLES
from filings.desk import books, bulk, downloads, entering, moves, queue, remarks, review
from filings.desk.cycle_forms import CycleForm
from filings.desk.cycles import CyclePages
from filings.desk.extensions import ExtensionPages
from filings.mailbox import pages
from filings.mailbox.queries import loadable
from filings.models import Cycle, ExtendedObligation, Extension, Filing, Mailbox, Obligation
from societies.admin import LookInline, SocietySearch
from societies.desk.history import HistoryPage


@admin.register(Filing)
class FilingAdmin(ReadOnlyAdmin):
    """Our own pages stand where Django's list and form would; its other addresses do not exist."""

    viewers = STAFF_ROLES

    def get_urls(self):
        pages = {
            "": ("changelist", queue.queue),
            "bulk/": ("bulk", bulk.bulk),
            "originals/": ("originals", bulk.originals),
            "books/": ("books", books.books),
            "books/make/": ("make_book", books.make),
            "books/<int:pk>/": ("book", books.download),
            "enter/": ("enter", entering.enter),
            "enter/begin/": ("enter_begin", entering.begin),
            "<int:pk>/change/": ("change", review.review),
            "<int:pk>/previous/": ("previous", review.previous),
            "<int:pk>/reveal/": ("reveal", review.reveal),
            "<int:pk>/versions/<int:number>/<slug:suffix>/": ("paper", downloads.paper),
            "<int:pk>/attachments/<int:file>/": ("attachment", downloads.attachment),
            "<int:pk>/source/": ("source", downloads.source),
            "<int:pk>/claim/": ("claim", moves.claim),
            "<int:pk>/release/": ("release", moves.release),
            "<int:pk>/force-release/": ("force_release", moves.force_release),
            "<int:pk>/return/": ("return", moves.return_filing),
            "<int:pk>/undo/": ("undo", moves.undo_return),
            "<int:pk>/correct/": ("correct", moves.correct),
            "<int:pk>/approve/": ("approve", moves.approve),
            "<int:pk>/refuse/": ("refuse", moves.refuse),
            "<int:pk>/original/": ("original", moves.receive_original),
            "<int:pk>/original/undo/": ("original_undo", moves.unreceive_original),
            "<int:pk>/comments/": ("comment", remarks.add),
            "<int:pk>/comments/<int:number>/answer/": ("comment_answer", remarks.answer),
            "<int:pk>/comments/<int:number>/resolve/": ("comment_resolve", remarks.resolve),
            "<int:pk>/comments/<int:number>/reopen/": ("comment_reopen", remarks.reopen),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"filings_filing_{name}")
            for route, (name, view) in pages.items()
        ]


@admin.register(Mailbox)
class MailboxAdmin(ReadOnlyAdmin):
    """Pages of our own, for who decides a kind that can be loaded."""

    def has_view_permission(self, request, obj=None):
        return bool(loadable(request.user))

    def get_urls(self):
        views = {
            "": ("changelist", pages.mailboxes),
            "<int:pk>/": ("change", pages.mailbox),
            "<int:pk>/confirm/": ("confirm", pages.confirm),
            "<int:pk>/go-on/": ("go_on", pages.go_on),
            "<int:pk>/report/": ("report", pages.download_report),
            "<int:pk>/files/<int:number>/": ("file", pages.file),
            "<int:pk>/files/<int:number>/answer/": ("answer", pages.answer),
            "<int:pk>/files/<int:number>/draft/": ("draft", pages.confirm_as_draft),
            "<int:pk>/files/<int:number>/set-aside/": ("set_aside", pages.set_aside),
            "<int:pk>/files/<int:number>/source/": ("source", pages.source),
        }
        return [
            path(route, self.admin_site.admin_view(view), name=f"filings_mailbox_{name}")
            for route, (name, view) in views.items()
        ]


@admin.register(Cycle)
class CycleAdmin(HistoryPage, CyclePages, ReadOnlyAdmin):
    viewers = STAFF_ROLES
    list_display = ["title", "year", "opens_on", "deadline", "goal_percent", "goal_date"]
    search_fields = ["title"]
    fields = [*CycleForm.Meta.fields, "contact_lines"]
    readonly_fields = ["contact_lines"]

    @admin.display(description="联系人")
    def contact_lines(self, cycle):
        lines = ((row["for"], row["name"], row["phone"]) for row in cycle.contacts)
        return format_html_join(mark_safe("<br>"), "{}：{} {}", lines) or "-"


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


class ExtendedInline(LookInline):
    """How an obligation's due date moved."""

    model = ExtendedObligation
    verbose_name_plural = "展期"
    fields = ["due_before", "due_after", "reason", "granted"]
    readonly_fields = ["reason", "granted"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("extension__by")

    @admin.display(description="原因")
    def reason(self, row):
        return row.extension.reason

    @admin.display(description="批准")
    def granted(self, row):
        return f"{row.extension.by}，{timezone.localtime(row.extension.at):%Y-%m-%d}"


@admin.register(Obligation)
class ObligationAdmin(SocietySearch, ReadOnlyAdmin):
    viewers = STAFF_ROLES
    inlines = [ExtendedInline]
    list_display = ["society", "cycle", "due", "first_submitted_at"]
    list_filter = ["cycle", FiledFilter]
    list_select_related = ["society", "cycle"]
    search_fields = ["society__slug__icontains"]
    search_help_text = "学会名称、简称、拼音首字母"
    ordering = ["due", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("society__names")

    def lookup_allowed(self, lookup, value, request):
        """An extension's page leads to the obligations that it moved."""
        by_extension = lookup == "extensions__extension"
        return by_extension or super().lookup_allowed(lookup, value, request)


@admin.register(Extension)
class ExtensionAdmin(ExtensionPages, ReadOnlyAdmin):
    """Granted by the committee, looked at by all staff; never changed."""

    viewers = STAFF_ROLES
    list_display = ["until", "cycle", "chosen_by", "societies", "reason", "by", "at"]
    list_filter = ["cycle"]
    list_select_related = ["cycle", "by"]
    search_fields = ["reason", "chosen_by"]
    fields = ["cycle", "until", "reason", "chosen_by", "moved", "granted_by", "at"]
    readonly_fields = ["moved", "granted_by"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(societies=Count("rows"))

    # In words: a link to an account leads only the administrator anywhere.
    @admin.display(description="批准人")
    def granted_by(self, extension):
        return str(extension.by)

    @admin.display(description="学会数", ordering="societies")
    def societies(self, extension):
        return extension.societies

    @admin.display(description="展期的学会")
    def moved(self, extension):
        url = reverse("admin:filings_obligation_changelist")
        address = f"{url}?extensions__extension={extension.pk}"
        return format_html('<a href="{}">{} 个学会</a>', address, extension.societies)
