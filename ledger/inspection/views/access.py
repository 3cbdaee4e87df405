"""Which inspection and which society a page is about: first what the caller may see (404), then the
role (403)."""

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts import clock
from accounts.enums import Role
from accounts.rules import roles_required
from ledger.inspection.case import Case
from ledger.inspection.models import DocumentFile, Inspection, Lift, Result
from societies.models import Society

READERS = (Role.LEADER, Role.REVIEWER, Role.COMMITTEE, Role.ADMINISTRATOR)
STAFF = (Role.REVIEWER, Role.COMMITTEE, Role.ADMINISTRATOR)
readers_only = roles_required(*READERS)


def inspection_or_404(year: int) -> Inspection:
    """The inspection of the cycle of a year."""
    return get_object_or_404(Inspection.objects.select_related("cycle"), cycle__year=year)


def society_or_404(request, slug: str) -> Society:
    """A society of the caller's own; every society for those who read the inspection."""
    if request.user.role not in (*READERS, Role.SECRETARY):
        raise Http404
    found = Society.objects.for_user(request.user).select_related("support_unit")
    return get_object_or_404(found.prefetch_related("names", "support_unit__names"), slug=slug)


def case_or_404(request, year: int, slug: str) -> Case:
    """A society's case. Its secretary sees it once it was told something."""
    case = Case(inspection_or_404(year), society_or_404(request, slug), clock.today())
    hidden = request.user.role == Role.SECRETARY and not case.is_published
    if hidden or case.proposal is None:
        raise Http404
    return case


def document_file_or_404(request, pk: int) -> DocumentFile:
    """The PDF of a document: for a secretary, of one about the own societies; leaders neither read
    what was replaced."""
    files = DocumentFile.objects.select_related("document")
    if request.user.role == Role.SECRETARY:
        own = Society.objects.for_user(request.user)
        results = Result.objects.filter(society__in=own).order_by().values("document")
        lifts = Lift.objects.filter(penalty__result__society__in=own).order_by().values("document")
        files = files.filter(document__in=results.union(lifts))
    elif request.user.role not in READERS:
        raise Http404
    if request.user.role not in STAFF:
        files = files.filter(pk=F("document__pdf"))
    return get_object_or_404(files, pk=pk)
