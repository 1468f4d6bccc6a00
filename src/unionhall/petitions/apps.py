from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "unionhall.petitions"
    label = "petitions"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings.
        from unionhall.cases import explaining
        from unionhall.notifications import kinds
        from unionhall.petitions import erasing, estate, owed, panels, takeout  # noqa: F401
        from unionhall.petitions.procedure import PROCEDURE

        explaining.offer(PROCEDURE)
        kinds.register("petitions", _("Petitions"))
