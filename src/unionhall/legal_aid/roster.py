"""The roster of lawyers that a federation keeps."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.legal_aid import steps
from unionhall.legal_aid.models import Assignment, Engagement, Lawyer
from unionhall.organisations.models import Organisation


@act
def add_lawyer(
    organisation: Organisation,
    *,
    name: str,
    firm: str,
    licence: str,
    phone: str,
    specialities: str = "",
    capacity: int,
    from_on: date,
    by: User,
    on: date,
) -> Lawyer:
    """Put a lawyer on the roster of a federation, from the county up; raises Refused."""
    if organisation.kind not in steps.FEDERATIONS:
        raise Refused(_("Rosters are kept by federations from the county level up."))
    if not 1 <= capacity <= 100:
        raise Refused(_("A lawyer takes one to a hundred matters at once."))
    try:
        with transaction.atomic():
            made = Lawyer.objects.create(
                organisation=organisation,
                name=steps.needed(name, _("Give the lawyer's name.")),
                firm=firm.strip(),
                licence=steps.needed(licence, _("Give the number of the licence.")),
                phone=phone.strip(),
                specialities=specialities.strip(),
                capacity=capacity,
                from_on=from_on,
            )
    except IntegrityError as error:
        raise Refused(_("A lawyer with this licence is on the roster already.")) from error
    record(organisation.chain, "legal_aid.added_lawyer", by=by, subject=made, on=on)
    return made


@act
def end_lawyer(lawyer: Lawyer, *, by: User, on: date) -> None:
    """Take a lawyer off the roster; first another takes over each open matter."""
    Lawyer.objects.select_for_update(no_key=True, of=("self",)).get(pk=lawyer.pk)
    left = Assignment.objects.filter(lawyer=lawyer, until_on=None).count()
    if left:
        raise Refused(
            _("%(name)s is in charge of open matters: %(n)s.") % {"name": lawyer, "n": left},
            instead=_("Let another lawyer take them over first."),
        )
    if not Lawyer.objects.filter(pk=lawyer.pk, until_on=None).update(until_on=on):
        raise Refused(_("This lawyer has left the roster already."))
    lawyer.until_on = on
    record(lawyer.organisation.chain, "legal_aid.ended_lawyer", by=by, subject=lawyer, on=on)


@act
def note_engagement(lawyer: Lawyer, *, party: str, by: User, on: date) -> Engagement:
    """Write down for whom a lawyer acts or acted: no aid against them from this lawyer."""
    party = steps.needed(party, _("Say for whom the lawyer acts or acted."))
    try:
        with transaction.atomic():
            made = Engagement.objects.create(lawyer=lawyer, party=party, noted_on=on)
    except IntegrityError as error:
        raise Refused(_("That is written down already.")) from error
    record(lawyer.organisation.chain, "legal_aid.noted_engagement", by=by, subject=lawyer, on=on)
    return made
