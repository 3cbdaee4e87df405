"""People who sign in, how they were invited, what they were told, and the record of what they
did."""

from datetime import timedelta

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.enums import STAFF_ROLES, AuditAction, NotificationKind, Role


class User(AbstractUser):
    """Somebody who signs in. Accounts are invited, never shared, and switched off rather than
    deleted."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=50)
    role = models.CharField("角色", max_length=20, choices=Role)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    notice_accepted_at = models.DateTimeField("同意个人信息使用说明", null=True, blank=True)
    # Values of NotificationKind. All others are sent where the account has an address.
    not_by_email = models.JSONField("不发邮件的通知", default=list, blank=True)

    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        indexes = [models.Index(fields=["role", "name"], name="user_role")]

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def works_in_admin(self) -> bool:
        return self.role in STAFF_ROLES


class InvitationQuerySet(models.QuerySet):
    def usable(self):
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A one-time link by which an invited person sets the password. Only the hash of the token is
    kept."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="invitations", verbose_name="受邀账号"
    )
    token_hash = models.CharField("令牌摘要", max_length=64, unique=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name="邀请人"
    )
    created_at = models.DateTimeField("邀请时间", default=timezone.now)
    expires_at = models.DateTimeField("有效期至")
    accepted_at = models.DateTimeField("启用时间", null=True, blank=True)
    revoked_at = models.DateTimeField("撤销时间", null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "邀请"

    def __str__(self):
        return f"{self.user}（{timezone.localtime(self.created_at):%Y-%m-%d}）"


class AuditRecord(models.Model):
    """Who did what, when, from where. Append-only: the database refuses changes (migration
    0002)."""

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="账号"
    )
    username = models.CharField("用户名", max_length=150, blank=True)
    action = models.CharField("行为", max_length=30, choices=AuditAction)
    target = models.CharField("对象", max_length=200, blank=True)
    detail = models.JSONField("详情", default=dict, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "操作记录"
        ordering = ["-id"]

    def __str__(self):
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M:%S} {self.get_action_display()}"


EMAIL_DAYS = 3


class ApiToken(models.Model):
    """接口令牌: another system of the association that asks for the standing of societies. Only the
    hash is kept; switched off rather than deleted (accounts.tokens)."""

    name = models.CharField("名称", max_length=60)
    token_hash = models.CharField("令牌摘要", max_length=64, unique=True)
    created_at = models.DateTimeField("签发时间", default=timezone.now)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("停用时间", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="停用人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(revoked_at=None),
                name="apitoken_name_once",
                violation_error_message="已有同名的接口令牌。",
            ),
            models.CheckConstraint(
                name="apitoken_revoked_says_who",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name


class NotificationQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def to_email(self, now):
        """What still has to go out by e-mail: it is tried for some days."""
        since = now - timedelta(days=EMAIL_DAYS)
        return self.filter(by_email=True, emailed_at=None, at__gte=since)


class Notification(models.Model):
    """通知: something that a person is told, with the page where it is. The room that knows what
    happened gives words and link; `key` names what happened, so that it is told once."""

    recipient = models.ForeignKey(
        User, models.PROTECT, related_name="notifications", verbose_name="收件人"
    )
    kind = models.CharField("种类", max_length=20, choices=NotificationKind)
    key = models.CharField("事由", max_length=60)
    topic = models.CharField("所属", max_length=60, blank=True)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    link = models.CharField("网址", max_length=300)  # a path of this site
    at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    by_email = models.BooleanField("发邮件", default=False)
    emailed_at = models.DateTimeField("邮件发出时间", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "key"], name="notification_once"),
        ]
        indexes = [
            models.Index(
                fields=["recipient"], condition=Q(read_at=None), name="notification_unread"
            ),
            models.Index(
                fields=["id"],
                condition=Q(by_email=True, emailed_at=None),
                name="notification_to_email",
            ),
        ]

    def __str__(self):
        return self.title
