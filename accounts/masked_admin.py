"""Lists of people in the admin: personal data masked, shown by a POST that is recorded."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions import audit
from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import AuditAction


class MaskedAdmin(ReadOnlyAdmin):
    """`masked` maps field names to the functions that hide them.

    The instances themselves are masked before a page is made of them, so that no column forgets to;
    they are never saved.
    """

    masked: dict = {}
    change_form_template = "admin/masked_change_form.html"

    def get_urls(self):
        opts = self.opts
        view = self.admin_site.admin_view(require_POST(never_cache(self.reveal)))
        name = f"{opts.app_label}_{opts.model_name}_reveal"
        return [path("<int:pk>/reveal/", view, name=name), *super().get_urls()]

    def mask(self, obj):
        for name, hide in self.masked.items():
            setattr(obj, name, hide(getattr(obj, name)))
        return obj

    def get_object(self, request, object_id, from_field=None):
        obj = super().get_object(request, object_id, from_field)
        return obj and self.mask(obj)

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        for obj in changelist.result_list:
            self.mask(obj)
        return changelist

    def reveal(self, request, pk):
        """Everything masked of one object, once; who looked at whom is recorded."""
        obj = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        target = f"{self.opts.verbose_name} {obj.pk}"
        audit(AuditAction.REVEAL, request=request, target=target)
        rows = [
            (self.opts.get_field(name).verbose_name, getattr(obj, name)) for name in self.masked
        ]
        context = {**self.admin_site.each_context(request), "title": str(obj), "rows": rows}
        context.update(opts=self.opts, original=obj)
        return TemplateResponse(request, "admin/reveal.html", context)
