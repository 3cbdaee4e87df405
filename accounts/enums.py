"""Who may do what, in words (design: roles)."""

from django.db import models


class Role(models.TextChoices):
    """One per user; no role holds another's rights."""

    SECRETARY = "secretary", "学会秘书"
    REVIEWER = "reviewer", "科协审核人"
    COMMITTEE = "committee", "省科技社团党委"
    LIAISON_OFFICER = "liaison_officer", "党建联络员"
    LEADER = "leader", "领导"
    ADMINISTRATOR = "administrator", "管理员"


# Those who work in the admin.
STAFF_ROLES = frozenset({Role.REVIEWER, Role.COMMITTEE, Role.ADMINISTRATOR})


class AuditAction(models.TextChoices):
    SIGN_IN = "sign_in", "登录"
    SIGN_IN_FAILED = "sign_in_failed", "登录失败"
    SIGN_OUT = "sign_out", "退出"
    INVITE = "invite", "邀请账号"
    ACCEPT_INVITATION = "accept_invitation", "启用账号"
    REVOKE = "revoke", "停用账号"
    ACCEPT_NOTICE = "accept_notice", "同意个人信息使用说明"
    HAND_OVER = "hand_over", "移交填报"
    REVEAL = "reveal", "显示个人信息"
    EXPORT = "export", "导出"
    DECIDE = "decide", "作出决定"
    CHANGE_REGISTER = "change_register", "修改名册"
    API_TOKEN = "api_token", "接口令牌"


class NotificationKind(models.TextChoices):
    """What a notification is about; each person chooses which kinds also come by e-mail."""

    RETURNED = "returned", "退回修改"
    APPROVED = "approved", "批准"
    REFUSED = "refused", "不予批准"
    REMARK = "remark", "意见和回复"
    ENTERED = "entered", "代填和更正"
    RESUBMITTED = "resubmitted", "重新提交"
    TAKEN = "taken", "强制放回和退会作废"
    EXTENDED = "extended", "展期"
    INSPECTION = "inspection", "年检和处理"
    INVITATION = "invitation", "邀请"


DESK = (NotificationKind.RESUBMITTED, NotificationKind.REMARK, NotificationKind.TAKEN)
# What each role is told of, as far as it may choose. An invitation always goes out.
NOTIFIED = {
    Role.SECRETARY: (
        NotificationKind.RETURNED,
        NotificationKind.APPROVED,
        NotificationKind.REFUSED,
        NotificationKind.REMARK,
        NotificationKind.ENTERED,
        NotificationKind.TAKEN,
        NotificationKind.EXTENDED,
        NotificationKind.INSPECTION,
    ),
    Role.REVIEWER: (*DESK, NotificationKind.INSPECTION),
    Role.COMMITTEE: (*DESK, NotificationKind.INSPECTION),
}
