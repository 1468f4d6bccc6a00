from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "unionhall.duties"
    label = "duties"
