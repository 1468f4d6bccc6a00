"""What a union that invites owes: to see to the person's answer while there is time for one."""

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import subjects
from unionhall.members.inviting.models import Invitation

KIND = "members.answer_invitation"
OFFICE = "organisation_officer"
# No text that was seen names a day; the rule says of itself that this software does.
RULE = "own.membership.answer_invitation_15wd"


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names, as they were typed, and addresses as the inbox of duties shows them."""
    rows = Invitation.objects.within(scope(user, "members.view")).filter(pk__in=ids)
    return {
        row.pk: (f"{row.name} → {row.organisation}", row.get_absolute_url())
        for row in rows.select_related("organisation")
    }


subjects.register(
    "members.invitation",
    titles=titles,
    duties={KIND: _("Remind an invited member of the answer")},
)
