from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "unionhall.notifications"
    label = "notifications"

    def ready(self) -> None:
        from unionhall.notifications import retention  # noqa: F401 – registers with the clock
