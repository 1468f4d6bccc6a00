"""The next step of a target as a duty with a date."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.organising.campaigns.models import Target

NEXT_STEP = "campaigns.next_step"
OFFICE = "organisation_officer"
RULE = "own.organising.next_step_1wd"


def open_for(target: Target, *, start: date, by: User | None, on: date) -> Duty:
    """Owe the next step, by the working day after the one agreed; the campaign's officer holds it where
    they hold an office that can.
    """
    return duties.open_duty(
        NEXT_STEP,
        subject=target,
        organisation=target.campaign.organisation,
        office=OFFICE,
        rule=RULE,
        start=start,
        by=by,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """The employer, and the target's page."""
    rows = Target.objects.within(scope(user, "campaigns.view")).filter(pk__in=ids)
    return {
        row.pk: (f"{row.employer}（{row.campaign}）", row.get_absolute_url())
        for row in rows.select_related("employer", "campaign")
    }


subjects.register(
    "organising.target",
    titles=titles,
    duties={NEXT_STEP: _("Take the next step at an employer")},
)
