from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "unionhall.disputes"
    label = "disputes"

    def ready(self) -> None:
        from unionhall.cases.explaining import offer

        # Each of them registers with the apps below what it brings.
        from unionhall.disputes import erasing, owed, panels, takeout  # noqa: F401
        from unionhall.disputes.procedure import PROCEDURE
        from unionhall.notifications import kinds

        kinds.register("disputes", _("Labour disputes"))
        offer(PROCEDURE)
