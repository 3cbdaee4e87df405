from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "ledger.inspection"
    label = "inspection"
    verbose_name = "年检"
