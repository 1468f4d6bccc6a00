"""What the higher union owes those who found a union: its decision, by a day."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.organising.founding.models import Founding

KIND = "organising.approve"
HELP = "organising.prepare"
OFFICE = "organisation_officer"
# No text that was seen names a day; the rules say of themselves that this software does.
RULE, HELP_RULE = (
    "own.organisation.decide_founding_15wd",
    "own.organisation.help_founding_10wd",
)


def open_for(founding: Founding, *, by: User | None, on: date) -> Duty:
    """Open the duty of the higher union."""
    return duties.open_duty(
        KIND,
        subject=founding,
        organisation=founding.higher,
        office=OFFICE,
        rule=RULE,
        start=on,
        by=by,
        on=on,
    )


def open_help(founding: Founding, *, on: date) -> Duty:
    """Open the duty to help workers who want a union."""
    return duties.open_duty(
        HELP,
        subject=founding,
        organisation=founding.higher,
        office=OFFICE,
        rule=HELP_RULE,
        start=on,
        by=None,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them."""
    rows = Founding.objects.within(scope(user, "organising.view")).filter(pk__in=ids)
    return {row.pk: (row.name, row.get_absolute_url()) for row in rows}


subjects.register(
    "organising.founding",
    titles=titles,
    duties={
        KIND: _("Decide on the founding of a union"),
        HELP: _("Help workers who want to found a union"),
    },
)
