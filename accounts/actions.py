"""What happens to accounts: invite, accept, switch off; and the audit record that others write
through here."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.enums import NOTIFIED, AuditAction, NotificationKind, Role
from accounts.invitations import new_token, new_tokens, token_hash
from accounts.models import AuditRecord, Invitation, User
from accounts.notifications import notify

AT_ONCE = 1000


def audit(action: AuditAction, *, by=None, request=None, target="", detail=None, username=""):
    """Append one record. `by` defaults to the request's user; `target` is a short text, `detail` a
    JSON object."""
    if by is None and request is not None and request.user.is_authenticated:
        by = request.user
    record = _record(action, by=by, request=request, target=target, detail=detail)
    record.username = username or record.username
    record.save()
    return record


def _record(action, *, by, request, target, detail) -> AuditRecord:
    return AuditRecord(
        action=action,
        by=by,
        username=by.username if by else "",
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
    user.full_clean(exclude=["password"])
    [token] = invite_many([user], by=by, request=request)
    return user, token


@transaction.atomic
def invite_many(users, *, by, request=None) -> list[str]:
    """The same for many new accounts (unsaved Users with valid fields) at once; gives their tokens.
    Raises ValidationError where somebody else just took a user name."""
    for user in users:
        user.is_active = False
        user.set_unusable_password()
    try:
        with transaction.atomic():
            User.objects.bulk_create(users, batch_size=AT_ONCE)
    except IntegrityError:
        names = "、".join(user.username for user in users[:3])
        raise ValidationError(f"用户名刚被别人使用（{names}）。") from None
    tokens = new_tokens(users, by=by)
    _tell_invited(users, tokens)
    records = (
        _record(
            AuditAction.INVITE,
            by=by,
            request=request,
            target=user.username,
            detail={"role": user.role},
        )
        for user in users
    )
    AuditRecord.objects.bulk_create(records, batch_size=AT_ONCE)
    return tokens


def _tell_invited(users, tokens) -> None:
    if not users:
        return
    notify(
        users,
        kind=NotificationKind.INVITATION,
        key=f"invitation-{token_hash(tokens[0])[:40]}",
        title=f"{settings.ASSOCIATION_NAME}邀请您使用{settings.PRODUCT_NAME}",
        text=lambda user: (
            f"您的用户名是 {user.username}，角色是{user.get_role_display()}。"
            f"请打开下面的网址设置密码，{settings.INVITATION_DAYS} 天内有效，用过一次即失效。"
        ),
        link=settings.LOGIN_REDIRECT_URL,
    )


@transaction.atomic
def renew_invitation(user, *, by) -> str:
    """A new link for an account, by e-mail too; earlier links stop working. Returns the token."""
    user.invitations.usable().update(revoked_at=timezone.now())
    token = new_token(user, by=by)
    _tell_invited([user], [token])
    return token


@transaction.atomic
def change_account(user, *, by, request=None, **fields):
    """Change name, phone or e-mail of an account. Raises ValidationError."""
    row = User.objects.select_for_update().get(pk=user.pk)
    changed = {name: value for name, value in fields.items() if value != getattr(row, name)}
    for name, value in changed.items():
        setattr(row, name, value)
    row.full_clean(exclude=["password"])
    row.save(update_fields=changed)
    detail = {"changed": sorted(changed)}
    audit(AuditAction.CHANGE_REGISTER, by=by, request=request, target=row.username, detail=detail)


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
