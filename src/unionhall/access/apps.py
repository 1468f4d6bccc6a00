from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "unionhall.access"
    label = "access"

    def ready(self) -> None:
        from unionhall.access import repeats
        from unionhall.access.organisations import exports  # noqa: F401 – registers its lists
        from unionhall.core import keyring

        keyring.on_rotate("access.kept_answer", repeats.reseal)
