from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "unionhall.disputes"
    label = "disputes"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings.
        from unionhall.disputes import erasing, owed, panels, papers, takeout  # noqa: F401
        from unionhall.notifications import kinds

        kinds.register("disputes", _("Labour disputes"))
