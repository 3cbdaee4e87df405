"""Who may enter where. Objects come from the caller's own queryset first (404), then the role
(403)."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from accounts.enums import Role


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
