"""manage.py api_token NAME: a bearer token for another system; printed alone, this once."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.tokens import issue_token


class Command(BaseCommand):
    help = "签发一个接口令牌，只输出令牌本身，只这一次；停用在后台“接口令牌”。"

    def add_arguments(self, parser):
        parser.add_argument("name", help="使用令牌的系统，如 年检系统")

    def handle(self, *args, name, **options):
        try:
            token = issue_token(name.strip())
        except ValidationError as refusal:
            raise CommandError("；".join(refusal.messages)) from None
        self.stdout.write(token)
