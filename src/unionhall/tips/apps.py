from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TipsConfig(AppConfig):
    name = "unionhall.tips"
    label = "tips"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings: duties, keys, the clock.
        from unionhall.notifications import kinds
        from unionhall.tips import clock, closing, owed, vault  # noqa: F401

        kinds.register("tips", _("Reports without a name"))
