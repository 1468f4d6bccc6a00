"""What a large import owes: the word of a second officer."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.grants import offices_with
from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties import subjects, succession
from unionhall.duties.models import Duty
from unionhall.exchange.models import Import
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation

SECOND = "members.approve_import"
ABILITY = "members.approve_import"
# Neither is in any law: the rules say of themselves that this software sets them.
THRESHOLD, PERIOD = "own.import.second_officer_1000", "own.import.second_word_3wd"


def open_for(importing: Import, unit: Organisation, *, by: User, on: date) -> Duty:
    """Open the duty of an office nearby in which somebody else sits than whoever asks."""
    offices = offices_with(ABILITY)
    seats = [seat for seat in succession.line(unit, on=on).seats if seat.office in offices]
    others = [seat for seat in seats if seat.user not in (by.pk, importing.uploaded_by_id)]
    if not others:
        raise Refused(
            _(
                "So large an import needs the word of a second officer, and there is none on the way up."
            ),
            instead=_("Let the union above appoint one, or divide the sheet."),
        )
    seat = others[0]
    return duties.open_duty(
        SECOND,
        subject=importing,
        organisation=Organisation.objects.get(pk=seat.organisation),
        office=seat.office,
        rule=PERIOD,
        start=on,
        by=by,
        on=on,
    )


def tell_sent_back(importing: Import, user: User) -> None:
    """Tell whoever laid an import before a second officer that it came back; the reason stands on its page."""
    here = reverse("imports:show", args=[importing.pk])
    notify([user], "members/import_sent_back", subject=importing, url=here)


def tell_came_back(importing: Import, *, asked_by: User, approved_by: User) -> None:
    """Tell both officers that what the second approved was not applied: the first has to look at it again."""
    here = reverse("imports:show", args=[importing.pk])
    notify([asked_by], "members/import_came_back", subject=importing, url=here)
    # The page is the first officer's; the second is asked anew, or never.
    inbox = reverse("duties:inbox")
    notify([approved_by], "members/import_not_applied", subject=importing, url=inbox)


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Names and addresses as the inbox of duties shows them."""
    units = Organisation.objects.within(scope(user, ABILITY)).values("pk")
    rows = Import.objects.filter(pk__in=ids, organisation_id__in=units)
    names = Organisation.objects.in_bulk([row.organisation_id for row in rows])
    return {
        row.pk: (
            f"{row.file_name} · {names[row.organisation_id]}",
            reverse("imports:second", args=[row.pk]),
        )
        for row in rows
    }


subjects.register(
    "exchange.import",
    titles=titles,
    duties={SECOND: gettext_lazy("Look at a large import as second officer")},
)
