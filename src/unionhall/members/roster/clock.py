"""What of imports happens by itself."""

from unionhall.exchange.actions import dismiss_abandoned
from unionhall.notifications.clock import each_minute


@each_minute("members.dismiss_abandoned_imports")
def dismiss(until) -> None:
    """Dismiss imports that nobody applied within a day: their sheets must not lie about."""
    dismiss_abandoned(on=until.date())
