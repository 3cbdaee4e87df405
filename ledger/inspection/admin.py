"""What the inspection of a cycle asks, in the admin: kept by the administrator, read by staff."""

from functools import partial

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format

from accounts.admin_forms import act_page, require_role
from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import STAFF_ROLES
from ledger.inspection.forms import RulesForm
from ledger.inspection.models import CountedIndicator, Inspection, PenaltyTerm
from ledger.inspection.proposing import KEEPERS, change_rules
from societies import codes
from societies.admin import LookInline


class IndicatorInline(LookInline):
    model = CountedIndicator
    fields = ["indicator", "leads_to"]


class PenaltyInline(LookInline):
    model = PenaltyTerm
    fields = ["label", "lasts"]
    readonly_fields = ["label", "lasts"]

    @admin.display(description="处理")
    def label(self, term):
        return term.label

    @admin.display(description="到（含当日）")
    def lasts(self, term):
        if term.until:
            return date_format(term.until)
        return "解除为止" if codes.penalties()[term.code].blocks else "一次作出"


@admin.register(Inspection)
class InspectionAdmin(ReadOnlyAdmin):
    """Made by the first evaluation (manage.py inspect_cycle), with the directive's own rules."""

    viewers = STAFF_ROLES
    pages = {"<int:pk>/edit/": "edit"}
    list_display = ["__str__", "cycle", "answer_days"]
    list_select_related = ["cycle"]
    fields = ["cycle", "answer_days"]
    inlines = [IndicatorInline, PenaltyInline]

    def object_tools(self, request, obj):
        return [("修改", self.url("edit", obj.pk))] if request.user.role in KEEPERS else []

    def edit(self, request, pk):
        require_role(request, *KEEPERS)
        inspection = get_object_or_404(Inspection.objects.select_related("cycle"), pk=pk)
        page = self.url("change", pk)
        return act_page(
            self,
            request,
            RulesForm(request.POST or None, inspection=inspection),
            partial(change_rules, inspection),
            done="已保存。已告知、已签发的不变；再次检查时按新的规则建议。",
            back=page,
            title="年检规则",
            submit="保存",
            crumbs=[(str(inspection), page)],
        )
