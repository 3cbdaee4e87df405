"""Bearer tokens of other systems: issued once, kept as a hash, switched off by the
administrator."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.actions import audit
from accounts.enums import AuditAction
from accounts.invitations import token_hash
from accounts.models import ApiToken

SCHEME = "bearer"
STAMP = timedelta(hours=1)  # the last use is not written on every request


@transaction.atomic
def issue_token(name: str) -> str:
    """A new token; gives its text, shown this once. Raises ValidationError where the name is in
    use."""
    text = secrets.token_urlsafe(32)
    token = ApiToken(name=name, token_hash=token_hash(text))
    token.full_clean()
    token.save()
    audit(AuditAction.API_TOKEN, target=name, detail={"move": "issue"})
    return text


@transaction.atomic
def revoke_token(pk, *, by, request=None) -> ApiToken:
    """Switch a token off for good; once more changes nothing."""
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=pk)
    if token.revoked_at is None:
        token.revoked_at, token.revoked_by = timezone.now(), by
        token.save(update_fields=["revoked_at", "revoked_by"])
        detail = {"move": "revoke"}
        audit(AuditAction.API_TOKEN, by=by, request=request, target=token.name, detail=detail)
    return token


def bearer(request) -> ApiToken | None:
    """The token in force that a request carries; None where it carries none. Its last use is
    noted, to the hour."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != SCHEME or not text.strip():
        return None
    usable = ApiToken.objects.filter(revoked_at=None)
    token = usable.filter(token_hash=token_hash(text.strip())).first()
    now = timezone.now()
    if token and (token.last_used_at is None or now - token.last_used_at > STAMP):
        usable.filter(pk=token.pk).update(last_used_at=now)
    return token
