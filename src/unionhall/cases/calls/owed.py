"""What is owed about calls, and under which rules."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases.calls.models import Call
from unionhall.cases.confidential import reading
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.duties.models import Duty
from unionhall.rulebook import rules

RETURN = "cases.return_call"
RETURN_RULE = "own.call.return_1wd"
TRIES_RULE = "own.call.attempts_3"
FORGET_RULE = "own.call.forget_180d"


def open_return(call: Call, *, by: User, on: date) -> Duty:
    """Open the duty to call back of whoever took the call."""
    return duties.open_duty(
        RETURN,
        subject=call,
        organisation=call.organisation,
        office="",
        holder=by,
        rule=RETURN_RULE,
        start=on,
        by=by,
        on=on,
    )


def tries_needed(call: Call, *, on: date) -> int:
    """On how many different days it has to be tried."""
    place = jurisdiction_of(call.organisation, on=on)
    return int(rules.value(TRIES_RULE, "min", on=on, jurisdiction=place))


def titles(ids: list[int], user: User) -> dict[int, tuple[str, str]]:
    """Callers and addresses as the inbox of duties shows them."""
    rows = Call.objects.within(scope(user, "cases.take_call")).filter(pk__in=ids)
    return {
        row.pk: (f"{row.caller} · {row.get_topic_display()}", row.get_absolute_url())
        for row in rows.select_related("person")
    }


def unknown_to(user: User):
    """Calls that became requests of which the user must not know."""
    return Call.objects.filter(case__in=reading.unknown_to(user)).values("pk")


subjects.register(
    "cases.call",
    titles=titles,
    ability="cases.take_call",
    unknown=unknown_to,
    duties={RETURN: _("Return a call")},
)
