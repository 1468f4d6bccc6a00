from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisingConfig(AppConfig):
    name = "unionhall.organising"
    label = "organising"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings: duties, keys, parts of a takeout.
        from unionhall.notifications import kinds
        from unionhall.organising.campaigns import actions as _campaigns  # noqa: F401
        from unionhall.organising.changes import owed as _changes  # noqa: F401
        from unionhall.organising.changes import panel, parts  # noqa: F401
        from unionhall.organising.coverage import exports as _coverage  # noqa: F401
        from unionhall.organising.coverage import trades as _trades  # noqa: F401
        from unionhall.organising.employers_in import kind as _employers  # noqa: F401
        from unionhall.organising.founding import clock, erasing, owed, own, sealing  # noqa: F401

        kinds.register("organising", _("Founding a union"))
