"""A member's household: relatives added and ended, and linked where both are members and agree."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.members.households.models import Kind, Link, Relative
from unionhall.members.models import Person
from unionhall.members.queries import chain_of
from unionhall.notifications.actions import notify


@act
def add_relative(
    person: Person,
    *,
    kind: str,
    name: str,
    from_on: date,
    birth_on: date | None = None,
    by: User,
    on: date,
) -> Relative:
    """Enter somebody of a household, since a day; nothing of them is kept but what is given here."""
    name = " ".join(name.split())
    if not name:
        raise Refused(_("Enter the name."))
    if from_on > on or (birth_on and birth_on > on):
        raise Refused(_("This cannot be dated ahead."))
    if kind == Kind.CHILD and birth_on and from_on < birth_on:
        raise Refused(_("A child belongs to a household from its birth on."))
    try:
        with transaction.atomic():
            made = Relative.objects.create(
                person=person,
                kind=kind,
                name=name,
                birth_on=birth_on,
                from_on=from_on,
                entered_on=on,
                entered_by=by,
            )
    except IntegrityError as error:
        raise Refused(
            _("This stands there already, or there is a spouse already."),
            instead=_("End what holds no longer, then enter the new."),
        ) from error
    _record(made, "members.relative_added", by, on, {"from_on": from_on})
    return made


@act
def end_relative(relative: Relative, *, until_on: date, by: User, on: date) -> Relative:
    """Note the first day on which somebody belongs to the household no longer; the row stays."""
    if until_on <= relative.from_on:
        raise Refused(_("It cannot end before it began."))
    if until_on > on:
        raise Refused(_("This cannot be dated ahead."))
    if not Relative.objects.filter(pk=relative.pk, until_on=None).update(until_on=until_on):
        raise Refused(_("It has ended already."))
    relative.until_on = until_on
    _record(relative, "members.relative_ended", by, on, {"until_on": until_on})
    return relative


@act
def ask_link(relative: Relative, *, phone: str, by: User, on: date) -> Relative:
    """Ask a relative who is a member too whether both files may name each other.

    Whoever asks does not learn whether there is such a member: only an agreement tells.
    """
    found = (
        Person.objects.filter(name=relative.name, phone=phone, merged_into=None)
        .exclude(user=None)
        .exclude(phone="")
        .exclude(pk=relative.person_id)
        .select_related("user")
        .order_by("pk")
        .first()
    )
    _step(relative, Link.NONE, link=Link.ASKED, member=found)
    _record(relative, "members.link_asked", by, on, {})
    if found:
        _tell(relative, found, "asked")
    return relative


@act
def agree_link(relative: Relative, *, by: User, on: date) -> Relative:
    """Agree, as the relative, that both files name each other."""
    if relative.member is None or relative.member.user != by:
        raise Refused(_("Only the relative can agree."))
    _step(relative, Link.ASKED, link=Link.AGREED)
    _record(relative, "members.link_agreed", by, on, {})
    _tell(relative, relative.person, "agreed")
    return relative


@act
def end_link(relative: Relative, *, by: User, on: date) -> Relative:
    """Take the link back, or say no to it, by either side; needs no reason."""
    if relative.link == Link.NONE:
        raise Refused(_("Nothing is linked here."))
    is_relative = relative.member is not None and relative.member.user == by
    if relative.is_linked:
        other = relative.person if is_relative else relative.member
        _record(relative, "members.link_ended", by, on, {})
        _tell(relative, other, "ended")
    else:
        # Who asked would learn from their own file that there is such a member.
        _write(relative, "members.link_ended", by, on, relative.member if is_relative else None)
    _step(relative, relative.link, link=Link.NONE, member=None)
    return relative


def _step(relative: Relative, wanted: str, **changes) -> None:
    """Change the link if it still stands as wanted: of two who act at once, one is told."""
    if not Relative.objects.filter(pk=relative.pk, link=wanted).update(**changes):
        raise Refused(_("Somebody has changed this meanwhile."))
    for name, value in changes.items():
        setattr(relative, name, value)


def _record(relative: Relative, verb: str, by: User, on: date, facts: dict) -> None:
    """In the member's own file; in the relative's too once both have agreed."""
    _write(relative, verb, by, on, None, facts)
    if relative.is_linked:
        _write(relative, verb, by, on, relative.member, facts)


def _write(
    relative: Relative,
    verb: str,
    by: User,
    on: date,
    member: Person | None,
    facts: dict | None = None,
) -> None:
    """In one of the two files: the linked relative's where one is given."""
    person = member or relative.person
    record(
        chain_of(person),
        verb,
        by=by,
        subject=person,
        facts={"relative": relative.pk, "kind": relative.kind, **(facts or {})},
        personal={} if member else {"relative": relative.name},
        person=str(person.uid),
        on=on,
    )


def _tell(relative: Relative, person: Person | None, what: str) -> None:
    if person and person.user:
        notify(
            [person.user],
            "members/household",
            subject=relative,
            url="/me/card/household/",
            facts={"what": what},
        )
