from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    name = "unionhall.site"
    label = "site"

    def ready(self) -> None:
        from unionhall.notifications import kinds
        from unionhall.site import wiring  # noqa: F401 – registers with the clock

        kinds.register("documents", _("Attached files"))
