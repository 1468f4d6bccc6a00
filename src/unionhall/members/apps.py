from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "unionhall.members"
    label = "members"

    def ready(self) -> None:
        from unionhall.members.roster import kind  # noqa: F401 – registers with exchange
