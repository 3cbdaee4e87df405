"""Papers beside the libraries that make and read them: `one` filing, a `book` of all approved
ones, the `sheet` of the ledger, files of a `mailbox`. Each in a process of its own:

    DATABASE_URL=… python -m bench.papers one FILING
"""

import io
import shutil
import sys
import tempfile
from contextlib import closing

import django

django.setup()

from django.test import override_settings  # noqa: E402

from accounts import clock  # noqa: E402
from accounts.enums import Role  # noqa: E402
from accounts.models import User  # noqa: E402
from bench.figures import FILES, cpu, peak, say, seconds  # noqa: E402
from filings import books  # noqa: E402
from filings.kinds import get_kind  # noqa: E402
from filings.mailbox import actions as mailboxes  # noqa: E402
from filings.models import Cycle, Filing, Obligation, Version  # noqa: E402
from filings.papers import editions, pdf, xlsx  # noqa: E402
from filings.papers.reading import read  # noqa: E402
from ledger.coverage.ledger_exports import ledger_workbook  # noqa: E402
from ledger.coverage.sources import Live  # noqa: E402

CARDS, ROWS = 3, 12


def one(pk: str) -> None:
    """The PDF of a version, and a filled workbook read."""
    from openpyxl import load_workbook

    version = Filing.objects.get(pk=pk).versions.get()
    html = pdf.printed_html(editions.of_version(version))
    ours, bare = cpu(
        lambda: pdf.write_pdf(editions.of_version(version)),
        lambda: pdf.render_pdf(html, *pdf.SHEETS),
    )
    say("a filing as PDF against WeasyPrint alone", ours / bare, 1.3)
    data = xlsx.write_xlsx(editions.of_version(version))
    kind = get_kind(version.filing.kind)
    ours, bare = cpu(lambda: read(data, kind), lambda: load_workbook(io.BytesIO(data)))
    say("reading a workbook against openpyxl loading it", ours / bare, 2)


def book() -> None:
    cycle, by = Cycle.objects.get(year=2017), User.objects.filter(role=Role.REVIEWER).first()
    made = books.begin(cycle, by=by)

    def whole():
        while not made.is_over:
            books.make_book.call(made.pk)
            made.refresh_from_db()

    ours, most = seconds(whole), peak()

    def one_by_one():
        for version in Version.objects.filter(pk__in=made.versions):
            pdf.render_pdf(pdf.printed_html(editions.of_version(version)), *pdf.SHEETS)

    number = len(made.versions)
    name = f"a book of {number} filings"
    say(f"{name} against WeasyPrint one by one", ours / seconds(one_by_one), 1.3)
    say(f"{name}, of each", made.file.size / 1024 / number, 150, "KB")
    say(name, most, 500, "MB")


def sheet() -> None:
    """Rows of societies, without the million people of the large world."""
    from openpyxl import Workbook, load_workbook

    source = Live(clock.today(), Cycle.objects.get(year=2017))
    written = io.BytesIO()

    def ours():
        with closing(ledger_workbook(source, people=False)) as file:
            shutil.copyfileobj(file, written)

    spent, most = seconds(ours), peak()
    cells = load_workbook(written, read_only=True)
    rows = {page.title: list(page.iter_rows(values_only=True)) for page in cells}

    def bare():
        made = Workbook(write_only=True)
        for title, values in rows.items():
            page = made.create_sheet(title)
            for row in values:
                page.append(row)
        made.save(io.BytesIO())

    number = sum(map(len, rows.values()))
    say(f"a ledger of {number:,} rows against openpyxl alone", spent / seconds(bare), 1.5)
    say(f"a ledger of {number:,} rows", most, 100, "MB")


def mailbox() -> None:
    """Files of as many societies from the upload to their submission."""
    cycle, by = Cycle.objects.get(year=2017), User.objects.filter(role=Role.REVIEWER).first()
    kind = get_kind("registration")
    owing = Obligation.objects.filter(cycle=cycle, filings=None).select_related("society")
    societies = [obligation.society for obligation in owing.order_by("-pk")[:FILES]]
    uploads = [(f"{s.slug}.xlsx", io.BytesIO(filled(kind, cycle, s))) for s in societies]

    def load():
        loaded = mailboxes.load(uploads, kind=kind.code, cycle=cycle, by=by, name="来件")
        mailboxes.work.call(loaded.pk)
        numbers = list(loaded.files.values_list("number", flat=True))
        mailboxes.confirm(loaded, numbers, by=by, submits=True)
        mailboxes.work.call(loaded.pk)

    spent = seconds(load)
    assert Filing.objects.filter(society__in=societies).count() == FILES
    say("files of a mailbox", FILES / spent, 10, "files a second", least=True)


def filled(kind, cycle, society) -> bytes:
    # Not in the memory that the other parts are measured by.
    from tests.factories import cadre, council_member, document

    content = document(
        society,
        cadres=[cadre() for _ in range(CARDS)],
        council=[council_member() for _ in range(ROWS)],
    )
    return xlsx.write_xlsx(editions.Edition(kind, kind.printed(content, cycle=cycle), "表"))


if __name__ == "__main__":
    part, *arguments = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place, override_settings(MEDIA_ROOT=place):
        {"one": one, "book": book, "sheet": sheet, "mailbox": mailbox}[part](*arguments)
