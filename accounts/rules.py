"""Who may enter where. Objects come from the caller's own queryset first (404), then the role
(403)."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from accounts.enums import Role
from accounts.models import User


def roles_required(*roles: Role):
    """View decorator: 403 unless the signed-in user has one of `roles`."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if request.user.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def may_reveal(user: User) -> bool:
    """Reviewers, the committee and administrators may unmask personal data; each time is
    recorded."""
    return user.works_in_admin


def may_see_people(user: User) -> bool:
    """Leaders are never shown personal data."""
    return user.role != Role.LEADER
