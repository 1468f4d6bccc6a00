from datetime import date
from functools import lru_cache

from django.apps import AppConfig
from django.utils.translation import get_language

from unionhall.core.clock import today


class RulebookConfig(AppConfig):
    name = "unionhall.rulebook"
    label = "rulebook"

    def ready(self):
        from unionhall.ui import lookups

        lookups.use(rule=_explained, working_days=_working_days)


def _explained(rule_id: str):
    return _explained_on(rule_id, get_language(), today())


@lru_cache(maxsize=500)
def _explained_on(rule_id: str, _language: str | None, _on: date):
    """A rule in words, put together once a day and language: the same few stand on most pages."""
    from unionhall.rulebook.explain import explained  # read with the first page, not at start-up

    return explained(rule_id)


def _working_days(after: date, until: date) -> int:
    from unionhall.rulebook.deadlines import working_days_left

    return working_days_left(until, after)
