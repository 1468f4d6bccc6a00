"""What of imports happens by itself."""

from unionhall.exchange.actions import dismiss_abandoned, forget_rests
from unionhall.members.roster import actions
from unionhall.notifications.clock import each_minute


@each_minute("members.dismiss_abandoned_imports")
def dismiss(until) -> None:
    """Dismiss imports that nobody applied within a day: their sheets must not lie about."""
    dismiss_abandoned(on=until.date(), dismissing=actions.dismiss)


@each_minute("members.forget_rests_of_imports")
def forget(until) -> None:
    """Delete what imports left over once its days are gone."""
    forget_rests()
