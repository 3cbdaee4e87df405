"""Freezes the figures of deadlines and goal dates that have passed; run daily after midnight."""

from django.core.management.base import BaseCommand

from ledger.coverage.actions import take_due_snapshots
from ledger.coverage.changes import forget


class Command(BaseCommand):
    help = "冻结已过的截止日、目标日的覆盖数据（每天运行一次，可重复运行）。"

    def handle(self, *args, **options):
        forget()  # what was noted of yesterday's changes
        taken = take_due_snapshots()
        for snapshot in taken:
            self.stdout.write(f"已冻结：{snapshot.cycle} {snapshot}")
        if not taken:
            self.stdout.write("没有需要冻结的数据。")
