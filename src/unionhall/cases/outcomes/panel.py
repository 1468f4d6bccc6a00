"""What a request's page says of what came of it."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from unionhall.access.scope import can
from unionhall.cases.models import Case
from unionhall.cases.outcomes.actions import TELLING
from unionhall.cases.outcomes.models import Outcome, Won
from unionhall.cases.panels import Line, growing, grown, panel
from unionhall.ui.pieces.text import day, money

growing(Outcome)


@panel
def of_officer(case: Case, user, on: date) -> list[Line]:
    """What was noted, with the way to note it, and the one to say that promised money came."""
    if case.status not in TELLING:
        return []
    may = can(user, "cases.note_outcome", case.organisation, on=on)
    address = reverse("cases:note_outcome", args=[case.number]) if may else ""
    found = grown(case, Outcome).prefetch_related("results").first()
    if found is None:
        return (
            [Line(pgettext("request", "What came of it"), _("Write it down"), address)]
            if may
            else []
        )
    lines = [Line(pgettext("request", "What came of it"), in_words(found), address)]
    if found.amount is not None:
        lines.append(Line(_("Money"), money_in_words(found)))
    if found.is_promised and may:
        came = reverse("cases:confirm_money", args=[case.number])
        lines.append(Line(_("Has it come?"), _("Note that it came"), came))
    return lines


def in_words(outcome: Outcome) -> str:
    """Its kinds, in the order in which they are offered."""
    kinds = {result.kind for result in outcome.results.all()}
    return _(", ").join(str(label) for value, label in Won.choices if value in kinds)


def money_in_words(outcome: Outcome) -> SafeString:
    """The amount, for how many, and whether it is there."""
    amount, persons = money(outcome.amount or 0), outcome.persons
    told = format_html("{}", amount)
    if persons and persons > 1:
        told = format_html("{} · {}", told, _("for %(n)s workers") % {"n": persons})
    if outcome.received_on:
        said = _("the worker has it") if outcome.got_it else _("received")
        return format_html("{} · {}", told, said)
    if outcome.promised_on:
        said = _("promised for")
        return format_html("{} · {} {}", told, said, day(outcome.promised_on, weekday=False))
    return format_html("{} · {}", told, _("the worker says it has not come"))
