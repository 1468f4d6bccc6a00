from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LegalAidConfig(AppConfig):
    name = "unionhall.legal_aid"
    label = "legal_aid"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings: duties, panels, parts of a takeout.
        from unionhall.legal_aid import (  # noqa: F401
            erasing,
            estate,
            hearings,
            owed,
            panel,
            papers,
            takeout,
        )
        from unionhall.notifications import kinds

        kinds.register("legal_aid", _("Legal aid"))
