"""manage.py send_emails: send what still waits for its e-mail, after the mail server was away. Safe
to run at any time."""

from django.core.management.base import BaseCommand

from accounts.models import Notification
from accounts.notifications import send_emails


class Command(BaseCommand):
    help = "发出还没有发出的通知邮件。"

    def handle(self, *args, **options):
        before = Notification.objects.filter(emailed_at__isnull=False).count()
        send_emails.call()
        sent = Notification.objects.filter(emailed_at__isnull=False).count() - before
        self.stdout.write(f"已发出 {sent} 封邮件。")
