"""Which filing a filer may open: first the own queryset (404), then who files (403): the society's
secretaries, and of staff who types a paper filing (代填)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.enums import Role
from accounts.prepared import Prepared
from filings.models import Filing
from societies.queries import read_names

_of_filer = Prepared(lambda user, pk: Filing.objects.of_filer(user).filter(pk=pk).with_society())


def own_filing(request, pk) -> Filing:
    """A filing of the caller with all that its pages say about it, in a constant number of
    queries."""
    if request.user.role == Role.SECRETARY:
        filing = _of_filer.first(request.user.pk, pk)
    else:
        filing = Filing.objects.for_user(request.user).with_society().filter(pk=pk).first()
    if filing is None:
        raise Http404
    if request.user.role != Role.SECRETARY and not filing.is_typed_by(request.user):
        raise PermissionDenied
    read_names(filing.society)
    return filing
