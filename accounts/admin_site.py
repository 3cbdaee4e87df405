"""The admin site: entered by role, signed in through the one sign-in page."""

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils.functional import cached_property


class StaffSite(admin.AdminSite):
    site_header = site_title = settings.PRODUCT_NAME
    index_title = "后台"
    enable_nav_sidebar = False

    def has_permission(self, request):
        user = request.user
        return user.is_active and user.is_authenticated and user.works_in_admin

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.get_full_path())


class List(ChangeList):
    """Writes the addresses of its rows from one: Django resolves each anew to find out whether the
    filters of the list belong into it, a fifth of the work on a list that was searched."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kept, self.preserved_filters = self.preserved_filters, ""

    @cached_property
    def _address(self) -> str:
        address = self.model_admin.url("change", 0)
        return f"{address}?{self.kept}" if self.kept else address

    def url_for_result(self, result):
        return self._address.replace("/0/", f"/{result.pk}/", 1)


class RoleAdmin(admin.ModelAdmin):
    """A model admin whose doors are roles, not permission rows. Closed unless a subclass names who
    may enter."""

    viewers: frozenset = frozenset()
    editors: frozenset = frozenset()
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    # Pages of ours: route → the method that serves it, and gives its address the last word.
    pages: dict[str, str] = {}

    def get_urls(self):
        own = [
            path(route, self.admin_site.admin_view(getattr(self, name)), name=self.url_name(name))
            for route, name in self.pages.items()
        ]
        return own + super().get_urls()

    def url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def url(self, page: str, *args) -> str:
        """The address of a page of this admin: a key of Django's ('changelist'), or of ours."""
        return reverse(f"admin:{self.url_name(page)}", args=args)

    def list_tools(self, request) -> list[tuple[str, str]]:
        """What may be done from the list, as (label, address)."""
        return []

    def object_tools(self, request, obj) -> list[tuple[str, str]]:
        """What may be done with an object, as (label, address)."""
        return []

    def get_changelist(self, request, **kwargs):
        return List

    def changelist_view(self, request, extra_context=None):
        # Django's own title asks to choose something to change.
        context = {"title": self.opts.verbose_name_plural, "tools": self.list_tools(request)}
        return super().changelist_view(request, context | (extra_context or {}))

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["tools"] = self.object_tools(request, obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.role in self.viewers | self.editors

    def has_add_permission(self, request):
        return request.user.role in self.editors

    def has_change_permission(self, request, obj=None):
        return request.user.role in self.editors

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(RoleAdmin):
    """Rows that change only through actions: looked at, never typed over."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
