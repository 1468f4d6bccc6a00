from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganisationsConfig(AppConfig):
    name = "unionhall.organisations"
    label = "organisations"

    def ready(self):
        from unionhall.organisations.bars import copy_bars

        post_migrate.connect(copy_bars, sender=self)
