"""What the pages of mails show."""

from datetime import date

from django.db.models import Q

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.cases.mail_in.models import Mail
from unionhall.cases.models import Case
from unionhall.cases.my_actions import TAKES_WORDS
from unionhall.cases.queries import readable_by
from unionhall.members.models import Person


def seen_by(user: User, held: Scope, *, on: date):
    """Mails at the desks of the scope; of those that went to a request, only where the reader may read it."""
    mine = readable_by(user, on=on).values("pk")
    restricted = scope(user, "cases.view_restricted", on=on)
    rows = Mail.objects.at_the_desk().readable(held, restricted)
    return rows.filter(Q(case=None) | Q(case__in=mine)).defer("raw")


def shown(rows, show: str):
    """Those of one tab, and their order."""
    if show == "decided":
        return rows.decided(), ("-received_at", "-pk")
    return (rows.automatic() if show == "automatic" else rows.waiting()), ("received_at", "pk")


def open_requests(person: Person, user: User, *, on: date) -> list[Case]:
    """The person's requests to which a mail can be put, as far as the reader may read them."""
    rows = readable_by(user, on=on).filter(person=person, status__in=TAKES_WORDS)
    return list(rows.select_related("organisation").order_by("-received_on", "-pk")[:20])
