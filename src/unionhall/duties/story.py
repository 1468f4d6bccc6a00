"""What has happened to a duty, in sentences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.duties.models import Duty, Event
from unionhall.ui.pieces.text import signed, written

Kind = Event.Kind


@dataclass(frozen=True)
class Told:
    """One line of the trail, as the `trail` component takes it."""

    at: datetime
    sentence: str
    by_label: str
    body: str = ""
    kind: str = "act"


def story(duty: Duty) -> list[Told]:
    """The events of a duty, oldest first; one query."""
    events = duty.events.select_related("by", "to_organisation", "to_user").order_by("pk")
    return [
        Told(
            at=event.at,
            sentence=SENTENCES[Kind(event.kind)](event),
            by_label=str(event.by) if event.by else _("Unionhall"),
            body=event.reason,
        )
        for event in events
    ]


def _whom(event: Event) -> str:
    place = f"{event.to_organisation or ''} {event.to_office_title}".strip()
    return signed(event.to_user, place) if event.to_user and place else str(event.to_user or place)


def _due(event: Event) -> str:
    return written(event.due_on)


def _extended(event: Event) -> str:
    days = ngettext("{} more day", "{} more days", event.days).format(event.days)
    return _("gave {days}; it is due on {due} now").format(days=days, due=_due(event))


SENTENCES: dict[Event.Kind, Callable[[Event], str]] = {
    Kind.EXTEND: _extended,
    Kind.PAUSE: lambda event: _("stopped the period"),
    Kind.RESUME: lambda event: _("let the period run on; it is due on {due} now").format(
        due=_due(event)
    ),
    Kind.PASS_ON: lambda event: _("passed it on to {whom}").format(whom=_whom(event)),
    Kind.HAND_OVER: lambda event: _("handed it over to {whom}, as a mandate began or ended").format(
        whom=_whom(event)
    ),
    Kind.REMIND: lambda event: _("reminded those who hold it"),
    Kind.ESCALATE: lambda event: _("told {whom} that it is overdue").format(whom=_whom(event)),
    Kind.RECOMPUTE: lambda event: _(
        "reckoned the date anew, as the rule or the calendar changed: {due}"
    ).format(due=_due(event)),
}
