"""The register of societies, their support units and the Party bodies above them. Names are dated:
all are renamed."""

import datetime as dt
import re

from django.conf import settings
from django.db import connection, models
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.functions import Lower, Upper
from django.db.models.lookups import Exact
from simple_history.models import HistoricalRecords

from accounts import clock
from societies.enums import BodyKind, Membership, OperatingState


def in_force(on: dt.date) -> Q:
    """Rows whose valid_from … valid_until (exclusive) contains the day `on`."""
    return Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))


class DatedName(models.Model):
    """A name from one day until the day before another."""

    name = models.CharField("名称", max_length=100, db_index=True)
    valid_from = models.DateField("启用日期", default=dt.date(1900, 1, 1))
    valid_until = models.DateField("停用日期", null=True, blank=True)
    history = HistoricalRecords(inherit=True, verbose_name="名称变更记录")

    class Meta:
        abstract = True
        ordering = ["valid_from"]

    def __str__(self):
        return self.name


def row_on(rows, on: dt.date):
    """Of dated names the one in force on a day; the first one before all of them began."""
    rows = sorted(rows, key=lambda row: row.valid_from)
    earlier = [row for row in rows if row.valid_from <= on]
    return earlier[-1] if earlier else next(iter(rows), None)


class Named(models.Model):
    """Something with dated names in the relation `names`. Lists prefetch it."""

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def name(self) -> str:
        """The name in force on the business date."""
        return self.name_on(clock.today())

    def name_on(self, on: dt.date) -> str:
        row = self.name_row(on)
        return row.name if row else ""

    def name_row(self, on: dt.date):
        return row_on(self.names.all(), on)


class SupportUnit(Named):
    """支撑单位: the institution that carries a society (article 3)."""

    contact = models.CharField("联系人", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    history = HistoricalRecords(verbose_name="支撑单位变更记录")

    class Meta:
        verbose_name = verbose_name_plural = "支撑单位"


class SupportUnitName(DatedName):
    unit = models.ForeignKey(
        SupportUnit, models.PROTECT, related_name="names", verbose_name="支撑单位"
    )

    class Meta(DatedName.Meta):
        verbose_name = verbose_name_plural = "支撑单位名称"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_until=None), name="supportunit_one_current_name"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_until=None),
                name="supportunit_name_taken_once",
                violation_error_message="名册里已有叫这个名称的支撑单位。",
            ),
        ]


class PartyBody(Named):
    """A Party body outside the societies: the committee, what leads it, a support unit's Party
    organization."""

    kind = models.CharField("类别", max_length=20, choices=BodyKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级党组织",
    )
    support_unit = models.ForeignKey(
        SupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="party_bodies",
        verbose_name="支撑单位",
    )
    history = HistoricalRecords(verbose_name="党组织变更记录")

    class Meta:
        verbose_name = verbose_name_plural = "上级党组织"


class PartyBodyName(DatedName):
    body = models.ForeignKey(PartyBody, models.PROTECT, related_name="names", verbose_name="党组织")

    class Meta(DatedName.Meta):
        verbose_name = verbose_name_plural = "上级党组织名称"
        constraints = [
            models.UniqueConstraint(
                fields=["body"], condition=Q(valid_until=None), name="partybody_one_current_name"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_until=None),
                name="partybody_name_taken_once",
                violation_error_message="名册里已有叫这个名称的党组织。",
            ),
        ]


_LATIN = re.compile("[A-Za-z]")


def is_latin(text: str) -> bool:
    return bool(_LATIN.search(text))


# Names with letters that have a case: few, and the only ones that can contain one.
CASED = ~Q(Exact(Upper("name"), Lower("name"))) | ~Q(
    Exact(Upper("short_name"), Lower("short_name"))
)


def _characters(*texts) -> Func:
    return Func(*texts, template="string_to_array(%(expressions)s, NULL)", arg_joiner=" || ")


def spelt_with(text) -> Func:
    """Names in which all characters of a text occur, by the index of migration 0005: of forty
    thousand names the database then reads those few to find the text in them. PostgreSQL only."""
    names = _characters("name", "short_name"), _characters(text)
    template = "(%(expressions)s)"
    return Func(*names, template=template, arg_joiner=" @> ", output_field=BooleanField())


class SocietyQuerySet(models.QuerySet):
    def members_on(self, on: dt.date):
        """Group members on a day that are not deregistered: the denominator of coverage (article
        4)."""
        return self.filter(
            Q(member_from__lte=on),
            Q(left_on=None) | Q(left_on__gt=on),
            Q(deregistered_on=None) | Q(deregistered_on__gt=on),
        )

    def for_user(self, user):
        """Those for which a secretary files today; every other role sees the whole register."""
        return self.of_filer(user) if user.role == "secretary" else self

    def of_filer(self, user):
        return self.filter(pk__in=filed_by(user))

    def search(self, text: str):
        """By any name it ever had, short name or pinyin initials."""
        text = text.strip()
        if not text:
            return self
        return self.called(Value(text), Value(text.lower()), is_latin=is_latin(text))

    def called(self, text, letters, *, is_latin: bool):
        """What `search` finds, by expressions of the text and of its lower case: SQL that is
        the same for all texts with Latin letters, and for all without."""
        # Chinese has no case, and the database is slow at folding it.
        lookup = "icontains" if is_latin else "contains"
        named = SocietyName.objects.filter(
            Q((f"name__{lookup}", text)) | Q((f"short_name__{lookup}", text))
        ).order_by()
        if is_latin:
            named = named.filter(CASED)
        elif connection.vendor == "postgresql":
            named = named.filter(spelt_with(text))
        lettered = Society.objects.filter(pinyin_initials__startswith=letters).order_by()
        # A union and not OR: then the database knows how few there are, and goes on by indexes.
        return self.filter(pk__in=named.values("society").union(lettered.values("pk")))


