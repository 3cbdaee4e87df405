from django.apps import AppConfig


class RegistrationConfig(AppConfig):
    name = "ledger.registration"
    label = "registration"
    verbose_name = "党建信息登记"
