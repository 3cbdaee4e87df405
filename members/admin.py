"""The ledger's people and posts in the admin: looked at, masked, changed only by approval."""

from django.contrib import admin

from accounts.admin_site import ReadOnlyAdmin
from accounts.enums import STAFF_ROLES
from accounts.masked_admin import MaskedAdmin
from accounts.masking import mask_email, mask_phone
from filings.fields.places import full_name
from members.models import Person, Post
from societies import codes
from societies.admin import InForceFilter, SocietySearch, society, with_society_name
from societies.queries import FEW, with_keys


def coded(name: str, label: str, table):
    """A column that shows a coded field in words."""

    @admin.display(description=label, ordering=name)
    def column(obj):
        return table().name(getattr(obj, name)) if getattr(obj, name) else ""

    column.__name__ = f"{name}_in_words"
    return column


def month(name: str, label: str):
    """A column that shows a date kept to the month."""

    @admin.display(description=label, ordering=name)
    def column(obj):
        day = getattr(obj, name)
        return f"{day:%Y-%m}" if day else ""

    column.__name__ = f"{name}_month"
    return column


SEX = coded("sex", "性别", codes.sexes)
ETHNIC_GROUP = coded("ethnic_group", "民族", codes.ethnic_groups)
POLITICAL_STATUS = coded("political_status", "政治面貌", codes.political_statuses)
EDUCATION = coded("education", "学历", codes.educations)
DEGREE = coded("degree", "学位", codes.degrees)
TITLE = coded("technical_title", "技术职称", codes.technical_titles)
BIRTH = month("birth_month", "出生月份")
JOINED = month("joined_party_on", "入党月份")


class NameSearch(SocietySearch):
    """Mixin of a model admin: finds people by the beginning of a name or by society; where that
    finds nobody, by any part of a name: '建国' for 王建国."""

    name_path = "name"

    def get_search_results(self, request, queryset, search_term):
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if found.query.is_empty():
            part = {f"{self.name_path}__contains": search_term.strip()}
            keys = self.model.objects.order_by().filter(**part).values_list("pk", flat=True)
            # The database reads all people for it: once, and no further than a list goes.
            found = with_keys(queryset, list(keys[:FEW]))
        return found, may_repeat


@admin.register(Person)
class PersonAdmin(NameSearch, MaskedAdmin):
    viewers = STAFF_ROLES
    masked = {"mobile": mask_phone, "phone": mask_phone, "email": mask_email}
    list_display = ["name", society, SEX, "party_status", EDUCATION, "work_unit", "mobile"]
    list_filter = ["party_status", InForceFilter]
    list_per_page = 20  # somebody is looked for here, not gone through
    search_fields = ["name__startswith"]  # found by the index
    search_help_text = "姓名（或姓名的一部分），或学会名称、简称、拼音首字母"
    readonly_fields = [
        "native_place_in_words",
        *(SEX, ETHNIC_GROUP, POLITICAL_STATUS, EDUCATION, DEGREE, TITLE, BIRTH, JOINED),
    ]
    fields = [
        "society",
        "name",
        SEX,
        BIRTH,
        "declared_age",
        ETHNIC_GROUP,
        "native_place_in_words",
        "party_status",
        POLITICAL_STATUS,
        JOINED,
        EDUCATION,
        DEGREE,
        TITLE,
        "work_unit",
        "work_post",
        "mobile",
        "phone",
        "email",
        "personnel_file_unit",
        "party_relation_unit",
        "valid_from",
        "valid_until",
        "left_reason",
        "source",
    ]

    @admin.display(description="籍贯")
    def native_place_in_words(self, person):
        return full_name(person.native_place)

    def get_queryset(self, request):
        return with_society_name(super().get_queryset(request))


@admin.register(Post)
class PostAdmin(NameSearch, ReadOnlyAdmin):
    name_path = "person__name"
    society_path = "person__society__in"
    viewers = STAFF_ROLES
    list_display = ["person", "society", "kind", "title", "employment", "appointed_on"]
    list_filter = ["kind", "employment", InForceFilter]
    list_select_related = ["person__society"]
    search_fields = ["person__name__startswith"]
    search_help_text = PersonAdmin.search_help_text
    fields = [
        "person",
        "kind",
        "title",
        "employment",
        "appointed_on",
        "valid_from",
        "valid_until",
        "source",
    ]

    @admin.display(description="学会")
    def society(self, post):
        return post.person.society

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("person__society__names")
