from datetime import date

from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "unionhall.rulebook"
    label = "rulebook"

    def ready(self):
        from unionhall.ui import lookups

        lookups.use(rule=_explained, working_days=_working_days)


def _explained(rule_id: str):
    from unionhall.rulebook.explain import explained  # read with the first page, not at start-up

    return explained(rule_id)


def _working_days(after: date, until: date) -> int:
    from unionhall.rulebook.deadlines import working_days_left

    return working_days_left(until, after)
