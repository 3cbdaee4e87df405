"""manage.py ledger_sheet: the ledger (分类台账) of today as a workbook, telephones masked."""

import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.actions import audit
from accounts.enums import AuditAction
from filings.models import Cycle
from ledger.coverage.ledger_exports import ledger_workbook
from ledger.coverage.sources import Live


class Command(BaseCommand):
    help = "导出今天的分类台账（.xlsx）：汇总、每类一张、人员一张；联系方式隐去中间几位。"

    def add_arguments(self, parser):
        parser.add_argument("--cycle", type=int, required=True, help="年度，如 2017")
        parser.add_argument("--output", type=Path, required=True, help="写到哪个 .xlsx 文件")

    def handle(self, *args, cycle, output, **options):
        found = Cycle.objects.filter(year=cycle).first()
        if found is None:
            raise CommandError(f"没有 {cycle} 年度的填报周期。")
        source = Live(clock.today(), found)
        try:
            with ledger_workbook(source, full=False) as book, open(output, "wb") as file:
                shutil.copyfileobj(book, file)
        except OSError as problem:
            raise CommandError(f"写不了 {output}：{problem.strerror}。") from None
        detail = {"on": source.on.isoformat(), "file": output.name}
        audit(AuditAction.EXPORT, target="分类台账", username="manage.py", detail=detail)
        self.stdout.write(f"已写 {output}。")
