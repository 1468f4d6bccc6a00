from django.apps import AppConfig


class OrganisingConfig(AppConfig):
    name = "unionhall.organising"
    label = "organising"
