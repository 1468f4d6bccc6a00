"""Whoever is elected to an office signs in: with their account, or with a new one for their telephone."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.members import actions as members
from unionhall.members.models import Person
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Organisation


@act
def account_of(person: Person, phone: str, union: Organisation, *, by: User, on: date) -> User:
    """The person's account; where there is none, one that signs in with the telephone number."""
    if person.user:
        return person.user
    if not phone:
        raise Refused(
            _("%(name)s has no account, and no telephone number to sign in with.")
            % {"name": person.name},
            instead=_("Enter the number in the member's file first."),
        )
    user = organisations.open_account(person.name, phone, organisation=union, by=by, on=on)
    members.bind(person, user, by=by, on=on)
    return user
