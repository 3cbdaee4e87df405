"""What happens to accounts: invite, accept, switch off; and the audit record that others write
through here."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import NOTIFIED, AuditAction, NotificationKind, Role
from accounts.invitations import new_token, token_hash
from accounts.models import AuditRecord, Invitation, User
from accounts.notifications import notify


def audit(action: AuditAction, *, by=None, request=None, target="", detail=None, username=""):
    """Append one record. `by` defaults to the request's user; `target` is a short text, `detail` a
    JSON object."""
    if by is None and request is not None and request.user.is_authenticated:
        by = request.user
    return AuditRecord.objects.create(
        action=action,
        by=by,
        username=username or (by.username if by else ""),
        target=str(target)[:200],
        detail=detail or {},
        address=request.META.get("REMOTE_ADDR") if request else None,
    )


@transaction.atomic
def invite(*, username, name, role, email="", phone="", by=None, request=None):
    """Make an account without a password and the token of its invitation link. Who has an e-mail
    address is sent a link of their own.

    Returns (user, token). The token is shown once; only its hash is stored. Raises ValidationError
    where the account is not valid (user name taken …).
    """
    user = User(username=username, name=name, role=Role(role), email=email, phone=phone)
    user.is_active = False
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise ValidationError(f"用户名 {username} 刚被别人使用。") from None
    token = renew_invitation(user, by=by)
    audit(AuditAction.INVITE, by=by, request=request, target=username, detail={"role": role})
    return user, token


@transaction.atomic
def renew_invitation(user, *, by) -> str:
    """A new link for an account, by e-mail too; earlier links stop working. Returns the token."""
    user.invitations.usable().update(revoked_at=timezone.now())
    token = new_token(user, by=by)
    notify(
        [user],
        kind=NotificationKind.INVITATION,
        key=f"invitation-{token_hash(token)[:40]}",
        title=f"{settings.ASSOCIATION_NAME}邀请您使用{settings.PRODUCT_NAME}",
        text=f"您的用户名是 {user.username}，角色是{user.get_role_display()}。"
        f"请打开下面的网址设置密码，{settings.INVITATION_DAYS} 天内有效，用过一次即失效。",
        link=settings.LOGIN_REDIRECT_URL,
    )
    return token


@transaction.atomic
def accept_invitation(token: str, *, password: str, request=None) -> User | None:
    """Set the password and switch the account on; None where the link is unknown, used, revoked or
    expired."""
    invitation = (
        Invitation.objects.usable()
        .select_for_update(of=("self",))
        .filter(token_hash=token_hash(token))
        .first()
    )
    if invitation is None:
        return None
    user = User.objects.select_for_update().get(pk=invitation.user_id)
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    user.invitations.usable().update(revoked_at=timezone.now())
    audit(AuditAction.ACCEPT_INVITATION, by=user, request=request, target=user.username)
    return user


@transaction.atomic
def accept_notice(user, *, request=None):
    """The person has read what their own and other people's data is used for, and goes on."""
    user.notice_accepted_at = timezone.now()
    user.save(update_fields=["notice_accepted_at"])
    audit(AuditAction.ACCEPT_NOTICE, by=user, request=request, target=user.username)


@transaction.atomic
def revoke(user, *, by, request=None):
    """Switch an account off, with its open invitations. Its history stays."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    user.invitations.usable().update(revoked_at=timezone.now())
    audit(AuditAction.REVOKE, by=by, request=request, target=user.username)


def choose_emails(user, *, email: str, kinds) -> None:
    """Where a person's notifications go by e-mail, and which kinds of them."""
    user.email = email
    user.not_by_email = [kind.value for kind in NOTIFIED.get(user.role, ()) if kind not in kinds]
    user.save(update_fields=["email", "not_by_email"])
