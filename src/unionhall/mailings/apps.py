from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "unionhall.mailings"
    label = "mailings"

    def ready(self) -> None:
        from unionhall.mailings import kinds, owed, parts  # noqa: F401 – register what they bring

        kinds.register()
