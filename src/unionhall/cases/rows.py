"""The inbox's rows, written in Python: a page has fifty of them, and a template would cost three times as much."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unionhall.cases.models import TONES, Case, GrievanceKind, Topic
from unionhall.ui.pieces.due import due
from unionhall.ui.pieces.icons import icon
from unionhall.ui.pieces.lists import state
from unionhall.ui.pieces.text import day


def inbox_rows(cases: Iterable[Case], *, on: date, query: str, ticks: bool = False) -> SafeString:
    """Table rows; `query` goes with each link, so that the list stays in reach.

    With `ticks` each can be ticked for the form "bulk".
    """
    states = {str(status): state(status.label, tone=tone) for status, tone in TONES.items()}
    topics = {str(topic): escape(str(topic.label)) for topic in Topic}
    names = (_("State"), _("Next date"), _("Worker"), _("Unit"), _("Handled by"))
    labels = [escape(name) for name in names]
    link = reverse("cases:case", args=["NUMBER"]).replace("NUMBER", "{}") + f"?{escape(query)}"
    kinds = {
        str(GrievanceKind.GROUP): _(" · group of %(people)s"),
        str(GrievanceKind.POLICY): _(" · about a rule for all"),
    }
    lock = format_html(" · {}{}", icon("lock"), _("restricted"))
    named = format_html(" · {}{}", icon("shield-lock"), _("named persons only"))
    when = _dates(on)
    tick = _tick() if ticks else ""
    rows = []
    for case in cases:
        told = (
            states[case.status],
            when(case),
            escape(case.person.name),
            escape(str(case.organisation)),
            escape(str(case.handler or "–")),
        )
        cells = "".join(
            f'<td data-label="{label}">{text}</td>'
            for label, text in zip(labels, told, strict=True)
        )
        rows.append(
            f'<tr><th scope="row">{tick.replace("NUMBER", case.number)}<a href="{link.format(case.number)}">{escape(case.title)}</a>'
            f'<span class="row-note">{topics[case.topic]} · {case.number}'
            f"{escape(kinds.get(case.kind, '') % {'people': case.people})}"
            f"{named if case.concern else lock if case.is_restricted else ''}</span></th>{cells}</tr>"
        )
    return mark_safe("".join(rows))


def _tick() -> str:
    """The box that chooses a request for an act on many."""
    label = escape(_("Choose %(number)s") % {"number": "NUMBER"})
    return (
        '<input type="checkbox" class="form-check-input row-tick" form="bulk" name="case" '
        f'value="NUMBER" aria-label="{label}">'
    )


def _dates(on: date) -> Callable[[Case], SafeString | str]:
    """What draws a row's date; in the order of their dates, many rows of a page show the same one."""

    @lru_cache
    def left(due_on: date, provisional: bool, opened_on: date | None) -> SafeString:
        when = {"due_on": due_on, "provisional": provisional, "opened_on": opened_on}
        return due(when, on=on)

    def drawn(case: Case) -> SafeString | str:
        if case.is_open:
            return left(case.due_on, case.due_provisional, case.due_from)
        return day(case.closed_on, weekday=False) if case.closed_on else "–"

    return drawn
