"""manage.py verify: is what stands in the tables what versions, events and rules say?"""

from contextlib import contextmanager

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from ledger.home.verification.branches import check_organizations
from ledger.home.verification.coverage import check_coverage
from ledger.home.verification.files import check_files, check_scans
from ledger.home.verification.inspection import check_inspection
from ledger.home.verification.ledger import check_ledger
from ledger.home.verification.lifecycle import (
    check_extensions,
    check_filings,
    check_versions,
)
from ledger.home.verification.report import Report

CHECKS = (
    check_versions,
    check_filings,
    check_extensions,
    check_ledger,
    check_organizations,
    check_files,
    check_scans,
    check_inspection,
    check_coverage,
)


@contextmanager
def _one_moment():
    """On PostgreSQL all checks see the same moment while others work on. On SQLite a transaction
    would keep them from writing."""
    if connection.vendor != "postgresql" or connection.in_atomic_block:
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


class Command(BaseCommand):
    help = (
        "核对：重算每个版本和附件的摘要，按经过核对每件申报，按已批准的版本核对台账。"
        "有不符即以 1 退出。"
    )

    def handle(self, *args, **options):
        report = Report()
        with _one_moment():
            for check in CHECKS:
                check(report)
        for what, number in report.checked.items():
            self.stdout.write(f"{what}：{number}")
        for text in report.differences:
            self.stderr.write(f"不符：{text}")
        if report.unlisted:
            self.stderr.write(f"另有 {report.unlisted} 处不符未列出。")
        if not report.is_clean:
            raise SystemExit(1)
        self.stdout.write("核对完毕，全部相符。")
