from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "ledger.home"
    label = "home"
    verbose_name = "首页"
