"""What the union owes whoever asks for erasure: a decision."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.members.erasure.models import Erasure

DECIDE = "members.decide_erasure"
OFFICE = "organisation_officer"
# No text that was seen names a day; the rule says of itself that this software does.
RULE = "own.erasure.decide_15wd"


def open_for(erasure: Erasure, *, by: User | None, on: date) -> Duty:
    """Open the duty to decide."""
    return duties.open_duty(
        DECIDE,
        subject=erasure,
        organisation=erasure.organisation,
        office=OFFICE,
        rule=RULE,
        start=on,
        by=by,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them."""
    rows = Erasure.objects.within(scope(user, "members.erase")).filter(pk__in=ids)
    return {
        row.pk: (f"{row.person.name} · {row.organisation}", row.get_absolute_url())
        for row in rows.select_related("person", "organisation")
    }


subjects.register(
    "members.erasure",
    titles=titles,
    duties={DECIDE: _("Decide whether a person's data is erased")},
)
