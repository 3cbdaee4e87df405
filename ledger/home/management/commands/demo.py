"""manage.py demo: fill an empty database with the demonstration world of docs/demo.md."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from filings.models import Filing
from ledger.home.demo import world
from members.models import Person
from societies.models import Society


class Command(BaseCommand):
    help = "在空数据库中建立演示数据（仅限演示模式）。"

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("演示数据只能在演示模式下建立：请设置 DEMO=1。")
        # All or nothing: a run that was cut off leaves an empty database.
        with transaction.atomic():
            if Society.objects.exists() or User.objects.exists():
                self.stdout.write("数据库中已有数据，未作任何改动。")
                return
            world.build()
        self.stdout.write(
            f"演示数据已建立：学会 {Society.objects.count()} 个，申报 {Filing.objects.count()} 件，"
            f"台账人员 {Person.objects.count()} 人。"
        )
