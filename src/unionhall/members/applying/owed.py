"""What a union owes whoever applies: the committee's decision, by a day."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import subjects
from unionhall.members.applying.models import Application
from unionhall.rulebook import deadlines

KIND = "members.admit"
OFFICE = "organisation_officer"
# No text that was seen names a day; the rule says of itself that this software does.
RULE = "own.membership.decide_application_15wd"


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them; only of those the user may decide on."""
    rows = Application.objects.within(scope(user, "members.view")).filter(pk__in=ids)
    return {
        row.pk: (f"{row.name} · {row.organisation}", row.get_absolute_url())
        for row in rows.select_related("organisation")
    }


def promised(application: Application) -> deadlines.Due:
    """The day to tell an applicant: that of the nation, which no union's by-law may exceed."""
    return deadlines.due(
        RULE, start=application.asked_on, jurisdiction=settings.UNIONHALL_JURISDICTION
    )


subjects.register(
    "members.application",
    titles=titles,
    duties={KIND: _("Decide on an application for membership")},
)
