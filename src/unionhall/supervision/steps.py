"""What the acts of supervision share: one change at a time, the record, the notices."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import record
from unionhall.members.sentences import signed_on
from unionhall.notifications.actions import notify
from unionhall.supervision.models import Hazard, Matter


def change(row: Model, *among: str, **changes) -> None:
    """Change the row only if it still stands as the caller saw it: of two who act at once, one is told."""
    if type(row)._default_manager.filter(pk=row.pk, state__in=among).update(**changes):
        for name, value in changes.items():
            setattr(row, name, value)
        return
    row.refresh_from_db()
    raise Refused(
        _("Nothing was done: this is “%(state)s” by now.") % {"state": row.get_state_display()},  # type: ignore[attr-defined]
        instead=_("Read what has happened, then decide again."),
    )


def locked(matter: Matter) -> Matter:
    """The open matter for nobody else to change until the act is done."""
    row = (
        Matter.objects.select_for_update(no_key=True, of=("self",))
        .select_related("organisation", "employer")
        .get(pk=matter.pk)
    )
    if row.closed_on:
        matter.closed_on = row.closed_on
        raise Refused(_("This matter has been closed."))
    return row


def needed(text: str, why: str) -> str:
    """The text, trimmed; Refused with the reason where it is empty."""
    if not text.strip():
        raise Refused(why)
    return text.strip()


def note(row, verb: str, *, by: User | None, on: date, person: str = "", personal=None, **facts):
    """Write a step into the history of the union whose the row is; facts name no worker."""
    record(
        row.organisation.chain,
        f"supervision.{verb}",
        by=by,
        subject=row,
        facts=facts,
        personal=personal,
        person=person or None,
        on=on,
        by_label=office_of(by, on) if by else "",
    )


def office_of(user: User, on: date) -> str:
    """The office in which somebody acts, as the history keeps it; "" for who holds none."""
    return signed_on({(user.pk, on): user}).get((user.pk, on), "")


def tell(users: Iterable[User], template: str, row, *, url: str = "", **facts) -> None:
    """Queue a notice; it names the employer or the place, and no worker."""
    notify(
        users,
        f"supervision/{template}",
        subject=row,
        url=url or row.get_absolute_url(),
        facts=facts,
    )


def tell_reporter(hazard: Hazard) -> None:
    """Tell the worker who reported a hazard how it stands."""
    if hazard.reporter and hazard.reporter.user:
        tell([hazard.reporter.user], "hazard", hazard, url=hazard.my_url, what=hazard.state)
