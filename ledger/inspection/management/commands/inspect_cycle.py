"""Evaluates the societies of a cycle and proposes their results; decides nothing."""

import datetime as dt

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from filings.models import Cycle
from ledger.inspection.enums import Grade
from ledger.inspection.proposing import inspect


class Command(BaseCommand):
    help = "检查一个周期的学会并提出年检建议（可重复运行；已告知、已签发的不改动）。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, help="填报周期的年度，如 2017")
        parser.add_argument("--on", help="检查日，如 2018-01-15；不写即今天")

    def handle(self, *args, year, on, **options):
        cycle = Cycle.objects.filter(year=year).first()
        if cycle is None:
            raise CommandError(f"没有{year}年度的填报周期。")
        counts = inspect(cycle, on=self._day(on))
        total = sum(counts[grade] for grade in Grade)
        self.stdout.write(
            f"检查学会 {total + counts['kept']} 个，已告知或已签发 {counts['kept']} 个。"
        )
        for grade in Grade:
            self.stdout.write(f"{grade.label}：{counts[grade]}")
        self.stdout.write(f"新建议 {counts['new']} 件，有变化 {counts['changed']} 件。")
        self.stdout.write(f"不再检查的学会撤去建议 {counts['dropped']} 件。")

    def _day(self, text: str | None) -> dt.date:
        today = clock.today()
        try:
            on = dt.date.fromisoformat(text) if text else today
        except ValueError:
            raise CommandError(f"检查日应写成 2018-01-15 的样子，不能是“{text}”。") from None
        if on > today:
            raise CommandError(f"检查日不能晚于今天（{today:%Y-%m-%d}）。")
        return on
