"""Who sits first in a union that a merger or a division makes: named before the act, appointed in it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.members.models import Person, Spell
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Organisation
from unionhall.organisations.offices import OFFICES
from unionhall.organising.changes.models import Way
from unionhall.organising.changes.plans import FirstOfficer, Plan
from unionhall.organising.founding.rules import ELECTED, SINGLE
from unionhall.organising.seating import account_of


def moving(plan: Plan, *, on: date) -> QuerySet[Spell]:
    """The memberships that go on in the union to be made."""
    rows = Spell.objects.covering(on=on).filter(organisation__in=plan.unions)
    return rows if plan.persons is None else rows.filter(person__in=plan.persons)


def called(typed: str, rows: QuerySet[Spell]) -> int:
    """The key of the one among them of this name; the last four digits of a telephone may follow it."""
    name, _space, digits = typed.strip().partition(" ")
    people = Person.objects.filter(pk__in=rows.values("person"))
    found = people.filter(name=typed.strip())
    if not found and digits.strip().isdigit():
        found = people.filter(name=name, phone__endswith=digits.strip())
    if found.count() != 1:
        raise Refused(
            _("Not exactly one of the members who go is called so: %(typed)s")
            % {"typed": typed.strip()},
            instead=_("Write the whole name, and after it the last four digits of the telephone."),
        )
    return found.get().pk


def named(plan: Plan, *, on: date) -> list[tuple[Person, str]]:
    """Everybody with their office, as the act would appoint them; raises Refused for whoever cannot be."""
    if not plan.officers:
        return []
    if plan.new is None or plan.way not in (Way.MERGE, Way.SPLIT):
        raise Refused(
            _("Only a new union is given first officers; one that goes on keeps those it has.")
        )
    _refuse_offices(plan.officers, plan.target)
    keys = {one.person for one in plan.officers}
    going = moving(plan, on=on).filter(person__in=keys)
    people = Person.objects.filter(pk__in=going.values("person")).in_bulk()
    if keys - people.keys():
        raise Refused(_("First officers are taken from the members who go."))
    return [(people[one.person], one.office) for one in plan.officers]


def _refuse_offices(officers: Iterable[FirstOfficer], union: Organisation) -> None:
    offices = [one.office for one in officers]
    for office in offices:
        if office not in ELECTED or office not in union.kind_facts.offices:
            raise Refused(_("Nobody is elected to this office first: %s.") % office)
    for office in SINGLE:
        if offices.count(office) > 1:
            raise Refused(
                _("Two were named for an office that one person holds: %s.") % OFFICES[office]
            )


def leads(plan: Plan) -> bool:
    """Whether somebody is named who would lead the new union."""
    return any(one.office in SINGLE for one in plan.officers)


@act
def appoint(plan: Plan, union: Organisation, *, by: User, on: date) -> None:
    """Appoint them in the union that was made, as of the day."""
    for one in plan.officers:
        person = Person.objects.select_related("user").get(pk=one.person)
        user = account_of(person, person.phone, union, by=by, on=on)
        organisations.appoint(user, union, one.office, from_on=on, by=by, on=on)
