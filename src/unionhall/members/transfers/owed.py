"""What each side of a transfer owes: the old union its release, the new one its reception."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.members.transfers.models import Transfer
from unionhall.organisations.models import Organisation

RELEASE, RECEIVE = "members.release", "members.receive"
OFFICE = "organisation_officer"
# No text that was seen names a day; the rules say of themselves that this software does.
RULES = {RELEASE: "own.membership.release_10wd", RECEIVE: "own.membership.receive_10wd"}


def open_for(
    transfer: Transfer, kind: str, organisation: Organisation, *, by: User | None, on: date
) -> Duty:
    """Open the duty of one side."""
    return duties.open_duty(
        kind,
        subject=transfer,
        organisation=organisation,
        office=OFFICE,
        rule=RULES[kind],
        start=on,
        by=by,
        on=on,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them."""
    rows = Transfer.objects.within(scope(user, "members.view")).filter(pk__in=ids)
    return {
        row.pk: (
            f"{row.person.name}: {row.from_organisation} → {row.to_organisation}",
            row.get_absolute_url(),
        )
        for row in rows.select_related("person", "spell__organisation", "to_organisation")
    }


subjects.register(
    "members.transfer",
    titles=titles,
    duties={
        RELEASE: _("Release a member to another union"),
        RECEIVE: _("Receive a member from another union"),
    },
)
