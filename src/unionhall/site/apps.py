from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "unionhall.site"
    label = "site"

    def ready(self) -> None:
        from unionhall.site import wiring  # noqa: F401 – registers with the clock
