from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "unionhall.notifications"
    label = "notifications"

    def ready(self) -> None:
        # They register with the clock, and with what re-seals under a new key.
        from unionhall.notifications import addresses, retention  # noqa: F401
