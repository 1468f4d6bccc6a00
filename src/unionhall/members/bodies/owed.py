"""What a union owes when a term runs out, or when its membership has grown past a threshold."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.organisations.models import Body, Organisation

RE_ELECT = "organisations.re_elect"
COMMITTEE, WOMEN = "organisations.form_committee", "organisations.form_women_committee"
OFFICE = "chair"
# The law says that they are due, not by which day; the rules say of themselves that this software does.
LEAD, FORM = "own.organisation.re_election_90d", "own.organisation.form_body_90d"
BODY = {COMMITTEE: "committee", WOMEN: "women_committee"}


def open_for(
    subject: Body | Organisation, kind: str, organisation: Organisation, *, start: date, on: date
) -> Duty:
    """Open the duty of the union's chair."""
    return duties.open_duty(
        kind,
        subject=subject,
        organisation=organisation,
        office=OFFICE,
        rule=LEAD if kind == RE_ELECT else FORM,
        start=start,
        by=None,
        on=on,
    )


def body_titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Whose body, and the union's page."""
    rows = Body.objects.within(scope(user, "organisations.view")).filter(pk__in=ids)
    return {
        row.pk: (f"{row.organisation} {row.title}", row.organisation.get_absolute_url())
        for row in rows.select_related("organisation")
    }


def union_titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """The union, and its page."""
    rows = Organisation.objects.within(scope(user, "organisations.view")).filter(pk__in=ids)
    return {row.pk: (str(row), row.get_absolute_url()) for row in rows}


subjects.register(
    "organisations.body",
    titles=body_titles,
    duties={RE_ELECT: _("Hold the re-election before the term ends")},
)
subjects.register(
    "organisations.organisation",
    titles=union_titles,
    duties={
        COMMITTEE: _("Form a committee: the union has members enough"),
        WOMEN: _("Form a women workers' committee: there are women enough"),
    },
)
