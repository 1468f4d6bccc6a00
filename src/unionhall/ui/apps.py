from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "unionhall.ui"
    label = "ui"
