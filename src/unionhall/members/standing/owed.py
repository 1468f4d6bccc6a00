"""What a union owes after somebody leaves: to announce it, and to keep an expulsion on file."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation

ANNOUNCE, FILE = "members.announce_withdrawal", "members.file_expulsion"
OFFICE = "organisation_officer"
# No text that was seen names a day for either; the rules say of themselves that this software does.
RULES = {
    ANNOUNCE: "own.membership.announce_withdrawal_10wd",
    FILE: "own.membership.file_expulsion_10wd",
}


def open_for(
    spell: Spell, kind: str, organisation: Organisation, *, start: date, by: User, on: date
) -> Duty:
    """Open the duty, at the union or at the one above it."""
    return duties.open_duty(
        kind,
        subject=spell,
        organisation=organisation,
        office=OFFICE,
        rule=RULES[kind],
        start=start,
        by=by,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them; only of files the user may open."""
    spells = Spell.objects.filter(scope(user, "members.view").q("organisation"), pk__in=ids)
    return {
        spell.pk: (
            f"{spell.person.name} · {spell.organisation}",
            spell.person.get_absolute_url(),
        )
        for spell in spells.select_related("person", "organisation")
    }


subjects.register(
    "members.spell",
    titles=titles,
    duties={
        ANNOUNCE: _("Announce a withdrawal and take the card back"),
        FILE: _("Put an expulsion on file"),
    },
)
