from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisputesConfig(AppConfig):
    name = "unionhall.disputes"
    label = "disputes"

    def ready(self) -> None:
        from unionhall.cases.explaining import offer

        # Each of them registers with the apps below what it brings.
        from unionhall.disputes import (  # noqa: F401
            erasing,
            hearings,
            leaving,
            owed,
            panels,
            papers,
            results,
            takeout,
        )
        from unionhall.disputes.procedure import PROCEDURE
        from unionhall.notifications import kinds

        kinds.register("disputes", _("Labour disputes"))
        offer(PROCEDURE)
