"""The official tables as files: what was submitted, what is about to be, and the blank form."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.enums import STAFF_ROLES, Role
from accounts.rules import roles_required
from filings import actions
from filings.kinds import get_kind
from filings.papers import editions
from filings.papers.downloads import download, links, writer_or_404
from filings.queries import current_cycle
from filings.views.access import own_filing


def version_links(filing, number: int) -> list[dict]:
    return links(lambda suffix: reverse("filings:paper", args=[filing.pk, number, suffix]))


def draft_links(filing) -> list[dict]:
    return links(lambda suffix: reverse("filings:draft_paper", args=[filing.pk, suffix]))


def blank_links(kind) -> list[dict]:
    return links(lambda suffix: reverse("filings:blank", args=[kind.code, suffix]))


@require_safe
def paper(request, pk, number, suffix):
    filing = own_filing(request, pk)
    found = get_object_or_404(filing.versions, number=number)
    found.filing = filing
    back = reverse("filings:version", args=[pk, number])
    return download(request, editions.of_version(found), suffix, back=back)


@require_safe
def draft_paper(request, pk, suffix):
    filing = own_filing(request, pk)
    if not filing.is_editable:
        return redirect("filings:overview", pk)
    edition = editions.of_draft(filing, actions.check(filing).normalized)
    return download(request, edition, suffix, back=reverse("filings:check", args=[pk]))


@require_safe
@roles_required(Role.SECRETARY, *STAFF_ROLES)
def blank(request, kind, suffix):
    writer_or_404(suffix)
    try:
        found = get_kind(kind)
    except KeyError:
        raise Http404 from None
    edition = editions.blank(found, current_cycle(clock.today()))
    return download(request, edition, suffix, back=reverse("filings:list"))
