"""What a request's page says of mails: the address at which the worker's own come to it."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.cases.mail_in.addressing import address_for
from unionhall.cases.models import Case
from unionhall.cases.my_actions import TAKES_WORDS
from unionhall.cases.panels import Line, my_panel


@my_panel
def for_workers(case: Case, user, on: date) -> list[Line]:
    """While something can be added, and only to whom an address was proved."""
    if not user.email or case.status not in TAKES_WORDS:
        return []
    address = address_for(case)
    return [Line(_("Add to it by e-mail, from your own address"), address)] if address else []
