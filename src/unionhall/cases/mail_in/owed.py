"""What is owed about mails, and under which rules."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.mail_in.models import Mail
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty

LOOK = "cases.look_at_mail"
LOOK_RULE = "own.mail.look_1wd"
FORGET_RULE = "own.mail.forget_90d"


def open_look(mail: Mail, *, on: date) -> Duty:
    """Open the duty to look at it, of the nearest office that may read mails."""
    needed = "cases.view_restricted" if mail.is_restricted else "cases.read_mail"
    found = routing.desks(mail.organisation, needed, on=on)
    office = found[0].office if found else "rights_officer"
    return duties.open_duty(
        LOOK,
        subject=mail,
        organisation=mail.organisation,
        office=office,
        rule=LOOK_RULE,
        start=on,
        by=None,
        on=on,
        restricted=mail.is_restricted,
    )


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Subjects and addresses as the inbox of duties shows them."""
    rows = Mail.objects.at_the_desk().readable(
        scope(user, "cases.read_mail"), scope(user, "cases.view_restricted")
    )
    rows = rows.filter(pk__in=ids)
    return {row.pk: (row.title, row.get_absolute_url()) for row in rows.defer("raw")}


subjects.register(
    "cases.mail",
    titles=titles,
    ability="cases.read_mail",
    duties={LOOK: _("Look at a mail")},
)
