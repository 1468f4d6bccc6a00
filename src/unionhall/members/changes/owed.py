"""What a union owes a member who proposes changes: a decision, by a day."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.members.changes.models import ChangeProposal

KIND = "members.approve_changes"
OFFICE = "organisation_officer"
# No text that was seen names a day; the rule says of itself that this software does.
RULE = "own.membership.decide_changes_10wd"


def open_for(proposal: ChangeProposal, *, by: User | None, on: date) -> Duty:
    """Open the duty to decide."""
    return duties.open_duty(
        KIND,
        subject=proposal,
        organisation=proposal.organisation,
        office=OFFICE,
        rule=RULE,
        start=on,
        by=by,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them."""
    rows = ChangeProposal.objects.within(scope(user, "members.view")).filter(pk__in=ids)
    return {
        row.pk: (f"{row.person.name} · {row.organisation}", row.get_absolute_url())
        for row in rows.select_related("person", "organisation")
    }


subjects.register(
    "members.changeproposal",
    titles=titles,
    duties={KIND: _("Decide on changes a member proposed")},
)
