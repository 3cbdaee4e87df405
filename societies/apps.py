from django.apps import AppConfig


class SocietiesConfig(AppConfig):
    name = "societies"
    verbose_name = "学会名册"
