"""Consents given and taken back, by the member alone."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.members.consents.kinds import KINDS
from unionhall.members.consents.models import Consent
from unionhall.members.models import Person
from unionhall.members.queries import chain_of


@act
def give_consent(person: Person, kind: str, *, version: int, by: User, on: date) -> Consent:
    """Consent in the words of the version the member has read; an older word gives way to it."""
    _refuse_others(person, by)
    shown = KINDS[kind].shown(on)
    if shown is None or shown.number != version:
        raise Refused(
            _("The text was changed while you had the page open. Nothing was saved."),
            instead=_("Read it as it is now."),
        )
    standing = Consent.objects.filter(person=person, kind=kind, withdrawn_on=None)
    standing.exclude(version=version).update(withdrawn_on=on, withdrawn_by=by)
    try:
        with transaction.atomic():
            made = Consent.objects.create(
                person=person, kind=kind, version=version, given_on=on, given_by=by
            )
    except IntegrityError as error:
        raise Refused(_("You have consented already.")) from error
    _record(person, "members.consent_given", made, by, on)
    return made


@act
def withdraw_consent(person: Person, kind: str, *, by: User, on: date) -> None:
    """Take it back from this day on; no reason is asked."""
    _refuse_others(person, by)
    standing = Consent.objects.filter(person=person, kind=kind, withdrawn_on=None)
    row = standing.first()
    if row is None or not standing.update(withdrawn_on=on, withdrawn_by=by):
        raise Refused(_("You have not consented to this, or taken it back already."))
    _record(person, "members.consent_withdrawn", row, by, on)


def _refuse_others(person: Person, by: User) -> None:
    if person.user != by:
        raise Refused(_("Only the member consents."))


def _record(person: Person, verb: str, row: Consent, by: User, on: date) -> None:
    record(
        chain_of(person),
        verb,
        by=by,
        subject=person,
        facts={"consent": row.kind, "version": row.version},
        person=str(person.uid),
        on=on,
    )
