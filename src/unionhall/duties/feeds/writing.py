"""A calendar in the form of RFC 5545: whole days, no names, the same bytes while nothing changes."""

from collections.abc import Iterable
from datetime import UTC, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from unionhall.duties.feeds.secrets import uid
from unionhall.duties.feeds.sources import Entry

PRODUCT = "-//Unionhall//Calendar//EN"


def written(entries: Iterable[Entry], *, names_kinds: bool, language: str) -> bytes:
    """The calendar, lines folded and ended by CRLF as the RFC asks; in the language in force."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Unionhall: my dates"))
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", timedelta(hours=1))
    for entry in entries:
        calendar.add_component(_event(entry, names_kinds, language))
    return calendar.to_ical()


def _event(entry: Entry, names_kinds: bool, language: str) -> Event:
    """A whole day. Unless its owner chose otherwise, it only says that there is a date."""
    host = urlsplit(settings.BASE_URL).hostname or "unionhall"
    stamp = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    title = (
        _("Unionhall: %(kind)s") % {"kind": entry.kind} if names_kinds else _("Unionhall: a date")
    )
    event = Event()
    event.add("uid", f"{uid(entry.key)}@{host}")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", entry.revision)
    event.add("dtstart", entry.on)
    event.add("dtend", entry.on + timedelta(days=1))
    event.add("summary", title, parameters={"language": language})
    event.add("url", settings.BASE_URL + entry.url)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    return event
