"""The one-time links of invitations."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import Invitation


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token(user, *, by) -> str:
    """One more link for an account; gives its token, of which only the hash is kept."""
    return new_tokens([user], by=by)[0]


def new_tokens(users, *, by) -> list[str]:
    """One more link for each account; gives their tokens."""
    tokens = [secrets.token_urlsafe(32) for _ in users]
    expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    Invitation.objects.bulk_create(
        (
            Invitation(
                user=user, token_hash=token_hash(token), created_by=by, expires_at=expires_at
            )
            for user, token in zip(users, tokens, strict=True)
        ),
        batch_size=1000,
    )
    return tokens
