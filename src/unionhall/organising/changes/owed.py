"""What the higher union owes a union that a change has made: officers, by a day."""

from datetime import date

from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.organisations.models import Organisation
from unionhall.organisations.signals import mandate_begun, organisation_closed
from unionhall.organising.changes.models import Change, ChangedUnion, Role
from unionhall.organising.founding.rules import SINGLE

KIND = "organising.appoint_first"
OFFICE = "organisation_officer"
RULE = "own.organisation.first_officers_15wd"


def open_for(change: Change, *, by: User, on: date) -> Duty:
    """Open the duty of the higher union to see that somebody leads the new one."""
    return duties.open_duty(
        KIND,
        subject=change,
        organisation=change.higher,
        office=OFFICE,
        rule=RULE,
        start=on,
        by=by,
        on=on,
    )


def _made(union: Organisation) -> QuerySet[Change]:
    return Change.objects.filter(parts__organisation=union, parts__role=Role.MADE)


@receiver(mandate_begun)
def led(sender, *, mandate, by, on, **kwargs) -> None:
    """Somebody leads the union: what was owed is done."""
    if mandate.office in SINGLE:
        for change in _made(mandate.organisation):
            duties.fulfil(change, KIND, by=by, on=on)


@receiver(organisation_closed)
def ended(sender, *, organisation, by, on, **kwargs) -> None:
    """A union that is no more needs no officers."""
    for change in _made(organisation):
        duties.void(change, KIND, by=by, on=on, reason=_("the union is closed"))


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """The new union's name with the way to where its officers are appointed."""
    rows = ChangedUnion.objects.filter(change__in=ids, role=Role.MADE)
    seen = rows.filter(change__in=Change.objects.within(scope(user, "organising.view")))
    return {
        row.change_id: (
            _("First officers of %(union)s") % {"union": row.organisation},
            row.organisation.get_absolute_url(),
        )
        for row in seen.select_related("organisation")
    }


subjects.register(
    "organising.change",
    titles=titles,
    duties={KIND: gettext_lazy("Appoint the first officers of a new union")},
)
