from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UrgentConfig(AppConfig):
    name = "unionhall.urgent"
    label = "urgent"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings.
        from unionhall.notifications import kinds
        from unionhall.urgent import clock, erasing, estate, owed, panels, takeout  # noqa: F401

        kinds.register("urgent", _("Urgent matters"))
