from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "unionhall.accounts"
    label = "accounts"

    def ready(self) -> None:
        from unionhall.accounts import happenings  # noqa: F401 – listens to allauth
