"""All approved filings in one PDF: contents that lead to the pages, made once, gone on with."""

import re
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from pypdf import PdfReader

from accounts.enums import Role
from accounts.models import AuditRecord
from accounts.notifications import send_emails
from filings import books
from filings.models import Book, Print
from filings.papers import pdf as printing
from filings.rules import MoveNotAllowed
from tests.factories import CycleFactory, SocietyFactory, UserFactory, approve, submitted

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:filings_filing_books")


@pytest.fixture
def reviewer(client):
    user = UserFactory(role=Role.REVIEWER)
    client.force_login(user)
    return user


def named(name):
    return approve(submitted(SocietyFactory(name=name)))


@pytest.fixture
def printed(monkeypatch):
    """How often something was printed, by the style sheets."""
    calls = []
    real = printing.render_pdf
    monkeypatch.setattr(printing, "render_pdf", lambda *a: calls.append(a) or real(*a))
    return calls


def made(cycle, by) -> Book:
    book = books.begin(cycle, by=by)
    books.make_book.call(book.pk)
    return Book.objects.get(pk=book.pk)


def target_pages(reader) -> list[int]:
    """Where the links of the contents lead: page indexes."""
    links = [row.get_object() for row in reader.pages[0]["/Annots"]]
    found = [reader.get_page_number(link["/Dest"][0].get_object()) for link in links]
    return list(dict.fromkeys(found))


@pytest.mark.sqlite  # printing asks the database for little
def test_book_has_contents_links_and_bookmarks(client, reviewer):
    filings = [named("吉林省甲学会"), named("吉林省乙学会")]
    book = made(filings[0].cycle, reviewer)
    with book.file.open() as file:
        reader = PdfReader(file)
        first = reader.pages[0].extract_text()
        starts = [reader.get_destination_page_number(row) for row in reader.outline]
        assert [row.title for row in reader.outline] == ["吉林省甲学会", "吉林省乙学会"]
        assert target_pages(reader) == starts and starts[0] == 1
        for filing, start in zip(filings, starts, strict=True):
            assert filing.receipt in first and str(start + 1) in first
            assert filing.receipt in reader.pages[start].extract_text()
        assert (len(reader.pages), book.total, book.problem) == (book.pages, 2, "")
    page = client.get(PAGE).content.decode()
    assert "已批准的 2 件" in page and "又有申报批准" not in page
    response = client.post(reverse("admin:filings_filing_book", args=[book.pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    records = AuditRecord.objects.filter(action="export", by=reviewer).order_by("id")
    assert [sorted(record.detail) for record in records] == [["filings"], ["book"]]


def test_killed_worker_goes_on_and_only_new_filings_are_printed(reviewer, printed, monkeypatch):
    first, second = named("吉林省甲学会"), named("吉林省乙学会")
    book = books.begin(first.cycle, by=reviewer)
    real = books.printed

    def killed(pk):
        if pk == second.versions.last().pk:
            raise KeyboardInterrupt
        return real(pk)

    monkeypatch.setattr(books, "printed", killed)
    with pytest.raises(KeyboardInterrupt):
        books.make_book.call(book.pk)
    monkeypatch.setattr(books, "printed", real)
    left = Book.objects.get()
    assert (left.done, left.is_over, len(printed)) == (1, False, 1)
    books.make_book.call(book.pk)
    assert (Book.objects.get().done, len(printed)) == (2, 2)
    third = named("吉林省丙学会")
    assert books.is_stale(Book.objects.get())
    again = made(first.cycle, reviewer)
    assert (again.total, len(printed), books.is_stale(again)) == (3, 3, False)
    assert Print.objects.count() == 3 and third.pk
    assert [bool(row.file) for row in Book.objects.order_by("pk")] == [False, True]


@pytest.mark.sqlite  # a worker closes the connection that the test holds
def test_other_tasks_have_their_turn_before_a_book_is_finished(reviewer, monkeypatch, task_queue):
    cycle = [named("吉林省甲学会"), named("吉林省乙学会")][0].cycle
    monkeypatch.setattr(books, "AT_ONCE", 1)
    book = books.begin(cycle, by=reviewer)
    books.make_book.call(book.pk)
    assert (Book.objects.get().done, Book.objects.get().is_over) == (1, False)
    send_emails.enqueue()
    said = StringIO()
    task_queue(stdout=said)
    started = re.findall(r"开始任务 ([\w.]+)", said.getvalue())
    assert started == ["accounts.notifications.send_emails", "filings.books.make_book"]
    finished = Book.objects.get()
    assert (finished.done, finished.is_over, finished.problem) == (2, True, "")


def test_one_book_at_a_time_and_a_failed_one_is_said(client, reviewer, monkeypatch):
    cycle = named("吉林省甲学会").cycle
    working = books.begin(cycle, by=reviewer)
    assert books.begin(cycle, by=reviewer) == working
    page = client.get(PAGE).content.decode()
    assert "正在制作" in page and 'max="1"' in page
    monkeypatch.setattr(books, "printed", lambda pk: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        books.make_book.call(working.pk)
    page = client.get(PAGE).content.decode()
    assert "没有做成" in page and "正在制作" not in page


@pytest.mark.sqlite  # printing asks the database for little
def test_changed_page_is_printed_anew(reviewer, printed):
    filing = named("吉林省甲学会")
    version = filing.versions.get()
    kept = books.printed(version.pk)
    assert books.printed(version.pk).file.name == kept.file.name
    filing.cycle.contacts = [{"for": "填报", "name": "梁静", "phone": "0431-55500101"}]
    filing.cycle.save()
    anew = books.printed(version.pk)
    assert (anew.pk, len(printed)) == (kept.pk, 2)
    assert not default_storage.exists(kept.file.name)


def test_nothing_approved_makes_no_book(client, reviewer):
    cycle = CycleFactory()
    with pytest.raises(MoveNotAllowed, match="还没有已批准"):
        books.begin(cycle, by=reviewer)
    page = client.post(reverse("admin:filings_filing_make_book"), follow=True)
    assert "还没有已批准的申报" in page.content.decode()
