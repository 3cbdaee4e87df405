"""manage.py demo: fill an empty database with the demonstration world of docs/demo.md."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from filings.models import Filing
from ledger.coverage.changes import forget
from ledger.home.demo import sizes
from ledger.home.demo.world import build
from members.models import Person
from societies.models import Society


class Command(BaseCommand):
    help = "在空数据库中建立演示数据（仅限演示模式）。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--societies", type=int, help="学会个数；不写即 docs/demo.md 的演示数据"
        )
        parser.add_argument("--people", type=int, help="台账人员至少有多少人")

    def handle(self, *args, societies, people, **options):
        if not settings.DEMO:
            raise CommandError("演示数据只能在演示模式下建立：请设置 DEMO=1。")
        # All or nothing: a run that was cut off leaves an empty database.
        with transaction.atomic():
            if Society.objects.exists() or User.objects.exists():
                self.stdout.write("数据库中已有数据，未作任何改动。")
                return
            try:
                build(societies=societies, people=people)
            except sizes.Impossible as problem:
                raise CommandError(str(problem)) from None
            # The notes of a million new rows, which the daily `snapshot` would clear.
            forget()
        self.stdout.write(
            f"演示数据已建立：学会 {Society.objects.count()} 个，申报 {Filing.objects.count()} 件，"
            f"台账人员 {Person.objects.count()} 人。"
        )
