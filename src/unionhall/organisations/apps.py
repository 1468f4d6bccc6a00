from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "unionhall.organisations"
    label = "organisations"
