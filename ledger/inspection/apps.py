from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "ledger.inspection"
    label = "inspection"
    verbose_name = "年检"

    def ready(self):
        from filings.kinds import register
        from ledger.inspection.filing_kinds import KINDS
        from ledger.inspection.queries import ask_holds
        from societies.holds import register_hold

        register_hold(ask_holds)
        for kind in KINDS:
            register(kind)
