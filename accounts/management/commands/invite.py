"""manage.py invite USERNAME NAME: the first administrator of an empty installation, who invites all
others on the pages."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from accounts.actions import invite
from accounts.enums import Role


class Command(BaseCommand):
    help = "开通一个管理员账号，输出一次性的邀请链接（在本站网址后面打开，设置密码）。"

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("name")

    def handle(self, *args, username, name, **options):
        try:
            _, token = invite(username=username, name=name, role=Role.ADMINISTRATOR)
        except ValidationError as refusal:
            raise CommandError("；".join(refusal.messages)) from None
        self.stdout.write(reverse("accounts:invitation", args=[token]))
