"""Who files for a society: accounts are invited, let in, and handed over."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import clock
from accounts.actions import audit, invite, invite_many
from accounts.enums import AuditAction, Role
from societies.models import SocietyAccount


def let_file(society, user):
    """Give a secretary's account the right to file for a society."""
    account, _ = SocietyAccount.objects.get_or_create(society=society, user=user, valid_until=None)
    return account


@transaction.atomic
def invite_filer(society, *, username, name, phone="", email="", by, request=None):
    """An account that files for a society. Gives (user, token) as accounts.actions.invite."""
    user, token = invite(
        username=username,
        name=name,
        role=Role.SECRETARY,
        phone=phone,
        email=email,
        by=by,
        request=request,
    )
    let_file(society, user)
    return user, token


@transaction.atomic
def invite_filers(filers, *, by, request=None) -> list[str]:
    """The same for many: `filers` are (society's key, unsaved User with valid fields). Gives their
    tokens. Raises ValidationError."""
    tokens = invite_many([user for _, user in filers], by=by, request=request)
    accounts = (SocietyAccount(society_id=society, user=user) for society, user in filers)
    SocietyAccount.objects.bulk_create(accounts, batch_size=1000)
    return tokens


@transaction.atomic
def hand_over(society, *, by, to, request=None):
    """Stop filing for a society because a colleague goes on: `to` must file for it already and have
    taken up the account. Raises ValidationError. What `by` filed stays under their name."""
    held = society.accounts.select_for_update().filter(valid_until=None)
    own = held.filter(user=by).first()
    if own is None or to == by or not held.filter(user=to, user__is_active=True).exists():
        raise ValidationError("只能移交给已启用账号的本学会同事。")
    own.valid_until, own.ended_by = clock.today(), by
    own.save(update_fields=["valid_until", "ended_by"])
    detail = {"to": to.username}
    audit(AuditAction.HAND_OVER, by=by, request=request, target=society.slug, detail=detail)
