"""What a large mailing owes: the word of a second officer."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.duties.models import Duty
from unionhall.mailings.models import Mailing
from unionhall.organisations.models import Mandate
from unionhall.rulebook import rules

KIND = "mailings.approve"
# No law asks for a second officer; the rule says of itself that this software does.
RULE = "own.mailings.second_officer"
CHAIR, OTHERS = "chair", "organisation_officer"


def threshold(mailing: Mailing, *, on: date) -> int:
    """From how many receivers on a second officer has to agree, as the union has set it."""
    place = jurisdiction_of(mailing.organisation, on=on)
    return int(rules.value(RULE, "recipients", on=on, jurisdiction=place))


def open_for(mailing: Mailing, *, by: User, on: date) -> Duty:
    """Let the chair decide, or, of what the chair wrote, another officer."""
    seated = Mandate.objects.in_force(on=on).filter(user=by, office=CHAIR)
    wrote_as_chair = seated.filter(organisation=mailing.organisation).exists()
    return duties.open_duty(
        KIND,
        subject=mailing,
        organisation=mailing.organisation,
        office=OTHERS if wrote_as_chair else CHAIR,
        rule=RULE,
        part="working_days",
        start=on,
        by=by,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them."""
    rows = Mailing.objects.within(scope(user, "mailings.send")).filter(pk__in=ids)
    rows = rows.select_related("organisation")
    return {row.pk: (row.subject, row.get_absolute_url()) for row in rows}


subjects.register(
    "mailings.mailing", titles=titles, duties={KIND: _("Decide on a message to many")}
)
