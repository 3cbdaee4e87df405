from django.apps import AppConfig


class InspectionConfig(AppConfig):
    name = "ledger.inspection"
    label = "inspection"
    verbose_name = "年检"

    def ready(self):
        from filings.kinds import register
        from ledger.coverage.brief import register_section
        from ledger.inspection.brief import section
        from ledger.inspection.filing_kinds import KINDS
        from ledger.inspection.queries import ask_holds
        from societies.holds import register_hold

        register_hold(ask_holds)
        register_section(section)
        for kind in KINDS:
            register(kind)
