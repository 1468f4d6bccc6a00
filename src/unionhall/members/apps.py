from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "unionhall.members"
    label = "members"

    def ready(self) -> None:
        # Each of them registers with the apps below what it brings: duties, lists, fields, clocks, parts.
        from unionhall.members import closing, estate, sealing  # noqa: F401
        from unionhall.members.applying import owed as _applying  # noqa: F401
        from unionhall.members.applying import told as _applying_told  # noqa: F401
        from unionhall.members.applying.actions import APPLICATIONS
        from unionhall.members.binding import owed as _binding  # noqa: F401
        from unionhall.members.bodies import clock as _bodies  # noqa: F401
        from unionhall.members.changes import owed as _changes  # noqa: F401
        from unionhall.members.delegates import matters
        from unionhall.members.erasure import owed as _erasure_owed  # noqa: F401
        from unionhall.members.erasure import own as _erasure  # noqa: F401
        from unionhall.members.exports import kind as _exports  # noqa: F401
        from unionhall.members.inviting import clock as _inviting_clock  # noqa: F401
        from unionhall.members.inviting import owed as _inviting  # noqa: F401
        from unionhall.members.inviting import told as _inviting_told  # noqa: F401
        from unionhall.members.roster import clock, kind  # noqa: F401
        from unionhall.members.saved import own as _saved  # noqa: F401
        from unionhall.members.standing import owed as _standing  # noqa: F401
        from unionhall.members.takeout import own as _takeout  # noqa: F401
        from unionhall.members.transfers import owed as _transfers  # noqa: F401
        from unionhall.notifications import kinds

        matters.register(
            APPLICATIONS,
            matters.Matter(
                _("bring applications to join a union, and follow them"),
                "applying:apply_for",
                _("Join a union for them"),
            ),
        )

        kinds.register("members", _("First sign-ins"))
