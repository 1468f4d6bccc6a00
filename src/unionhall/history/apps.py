from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "unionhall.history"
    label = "history"

    def ready(self) -> None:
        from unionhall.core import keyring
        from unionhall.history import personal

        keyring.on_rotate("history.personkey", personal.reseal)
