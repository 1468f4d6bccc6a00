"""A person's data erased: asked for, decided on, carried out; and holds that forbid it meanwhile."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.members.erasure import owed
from unionhall.members.erasure.models import Erasure, ErasureState, Hold
from unionhall.members.erasure.parts import obstacles, parts
from unionhall.members.models import Person
from unionhall.members.queries import chain_of, files_of
from unionhall.notifications.actions import notify


@act
def ask(person: Person, *, reason: str = "", by: User, on: date) -> Erasure:
    """Ask that a person's data be erased; the union that had them last decides."""
    refuse_erased(person)
    last = person.memberships[0] if person.memberships else None
    if last is None:
        raise Refused(_("There is no union that could decide on it."))
    if last.until_on is None or last.until_on > on:
        raise Refused(
            _("A union needs the data of its members as long as they are members."),
            instead=_("Withdraw from the union first, or ask for what is wrong to be corrected."),
        )
    try:
        with transaction.atomic():
            made = Erasure.objects.create(
                person=person,
                organisation=last.organisation,
                reason=reason.strip(),
                asked_on=on,
                asked_by=by,
            )
    except IntegrityError as error:
        raise Refused(_("Erasure has been asked for already; the union decides on it.")) from error
    owed.open_for(made, by=by, on=on)
    _record(made, "erasure_asked", by, on)
    return made


@act
def withdraw_erasure(erasure: Erasure, *, by: User, on: date) -> None:
    """Take the request back."""
    _decide(erasure, ErasureState.WITHDRAWN, by=by, on=on)
    _record(erasure, "erasure_withdrawn", by, on)


@act
def refuse_erasure(erasure: Erasure, *, reason: str, by: User, on: date) -> None:
    """Say why the data is kept; the person reads it."""
    reason = reason.strip()
    if not reason:
        raise Refused(_("Refusing needs its reason; the person will read it."))
    _decide(erasure, ErasureState.REFUSED, why_not=reason, by=by, on=on)
    _record(erasure, "erasure_refused", by, on)
    if user := erasure.person.user:
        notify([user], "members/erasure_refused", subject=erasure, url="/me/data/")


@act
def erase(erasure: Erasure, *, by: User, on: date) -> dict[str, int]:
    """Erase everything that names the person, for good; how many rows, by part.

    That somebody was a member from when until when stays, for the counts of past days, and names nobody.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=erasure.person_id)
    refuse_erased(person)
    people = files_of(person)
    if why := obstacles(people, on):
        raise Refused(why[0], instead=_("Refuse the request with this reason, or wait until then."))
    _decide(erasure, ErasureState.DONE, by=by, on=on)
    Erasure.objects.filter(person__in=people).update(reason="")
    _record(erasure, "erased", by, on)
    done = {part.name: part.erase(people) for part in parts()}
    Person.objects.filter(pk__in=[each.pk for each in people]).update(erased_on=on)
    return done


@act
def hold(person: Person, *, ground: str, until_on: date | None = None, by: User, on: date) -> Hold:
    """Forbid that anything of the person is erased, for a ground, until a day or until it is released."""
    refuse_erased(person)
    ground = ground.strip()
    if not ground:
        raise Refused(
            _("A hold needs its ground: the dispute, inspection or law that needs the data.")
        )
    if until_on and until_on <= on:
        raise Refused(_("The hold would end before it begins."))
    last = person.memberships[0]
    made = Hold.objects.create(
        person=person,
        organisation=last.organisation,
        ground=ground,
        from_on=on,
        until_on=until_on,
        set_by=by,
    )
    _note(person, "held", by, on, {"ground": ground})
    return made


@act
def release_hold(hold: Hold, *, by: User, on: date) -> None:
    """Let it hold no longer."""
    rows = Hold.objects.in_force(on=on).filter(pk=hold.pk)
    if not rows.update(until_on=on, released_by=by):
        raise Refused(_("This hold has ended already."))
    _note(hold.person, "hold_released", by, on, {})


def refuse_erased(person: Person) -> None:
    """Refuse a file of which nothing is left."""
    if person.erased_on:
        raise Refused(_("The data of this file was erased."))


def _decide(erasure: Erasure, state: str, *, by: User, on: date, why_not: str = "") -> None:
    rows = Erasure.objects.waiting().filter(pk=erasure.pk)
    won = rows.update(state=state, decided_by=by, decided_on=on, why_not=why_not)
    erasure.refresh_from_db()
    if not won:
        raise Refused(
            _("This request has been decided meanwhile: %(state)s.")
            % {"state": erasure.get_state_display()}
        )
    duties.fulfil(erasure, owed.DECIDE, by=by, on=on)


def _record(erasure: Erasure, verb: str, by: User, on: date) -> None:
    record(
        chain_of(erasure.person),
        f"members.{verb}",
        by=by,
        subject=erasure.person,
        facts={"erasure": str(erasure.uid)},
        on=on,
    )


def _note(person: Person, verb: str, by: User, on: date, personal: dict) -> None:
    record(
        chain_of(person),
        f"members.{verb}",
        by=by,
        subject=person,
        personal=personal,
        person=str(person.uid),
        on=on,
    )
