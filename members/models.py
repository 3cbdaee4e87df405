"""People whom societies declared, and the posts they hold: the ledger of Tables 2 and 3."""

from django.db import models
from django.db.models import Q

from filings.models import Version
from members.enums import Employment, PartyStatus, PostKind
from societies.models import Society, in_force


class PersonQuerySet(models.QuerySet):
    def current(self, on):
        return self.filter(in_force(on))

    def party_members(self):
        return self.exclude(party_status=PartyStatus.NONE)


class Person(models.Model):
    """人员: one row per society and person across years. People leave, with date and reason; never
    deleted.

    `key` is the row key of the filing in which the person first stood. Codes are those of
    societies/codes.
    """

    society = models.ForeignKey(Society, models.PROTECT, related_name="people", verbose_name="学会")
    key = models.CharField("标识", max_length=20)
    name = models.CharField("姓名", max_length=50, db_index=True)
    sex = models.CharField("性别", max_length=1, blank=True)
    birth_month = models.DateField("出生月份", null=True, blank=True)  # first day of the month
    declared_age = models.PositiveSmallIntegerField("申报年龄", null=True, blank=True)
    ethnic_group = models.CharField("民族", max_length=2, blank=True)
    native_place = models.CharField("籍贯", max_length=10, blank=True)
    party_status = models.CharField("党员类别", max_length=12, choices=PartyStatus)
    political_status = models.CharField("政治面貌", max_length=2, blank=True)
    joined_party_on = models.DateField("入党月份", null=True, blank=True)  # first day of the month
    education = models.CharField("学历", max_length=4, blank=True)
    degree = models.CharField("学位", max_length=4, blank=True)
    technical_title = models.CharField("技术职称", max_length=6, blank=True)
    work_unit = models.CharField("工作单位", max_length=100, blank=True)
    work_post = models.CharField("职务", max_length=100, blank=True)
    mobile = models.CharField("手机号码", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    email = models.CharField("电子邮箱", max_length=200, blank=True)
    personnel_file_unit = models.CharField("人事档案所在单位", max_length=100, blank=True)
    party_relation_unit = models.CharField("党组织关系所在单位", max_length=100, blank=True)
    valid_from = models.DateField("记入日期")
    valid_until = models.DateField("离开日期", null=True, blank=True)
    left_reason = models.CharField("离开原因", max_length=200, blank=True)
    source = models.ForeignKey(
        Version, models.PROTECT, related_name="people", verbose_name="来源版本"
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["society", "key"], name="person_key_once"),
            models.CheckConstraint(
                name="person_left_with_reason",
                condition=Q(valid_until=None, left_reason="")
                | (Q(valid_until__isnull=False) & ~Q(left_reason="")),
                violation_error_message="人员离开须写明日期和原因。",
            ),
        ]

    def __str__(self):
        return self.name


class Post(models.Model):
    """任职: a person's post in a society, from one row of one approved filing."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="人员")
    kind = models.CharField("类别", max_length=16, choices=PostKind)
    row_key = models.CharField("行标识", max_length=20)
    title = models.CharField("职务", max_length=100, blank=True)
    employment = models.CharField("专职或兼职", max_length=10, choices=Employment, blank=True)
    appointed_on = models.CharField("任职时间", max_length=20, blank=True)  # as precise as typed
    valid_from = models.DateField("记入日期")
    valid_until = models.DateField("结束日期", null=True, blank=True)
    source = models.ForeignKey(
        Version, models.PROTECT, related_name="posts", verbose_name="来源版本"
    )

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "row_key"], name="post_row_once"),
        ]
        indexes = [
            # One post in fifteen. The inspection reads them by blocks of societies, and read all
            # posts for each block.
            models.Index(
                fields=["person"], condition=Q(kind=PostKind.SECRETARIAT), name="post_secretariat"
            ),
            # Tells from the index alone who sits on a council on a day.
            models.Index(
                fields=["person", "valid_from", "valid_until"],
                condition=Q(kind=PostKind.COUNCIL),
                name="post_council",
            ),
        ]

    def __str__(self):
        return f"{self.person}·{self.title or self.get_kind_display()}"
