"""The admin site: entered by role, signed in through the one sign-in page."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import pagination, result_headers
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.utils import display_for_field, display_for_value
from django.contrib.admin.views.main import ChangeList
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.forms import Media
from django.urls import path, reverse
from django.utils.functional import cached_property


class StaffSite(admin.AdminSite):
    site_header = site_title = settings.PRODUCT_NAME
    index_title = "后台"
    enable_nav_sidebar = False

    def has_permission(self, request):
        user = request.user
        return user.is_active and user.is_authenticated and user.works_in_admin

    def each_context(self, request):
        """Django's, without the list of what the admin keeps: only its sidebar shows that."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "log_entries": self.get_log_entries(request),
        }

    def login(self, request, extra_context=None):
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or request.get_full_path())


class Row(NamedTuple):
    """A row of a list: its address, and its cells as (style, content)."""

    pk: int
    url: str
    first: tuple
    others: list[tuple]


class Column(NamedTuple):
    """A column of a list: its style, and what a row shows in it, as Django's admin would."""

    css: str
    shown: Callable[[models.Model], object]


def _column(name, opened: admin.ModelAdmin) -> Column:
    """`name` as in `list_display`: a field, a method of the admin or the model, a function."""
    if callable(name):
        return _asked(name.__name__, name, opened)
    try:
        field = opened.opts.get_field(name)
    except FieldDoesNotExist:
        method = getattr(opened, name, None) if name != "__str__" else None
        return _asked(name, method or getattr(opened.model, name), opened)
    return _kept(field, opened.get_empty_value_display())


def _asked(name, method, opened) -> Column:
    empty = opened.get_empty_value_display()
    is_boolean = getattr(method, "boolean", False)
    css = "action-checkbox" if name == "action_checkbox" else f"field-{name}"
    return Column(css, lambda obj: display_for_value(method(obj), empty, is_boolean))


def _kept(field, empty) -> Column:
    """What a field holds; a choice in words."""
    name = field.name
    css = f"field-{name}"
    if isinstance(field, (models.DateField, models.TimeField, models.ForeignKey)):
        css += " nowrap"
    if isinstance(field, models.ForeignKey):
        return Column(css, lambda obj: empty if getattr(obj, name) is None else getattr(obj, name))
    if words := dict(field.flatchoices):
        return Column(css, lambda obj: words.get(getattr(obj, name), empty))
    if isinstance(field, models.CharField):
        return Column(css, lambda obj: getattr(obj, name) or empty)
    return Column(css, lambda obj: display_for_field(getattr(obj, name), field, empty))


class Pages(Paginator):
    """Pages of rows whose number may be known before they are counted, as `known_count`."""

    @cached_property
    def count(self):
        known = getattr(self.object_list, "known_count", None)
        return super().count if known is None else known


class List(ChangeList):
    """Writes its rows and its foot by templates of Jinja (admin/results.jinja): Django asks anew
    for each cell how it is shown, and resolves the address of each row to find out whether the
    filters of the list belong into it."""

    @property
    def headers(self) -> list[dict]:
        return list(result_headers(self))

    @property
    def foot(self) -> dict:
        return pagination(self)

    def rows(self) -> Iterator[Row]:
        columns = [_column(name, self.model_admin) for name in self.list_display]
        filters = {"preserved_filters": self.preserved_filters, "opts": self.opts}
        address = add_preserved_filters(filters, self.model_admin.url("change", 0))
        for obj in self.result_list:
            first, *others = [(css, shown(obj)) for css, shown in columns]
            yield Row(obj.pk, address.replace("/0/", f"/{obj.pk}/", 1), first, others)


class RoleAdmin(admin.ModelAdmin):
    """A model admin whose doors are roles, not permission rows. Closed unless a subclass names who
    may enter."""

    viewers: frozenset = frozenset()
    editors: frozenset = frozenset()
    list_per_page = 50
    paginator = Pages
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
        context["media"] = Media()  # its scripts are for actions and forms, which no list has
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