class Society(Named):
    """学会: a society in the association's register. Staff keep it; a filing only proposes changes
    to it."""

    slug = models.SlugField("网址代号", unique=True)
    discipline = models.CharField("学科", max_length=1)  # societies/codes/disciplines.csv
    place_code = models.CharField("所在地代码", max_length=10)  # jilin_regions.csv
    support_unit = models.ForeignKey(
        SupportUnit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="societies",
        verbose_name="支撑单位",
    )
    pinyin_initials = models.CharField("拼音首字母", max_length=60, db_index=True)
    membership = models.CharField("会员状态", max_length=10, choices=Membership)
    member_from = models.DateField("入会日期", null=True, blank=True)
    left_on = models.DateField("退会日期", null=True, blank=True)
    left_reason = models.CharField("退会原因", max_length=200, blank=True)
    operating_state = models.CharField(
        "运行情况", max_length=15, choices=OperatingState, default=OperatingState.ACTIVE
    )
    deregistered_on = models.DateField("注销日期", null=True, blank=True)
    charter_has_party_building = models.BooleanField("党建工作已写入章程（第6条）", default=False)
    no_org_reason_code = models.CharField("未建党组织原因类别", max_length=40, blank=True)
    no_org_reason = models.TextField("未建党组织原因", blank=True)
    no_org_reason_since = models.DateField("未建原因记录日期", null=True, blank=True)
    history = HistoricalRecords(verbose_name="学会变更记录")

    objects = SocietyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "学会"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="society_membership_agrees_with_dates",
                condition=(
                    Q(membership=Membership.APPLICANT, member_from=None, left_on=None)
                    | Q(membership=Membership.MEMBER, member_from__isnull=False, left_on=None)
                    | Q(
                        membership=Membership.LEFT, member_from__isnull=False, left_on__isnull=False
                    )
                ),
                violation_error_message="会员状态与入会、退会日期不一致。",
            ),
            models.CheckConstraint(
                name="society_left_after_joining",
                condition=Q(left_on=None) | Q(left_on__gte=F("member_from")),
                violation_error_message="退会日期不能早于入会日期。",
            ),
            models.CheckConstraint(
                name="society_deregistered_has_date",
                condition=Q(
                    operating_state=OperatingState.DEREGISTERED, deregistered_on__isnull=False
                )
                | (~Q(operating_state=OperatingState.DEREGISTERED) & Q(deregistered_on=None)),
                violation_error_message="已注销的学会须填写注销日期。",
            ),
        ]

    @property
    def short_name(self) -> str:
        row = self.name_row(clock.today())
        return row.short_name if row else ""


class SocietyName(DatedName):
    society = models.ForeignKey(Society, models.PROTECT, related_name="names", verbose_name="学会")
    short_name = models.CharField("简称", max_length=50, blank=True, db_index=True)

    class Meta(DatedName.Meta):
        verbose_name = verbose_name_plural = "学会名称"
        indexes = [models.Index(fields=["society"], condition=CASED, name="society_name_cased")]
        constraints = [
            models.UniqueConstraint(
                fields=["society"], condition=Q(valid_until=None), name="society_one_current_name"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(valid_until=None),
                name="society_name_taken_once",
                violation_error_message="名册里已有叫这个名称的学会。",
            ),
        ]


class CouncilTerm(models.Model):
    """届次 of a society's council; a functional group follows it (article 2)."""

    society = models.ForeignKey(
        Society, models.PROTECT, related_name="council_terms", verbose_name="学会"
    )
    number = models.PositiveSmallIntegerField("届次")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("届满日期")
    history = HistoricalRecords(verbose_name="届次变更记录")

    class Meta:
        verbose_name = verbose_name_plural = "理事会届次"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["society", "number"], name="councilterm_unique_number"),
            models.CheckConstraint(
                name="councilterm_dates_in_order",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="届满日期须晚于开始日期。",
            ),
        ]

    def __str__(self):
        return f"第{self.number}届"


class SocietyAccount(models.Model):
    """Who files for a society, and from when until when: accounts are handed over with their
    history."""

    society = models.ForeignKey(
        Society, models.PROTECT, related_name="accounts", verbose_name="学会"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="society_accounts",
        verbose_name="账号",
    )
    valid_from = models.DateField("开始日期", default=clock.today)
    valid_until = models.DateField("结束日期", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="停用人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "学会账号"
        constraints = [
            models.UniqueConstraint(
                fields=["society", "user"],
                condition=Q(valid_until=None),
                name="societyaccount_one_open",
            ),
        ]

    def __str__(self):
        return f"{self.user}·{self.society}"


class PendingImport(models.Model):
    """A workbook of the register that was uploaded and not entered yet: one for each person who
    keeps the register, gone when it is entered."""

    by = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="上传人"
    )
    filename = models.CharField("文件名", max_length=120)
    data = models.BinaryField("内容")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "待导入的工作簿"

    def __str__(self):
        return self.filename


def filed_by(user):
    """Primary keys (a queryset) of the societies for which `user` files now; an ended account
    counts no more."""
    return SocietyAccount.objects.filter(user=user, valid_until=None).values("society")
