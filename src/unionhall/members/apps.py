from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "unionhall.members"
    label = "members"

    def ready(self) -> None:
        from unionhall.core import keyring
        from unionhall.members import sealing
        from unionhall.members.roster import kind  # noqa: F401 – registers with exchange

        keyring.on_rotate("members.person", sealing.reseal)
