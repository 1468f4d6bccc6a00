from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    name = "unionhall.supervision"
    label = "supervision"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings: duties, panels, parts of a takeout.
        from unionhall.notifications import kinds
        from unionhall.supervision import (  # noqa: F401
            clock,
            dates,
            erasing,
            estate,
            leaving,
            owed,
            own,
            panel,
            papers,
            results,
            visits,
        )

        kinds.register("supervision", _("Labour-law supervision and hazards"))
