from django.apps import AppConfig
from django.core.checks import Warning, register


class PapersConfig(AppConfig):
    name = "unionhall.papers"
    label = "papers"

    def ready(self) -> None:
        register(_fonts)


def _fonts(app_configs, **kwargs) -> list[Warning]:
    """Say at `unionhall check` that no paper could be set."""
    from unionhall.papers.typesetting import trouble

    found = trouble()
    return [Warning(f"{found}.", id="papers.W001")] if found else []
