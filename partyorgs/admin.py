"""The ledger's organizations and counts, and the committee's liaison officers, in the admin."""

from django.contrib import admin, messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html

from accounts import clock
from accounts.admin_forms import carried_out, form_page, require_role
from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import STAFF_ROLES, Role
from accounts.masked_admin import MaskedAdmin
from accounts.masking import mask_phone
from partyorgs.actions import assign_liaison_officer, end_liaison
from partyorgs.desk import assign_many
from partyorgs.forms import AssignForm, EndForm
from partyorgs.models import (
    FIGURES,
    LiaisonAssignment,
    OrganizationMember,
    PartyOrganization,
    SocietyFigures,
)
from partyorgs.queries import advised_for, with_members
from partyorgs.rules import liaison_outlived
from societies.admin import InForceFilter, LookInline, SocietySearch
from societies.models import in_force

LIST = "admin:partyorgs_liaisonassignment_changelist"


class OrganizationMemberInline(LookInline):
    model = OrganizationMember
    fields = ["society", "outside_unit", "valid_from", "valid_until"]


@admin.register(PartyOrganization)
class PartyOrganizationAdmin(SocietySearch, ReadOnlyAdmin):
    society_path = "members__society__in"
    viewers = STAFF_ROLES
    list_display = ["owner", "kind", "level", "established_text", "superior_text", "valid_until"]
    list_filter = ["kind", "level", InForceFilter]
    list_select_related = ["owner"]
    search_fields = ["name__icontains", "superior_text__icontains"]
    search_help_text = "学会名称、简称、拼音首字母，或上级党组织"
    inlines = [OrganizationMemberInline]
    fields = [
        "owner",
        "kind",
        "level",
        "established_text",
        "established_on",
        "superior_body",
        "superior_text",
        "approval_document",
        "approval_date",
        "council_resolution",
        "leader",
        "work_funds",
        "venue_area",
        "valid_from",
        "valid_until",
        "end_reason",
        "source",
    ]

    def get_search_results(self, request, queryset, search_term):
        # A joint branch has several members.
        return super().get_search_results(request, queryset, search_term)[0], True

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("owner__names")


@admin.register(SocietyFigures)
class SocietyFiguresAdmin(SocietySearch, ReadOnlyAdmin):
    viewers = STAFF_ROLES
    list_display = ["society", *FIGURES, "valid_from"]
    list_filter = [InForceFilter]
    list_select_related = ["society"]
    search_fields = ["society__slug__icontains"]
    search_help_text = "学会名称、简称、拼音首字母"
    ordering = ["-valid_from", "pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("society__names")


class OutlivedFilter(admin.SimpleListFilter):
    """Assignments in force whose society has members by now (article 3: 直至条件成熟时)."""

    title = "条件是否成熟"
    parameter_name = "outlived"

    def lookups(self, request, model_admin):
        return [("yes", "秘书处已有党员")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(in_force(clock.today()), secretariat_members__gt=0)
        return queryset


@admin.register(LiaisonAssignment)
class LiaisonAssignmentAdmin(SocietySearch, MaskedAdmin):
    """Looked at by all staff; assigned and ended by the committee (article 3)."""

    viewers = STAFF_ROLES
    masked = {"officer_phone": mask_phone}
    list_display = ["society", "officer", "officer_phone", "valid_from", "ended", "outlived"]
    list_filter = [InForceFilter, OutlivedFilter]
    list_select_related = ["society"]
    search_fields = ["officer_name__icontains", "officer_unit__icontains"]
    search_help_text = "学会名称、简称、拼音首字母，或联络员、单位"

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related("society__names")
        return with_members(rows, "society")

    @admin.display(description="联络员", ordering="officer_name")
    def officer(self, assignment):
        return format_html("{}<br>{}", assignment.officer_name, assignment.officer_unit)

    @admin.display(description="结束", ordering="valid_until")
    def ended(self, assignment):
        if assignment.valid_until is None:
            return ""
        return format_html("{}<br>{}", assignment.valid_until, assignment.end_reason)

    @admin.display(description="提示")
    def outlived(self, assignment):
        return "" if assignment.valid_until else liaison_outlived(advised_for(assignment))

    def get_list_display(self, request):
        mine = request.user.role == Role.COMMITTEE
        return [*self.list_display, "end_link"] if mine else self.list_display

    @admin.display(description="办理")
    def end_link(self, assignment):
        if assignment.valid_until:
            return "已结束"
        url = reverse("admin:partyorgs_liaisonassignment_end", args=[assignment.pk])
        return format_html('<a href="{}">结束选派</a>', url)

    pages = {"assign/": "assign", "assign-many/": "assign_many", "<int:pk>/end/": "end"}

    def list_tools(self, request):
        may = request.user.role == Role.COMMITTEE
        if not may:
            return []
        return [("选派联络员", self.url("assign")), ("批量选派", self.url("assign_many"))]

    def assign(self, request):
        """Send an officer; `?society=` fills in the name, for links from lists of societies."""
        require_role(request, Role.COMMITTEE)
        form = AssignForm(request.POST or None, initial={"society": request.GET.get("society", "")})

        def act(**fields):
            assign_liaison_officer(**fields, by=request.user, request=request)

        if carried_out(request, form, act):
            messages.success(request, f"已向{form.cleaned_data['society']}选派党建联络员。")
            return redirect(LIST)
        return form_page(self, request, form, title="选派党建联络员", submit="选派")

    def assign_many(self, request):
        """One officer for societies that nothing covers, chosen from their list."""
        require_role(request, Role.COMMITTEE)
        return assign_many(request, self)

    def end(self, request, pk):
        require_role(request, Role.COMMITTEE)
        assignment = get_object_or_404(LiaisonAssignment, pk=pk, valid_until=None)
        form = EndForm(request.POST or None)

        def act(**fields):
            end_liaison(pk, **fields, by=request.user, request=request)

        if carried_out(request, form, act):
            messages.success(request, f"{assignment.society}的党建联络员选派已结束。")
            return redirect(LIST)
        intro = f"{assignment.society}：{assignment.officer_name}，{assignment.officer_unit}。"
        return form_page(self, request, form, title="结束选派", submit="结束选派", intro=intro)
