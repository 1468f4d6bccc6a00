from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "unionhall.duties"
    label = "duties"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from unionhall.access.scope import scope
        from unionhall.duties import clock, closing, estate  # noqa: F401 – each registers itself
        from unionhall.duties.by_laws import queries
        from unionhall.duties.feeds import own as _calendar  # noqa: F401
        from unionhall.duties.leaving import own as _leaving  # noqa: F401
        from unionhall.notifications import guards, kinds
        from unionhall.rulebook import local

        guards.use(scope)
        local.use(names=queries.names, door=queries.door)
        kinds.register("duties", _("Duties and dates"))
