from django.apps import AppConfig


class PartyorgsConfig(AppConfig):
    name = "partyorgs"
    verbose_name = "党组织台账"
