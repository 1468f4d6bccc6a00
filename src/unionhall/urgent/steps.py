"""What the acts on an urgent matter share: the lock, the log, the record, who hears of it."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.history.actions import record
from unionhall.notifications.actions import notify
from unionhall.urgent.models import Line, Telling, UrgentMatter


def locked(matter: UrgentMatter) -> UrgentMatter:
    """The matter for nobody else to change until the act is done; Refused once it has ended."""
    UrgentMatter.objects.select_for_update(no_key=True, of=("self",)).get(pk=matter.pk)
    matter.refresh_from_db()
    if matter.ended_at:
        raise Refused(
            _("This urgent matter has ended."), instead=_("Open a new one if it goes on.")
        )
    return matter


def write(
    matter: UrgentMatter,
    act: str,
    text: str = "",
    *,
    at: datetime | None = None,
    by: User,
    on: date,
) -> Line:
    """A line of the log: one that was written, or an act's own with `act`."""
    with routing.in_the_record():
        label = routing.signature(by, matter.organisation, on=on)
    now = clock.now()
    return Line.objects.create(
        matter=matter, at=at or now, written_at=now, by=by, by_label=label, act=act, text=text
    )


def note(matter: UrgentMatter, verb: str, *, by: User, on: date, **facts) -> None:
    """Put an act into the record of the union where it happened; facts name nobody."""
    record(
        matter.chain,
        f"urgent.{verb}",
        by=by,
        subject=matter,
        facts={"gravity": matter.gravity, "people": matter.people, **facts},
        on=on,
    )


def tell_offices(matter: UrgentMatter, tellings: list[Telling], *, by: User, on: date) -> None:
    """A notice to whoever can lead it there and to the unions on the list; it names no worker.

    The notice is no telling: who was told in person is written down.
    """
    users: set[User] = set()
    for unit in [matter.organisation, *(one.to for one in tellings if one.to)]:
        found = routing.desks(unit, "urgent.handle", on=on)
        users |= {user for desk in found[:1] for user in routing.holders(desk, on=on)}
    users.discard(by)
    told = sorted(users, key=lambda user: user.pk)
    _notify(told, "opened", matter)


def tell_lead(matter: UrgentMatter, officer: User) -> None:
    """Tell somebody that it is theirs to lead now."""
    _notify([officer], "lead", matter)


def _notify(users: list[User], template: str, matter: UrgentMatter) -> None:
    facts = {"number": matter.number, "kind": matter.kind, "union": str(matter.organisation)}
    notify(users, f"urgent/{template}", subject=matter, url=matter.get_absolute_url(), facts=facts)


def needed(text: str, why: str) -> str:
    """The text, trimmed; Refused with the reason where it is empty."""
    if not text.strip():
        raise Refused(why)
    return text.strip()


LONG_AGO = 1990  # a year before which no urgent matter of today began


def refuse_ahead(at: datetime) -> None:
    """Nothing is written down before it happens, nor of a time nobody means."""
    if at.year < LONG_AGO:
        raise Refused(_("That moment lies too far back; look at the year."))
    if at > clock.now():
        raise Refused(_("That moment is still to come."))
