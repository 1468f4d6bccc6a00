from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "unionhall.members"
    label = "members"

    def ready(self) -> None:
        from unionhall.core import keyring
        from unionhall.duties import subjects
        from unionhall.members import closing, sealing  # noqa: F401 – closing registers itself
        from unionhall.members.applying import owed as applying_owed
        from unionhall.members.binding import owed
        from unionhall.members.bodies import clock as bodies_clock  # noqa: F401 – registers itself
        from unionhall.members.bodies import owed as bodies_owed
        from unionhall.members.exports import kind as exported  # noqa: F401 – registers itself
        from unionhall.members.roster import clock, kind  # noqa: F401 – register with others
        from unionhall.members.saved import own  # noqa: F401 – registers its fields
        from unionhall.members.standing import owed as standing_owed
        from unionhall.members.takeout import own as taken_out  # noqa: F401 – registers its parts
        from unionhall.members.transfers import owed as transfers_owed
        from unionhall.notifications import kinds

        kinds.register("members", _("First sign-ins"))
        subjects.register(
            "members.spell",
            titles=standing_owed.titles,
            duties={
                standing_owed.ANNOUNCE: _("Announce a withdrawal and take the card back"),
                standing_owed.FILE: _("Put an expulsion on file"),
            },
        )
        subjects.register(
            "members.transfer",
            titles=transfers_owed.titles,
            duties={
                transfers_owed.RELEASE: _("Release a member to another union"),
                transfers_owed.RECEIVE: _("Receive a member from another union"),
            },
        )
        subjects.register(
            "members.application",
            titles=applying_owed.titles,
            duties={applying_owed.KIND: _("Decide on an application for membership")},
        )
        subjects.register(
            "organisations.body",
            titles=bodies_owed.body_titles,
            duties={bodies_owed.RE_ELECT: _("Hold the re-election before the term ends")},
        )
        subjects.register(
            "organisations.organisation",
            titles=bodies_owed.union_titles,
            duties={
                bodies_owed.COMMITTEE: _("Form a committee: the union has members enough"),
                bodies_owed.WOMEN: _("Form a women workers' committee: there are women enough"),
            },
        )
        keyring.on_rotate("members.person", sealing.reseal)
        keyring.on_rotate("members.application", sealing.reseal_applications)
        subjects.register(
            "members.bindingrequest",
            titles=owed.titles,
            duties={owed.KIND: _("Decide who signs in for the first time")},
        )
