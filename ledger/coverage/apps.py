from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

from accounts import jinja


class CoverageConfig(AppConfig):
    name = "ledger.coverage"
    label = "coverage"
    verbose_name = "覆盖率"

    def ready(self):
        from ledger.coverage.changes import create_triggers, drop_triggers
        from ledger.coverage.templatetags.drawings import bar, burn_up

        pre_migrate.connect(drop_triggers, sender=self)
        post_migrate.connect(create_triggers, sender=self)
        jinja.offer(bar=bar, burn_up=burn_up)
