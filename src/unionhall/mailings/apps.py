from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "unionhall.mailings"
    label = "mailings"

    def ready(self) -> None:
        from unionhall.mailings import erasing, kinds, owed, parts  # noqa: F401 – register what they bring
        from unionhall.mailings.letters import kind as _letters  # noqa: F401

        kinds.register()
