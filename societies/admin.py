"""The register in the admin: looked at by all staff, kept by the administrator."""

from functools import reduce
from operator import or_

from django.contrib import admin
from django.db.models import Count, OuterRef, Q
from django.utils.text import smart_split, unescape_string_literal

from accounts import clock
from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import STAFF_ROLES
from accounts.masked_admin import MaskedAdmin
from accounts.masking import mask_phone
from societies import actions, codes
from societies.desk.history import HistoryPage
from societies.desk.lists import ListPages
from societies.desk.pages import KeptPages, SocietyPages
from societies.forms import (
    NewPartyBodyForm,
    NewSocietyForm,
    NewSupportUnitForm,
    PartyBodyForm,
    RenameSocietyForm,
    SocietyForm,
    SupportUnitForm,
)
from societies.models import (
    CouncilTerm,
    PartyBody,
    PartyBodyName,
    Society,
    SocietyAccount,
    SocietyName,
    SupportUnit,
    SupportUnitName,
    in_force,
)
from societies.queries import name_on, searched


class InForceFilter(admin.SimpleListFilter):
    """Rows with valid_from … valid_until, by whether they are in force on the business date."""

    title = "是否有效"
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("yes", "现在有效"), ("no", "已结束")]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.filter(in_force(clock.today()))
        if self.value() == "no":
            return queryset.exclude(in_force(clock.today()))
        return queryset


def _words(text: str) -> list[str]:
    """What is between spaces or in quotes, as Django's own search reads it."""
    return [
        unescape_string_literal(word) if word[0] in "\"'" and word[0] == word[-1] else word
        for word in smart_split(text)
    ]


class SocietySearch:
    """Mixin of a model admin: the search box finds by all its words in `search_fields` (each with
    its lookup), or by the society's names and initials."""

    society_path = "society__in"

    def get_search_results(self, request, queryset, search_term):
        text = search_term.strip()
        if not text:
            return queryset, False
        return searched(queryset, self._ways, text, *_words(text)), False

    def _ways(self, societies, *words):
        fields = self.search_fields
        with_words = [reduce(or_, (Q((field, word)) for field in fields)) for word in words]
        return Q(*with_words), Q((self.society_path, societies))


def with_society_name(rows):
    """Rows of a list with the name that their society has today as `society_name`."""
    names = SocietyName.objects.filter(society=OuterRef("society"))
    return rows.annotate(society_name=name_on(names, clock.today()))


@admin.display(description="学会", ordering="society")
def society(obj):
    """A column: the name alone, not the whole society."""
    return obj.society_name


class LookInline(admin.TabularInline):
    """Rows of another table, to be looked at."""

    template = "admin/look_inline.html"
    extra = 0
    can_delete = False

    def has_view_permission(self, request, obj=None):
        return request.user.role in STAFF_ROLES

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class SocietyNameInline(LookInline):
    model = SocietyName
    fields = ["name", "short_name", "valid_from", "valid_until"]


class SupportUnitNameInline(LookInline):
    model = SupportUnitName
    fields = ["name", "valid_from", "valid_until"]


class PartyBodyNameInline(LookInline):
    model = PartyBodyName
    fields = ["name", "valid_from", "valid_until"]


class CouncilTermInline(LookInline):
    model = CouncilTerm
    fields = ["number", "starts_on", "ends_on"]


class SocietyAccountInline(LookInline):
    model = SocietyAccount
    fields = readonly_fields = ["account", "valid_from", "valid_until", "ended"]

    # In words: a link to an account leads only the administrator anywhere.
    @admin.display(description="账号")
    def account(self, held):
        return str(held.user)

    @admin.display(description="停用人")
    def ended(self, held):
        return str(held.ended_by or "")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user", "ended_by")


class CodedFilter(admin.SimpleListFilter):
    """A filter by the codes of a code table."""

    def queryset(self, request, queryset):
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class DisciplineFilter(CodedFilter):
    title, parameter_name = "学科", "discipline"

    def lookups(self, request, model_admin):
        return codes.disciplines().choices()


@admin.register(Society)
class SocietyAdmin(HistoryPage, ListPages, SocietyPages, SocietySearch, ReadOnlyAdmin):
    pages = SocietyPages.pages | ListPages.pages
    society_path = "pk__in"
    viewers = STAFF_ROLES
    histories = ("names", "council_terms")
    new_form, edit_form, rename_form = NewSocietyForm, SocietyForm, RenameSocietyForm
    add = staticmethod(actions.add_society)
    list_display = ["name", "short_name", "discipline_name", "place", "support_unit", "membership"]
    list_filter = ["membership", "operating_state", DisciplineFilter]
    list_select_related = ["support_unit"]
    search_fields = ["slug__icontains"]
    search_help_text = "名称、旧名、简称、拼音首字母"
    inlines = [SocietyNameInline, CouncilTermInline, SocietyAccountInline]
    # Codes are read in words.
    fields = [
        "slug",
        "discipline_name",
        "place",
        "support_unit",
        "operating_state",
        "deregistered_on",
        "charter_has_party_building",
        "membership",
        "member_from",
        "left_on",
        "left_reason",
        "no_org_reason_code",
        "no_org_reason",
        "no_org_reason_since",
    ]

    @admin.display(description="学会")
    def name(self, society):
        return society.name

    @admin.display(description="简称")
    def short_name(self, society):
        return society.short_name

    @admin.display(description="学科", ordering="discipline")
    def discipline_name(self, society):
        return codes.disciplines().name(society.discipline)

    @admin.display(description="所在地", ordering="place_code")
    def place(self, society):
        return codes.region_name(society.place_code)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names", "support_unit__names")


@admin.register(SupportUnit)
class SupportUnitAdmin(HistoryPage, KeptPages, MaskedAdmin):
    viewers = STAFF_ROLES
    masked = {"phone": mask_phone}
    histories = ("names",)
    new_form, edit_form = NewSupportUnitForm, SupportUnitForm
    add = staticmethod(actions.add_support_unit)
    list_display = ["name", "contact", "societies_count"]
    search_fields = ["names__name"]
    fields = ["contact", "phone"]
    inlines = [SupportUnitNameInline]

    @admin.display(description="支撑单位")
    def name(self, unit):
        return unit.name or f"支撑单位 {unit.pk}"

    @admin.display(description="学会数", ordering="societies_count")
    def societies_count(self, unit):
        return unit.societies_count

    def get_queryset(self, request):
        units = super().get_queryset(request).prefetch_related("names")
        return units.annotate(societies_count=Count("societies"))


@admin.register(PartyBody)
class PartyBodyAdmin(HistoryPage, KeptPages, ReadOnlyAdmin):
    viewers = STAFF_ROLES
    histories = ("names",)
    new_form, edit_form = NewPartyBodyForm, PartyBodyForm
    add = staticmethod(actions.add_party_body)
    list_display = ["name", "kind", "parent", "support_unit"]
    list_filter = ["kind"]
    list_select_related = ["parent", "support_unit"]
    search_fields = ["names__name"]
    fields = ["kind", "parent", "support_unit"]
    inlines = [PartyBodyNameInline]

    @admin.display(description="党组织")
    def name(self, body):
        return body.name

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .prefetch_related("names", "parent__names", "support_unit__names")
        )
