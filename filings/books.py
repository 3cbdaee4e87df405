"""Making a book: asked for by staff, printed and bound by a task that goes on where an ended one
stopped."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile, File
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks import task

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from filings.enums import State
from filings.kinds import get_kind
from filings.models import Book, Filing, Print, Version
from filings.papers import editions, pdf
from filings.papers.binding import Chapter, bind
from filings.rules import MoveNotAllowed

MOST_FILINGS = 1000
AT_ONCE = 20  # filings that are printed before other tasks have their turn


def approved(cycle):
    """The filings that a book of the cycle holds."""
    return Filing.objects.filter(cycle=cycle, state=State.APPROVED, posts_tables=True)


def begin(cycle, *, by, request=None) -> Book:
    """Ask for a book of what is approved now; the one in work is given back. Raises
    MoveNotAllowed."""
    filings = approved(cycle).order_by("society__discipline", "society__slug", "pk")
    versions = list(filings.annotate(last=Max("versions__pk")).values_list("last", flat=True))
    if not versions:
        raise MoveNotAllowed("还没有已批准的申报，不能制作汇编。")
    if len(versions) > MOST_FILINGS:
        raise MoveNotAllowed(f"已批准 {len(versions)} 件，一本汇编最多 {MOST_FILINGS} 件。")
    try:
        with transaction.atomic():
            book = Book.objects.create(cycle=cycle, versions=versions, by=by, at=clock.now())
            detail = {"filings": len(versions)}
            audit(AuditAction.EXPORT, by=by, request=request, target=str(book), detail=detail)
            transaction.on_commit(lambda: make_book.enqueue(book.pk))
    except IntegrityError:
        return cycle.books.get(finished_at=None)
    return book


def is_stale(book: Book) -> bool:
    """Whether something was approved since the book was asked for."""
    return approved(book.cycle).filter(decided_at__gt=book.at).exists()


@task(priority=-1)
def make_book(pk: int) -> None:
    """Print the next filings; at the end bind. A book takes minutes: nobody's mailbox or scan waits
    for all of it. Safe to run again: prints are kept."""
    book = Book.objects.select_related("cycle").get(pk=pk)
    if book.is_over:
        return
    try:
        for number in range(book.done, min(book.done + AT_ONCE, book.total)):
            printed(book.versions[number])
            Book.objects.filter(pk=pk).update(done=number + 1)
        if book.done + AT_ONCE < book.total:
            make_book.enqueue(pk)
        else:
            _bind(book)
    except Exception as problem:
        # Whatever it was, the next book must not wait for this one.
        book.problem, book.finished_at = f"{type(problem).__name__}: {problem}"[:200], clock.now()
        book.save(update_fields=["problem", "finished_at"])
        raise


def printed(version_pk: int) -> Print:
    """The kept print of a version, made where there is none or the page has changed since."""
    versions = Version.objects.select_related("filing__society", "filing__cycle")
    version = versions.prefetch_related("filing__society__names").get(pk=version_pk)
    html = pdf.printed_html(editions.of_version(version))
    fingerprint = hashlib.sha256(html.encode() + style_sheets()).hexdigest()
    kept = Print.objects.filter(version=version).first() or Print(version=version)
    if kept.fingerprint != fingerprint or not kept.file.storage.exists(kept.file.name):
        old = kept.file.name
        kept.fingerprint = fingerprint
        kept.file.save("", ContentFile(pdf.render_pdf(html, *pdf.SHEETS)), save=False)
        kept.save()
        if old:
            kept.file.storage.delete(old)
    return kept


@cache
def style_sheets() -> bytes:
    return b"".join(Path(finders.find(path)).read_bytes() for path in pdf.SHEETS)


def _bind(book: Book) -> None:
    prints = Print.objects.filter(version__in=book.versions).select_related("version__filing")
    prints = prints.prefetch_related("version__filing__society__names")
    prints = prints.defer("version__document", "version__normalized", "version__findings")
    found = {row.version_id: row for row in prints}
    chapters = [_chapter(found[pk]) for pk in book.versions]
    at = timezone.localtime(book.at)
    subtitle = f"截至 {at:%Y年%-m月%-d日 %H:%M} 已批准的 {len(chapters)} 件"
    file, pages = bind(str(book), subtitle, chapters)
    with file:
        book.file.save("", File(file), save=False)
    book.done, book.pages, book.finished_at = len(chapters), pages, clock.now()
    book.save(update_fields=["file", "done", "pages", "finished_at"])
    # Each book holds everybody's numbers: only the last one is kept.
    for older in book.cycle.books.exclude(pk=book.pk).exclude(file=""):
        older.file.delete(save=True)


def _chapter(kept: Print) -> Chapter:
    filing = kept.version.filing
    return Chapter(
        society=str(filing.society),
        receipt=filing.receipt,
        declared=get_kind(filing.kind).summary_texts(filing)[0],
        read=lambda: kept.file.storage.open(kept.file.name, "rb"),
    )
