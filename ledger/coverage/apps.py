from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "ledger.coverage"
    label = "coverage"
    verbose_name = "覆盖率"
