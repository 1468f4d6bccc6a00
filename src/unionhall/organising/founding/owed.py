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
OFFICE = "organisation_officer"
# No text that was seen names a day; the rule says of itself that this software does.
RULE = "own.organisation.decide_founding_15wd"


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


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them."""
    rows = Founding.objects.within(scope(user, "organising.view")).filter(pk__in=ids)
    return {row.pk: (row.name, row.get_absolute_url()) for row in rows}


subjects.register(
    "organising.founding",
    titles=titles,
    duties={KIND: _("Decide on the founding of a union")},
)
