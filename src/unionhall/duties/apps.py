from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "unionhall.duties"
    label = "duties"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from unionhall.access.scope import scope
        from unionhall.duties import clock, closing  # noqa: F401 – each registers itself
        from unionhall.notifications import guards, kinds

        guards.use(scope)
        kinds.register("duties", _("Duties and dates"))
