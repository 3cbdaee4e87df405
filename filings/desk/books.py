"""/admin/filings/filing/books/: all approved filings of a cycle as one PDF, made in the background.
It holds every number unmasked: making and downloading are recorded."""

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.actions import audit
from accounts.enums import STAFF_ROLES, AuditAction
from accounts.rules import roles_required
from filings.books import approved, begin, is_stale
from filings.models import Book
from filings.queries import current_cycle
from filings.rules import MoveNotAllowed

PAGE = "admin:filings_filing_books"


@require_safe
@roles_required(*STAFF_ROLES)
def books(request):
    """How far the book in work is; the last one that was finished."""
    cycle = current_cycle(clock.today())
    made = cycle.books.select_related("by", "cycle") if cycle else Book.objects.none()
    last = made.exclude(file="").first()
    context = {
        "cycle": cycle,
        "count": approved(cycle).count() if cycle else 0,
        "working": made.filter(finished_at=None).first(),
        "failed": made.exclude(problem="").filter(pk__gt=last.pk if last else 0).first(),
        "last": last,
        "is_stale": last is not None and is_stale(last),
        "breadcrumb": [
            {"label": "审核台", "url": reverse("admin:filings_filing_changelist")},
            {"label": "汇编"},
        ],
    }
    return render(request, "desk/books.html", context)


@require_POST
@roles_required(*STAFF_ROLES)
def make(request):
    cycle = current_cycle(clock.today())
    if cycle is None:
        raise Http404
    try:
        if not settings.PDF:
            raise MoveNotAllowed("这台服务器没有安装打印所需的组件，不能制作汇编。")
        begin(cycle, by=request.user, request=request)
    except MoveNotAllowed as refused:
        messages.error(request, str(refused))
    return redirect(PAGE)


@require_POST
@roles_required(*STAFF_ROLES)
def download(request, pk):
    book = get_object_or_404(Book.objects.exclude(file="").select_related("cycle"), pk=pk)
    try:
        file = book.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    audit(AuditAction.EXPORT, request=request, target=str(book), detail={"book": book.pk})
    name = f"{book}-{book.at:%Y%m%d}.pdf"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
