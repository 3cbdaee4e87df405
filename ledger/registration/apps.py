from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "ledger.registration"
    label = "registration"
    verbose_name = "党建信息登记"

    def ready(self):
        from filings.kinds import register
        from ledger.registration.kind import REGISTRATION

        register(REGISTRATION)
