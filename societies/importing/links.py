"""The links of invitations, for who made them and still has their tokens."""

from collections.abc import Callable, Iterator

from django.urls import reverse

from accounts.invitations import token_hash
from accounts.models import Invitation
from societies.models import SocietyAccount

AT_ONCE = 500


def link_rows(tokens: list[str], *, by, absolute: Callable) -> Iterator[tuple[str, ...]]:
    """Society, name, user name, phone, e-mail and link of each token whose invitation `by` made and
    that is still good."""
    for start in range(0, len(tokens), AT_ONCE):
        by_hash = {token_hash(token): token for token in tokens[start : start + AT_ONCE]}
        found = Invitation.objects.usable().filter(token_hash__in=by_hash, created_by=by)
        invitations = list(found.select_related("user").order_by("pk"))
        users = [invitation.user_id for invitation in invitations]
        held = SocietyAccount.objects.filter(user__in=users, valid_until=None)
        held = held.select_related("society").prefetch_related("society__names")
        societies = {account.user_id: account.society.name for account in held}
        for invitation in invitations:
            user = invitation.user
            path = reverse("accounts:invitation", args=[by_hash[invitation.token_hash]])
            society = societies.get(user.pk, "")
            yield society, user.name, user.username, user.phone, user.email, absolute(path)
