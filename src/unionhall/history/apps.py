from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "unionhall.history"
    label = "history"
