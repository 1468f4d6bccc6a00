"""The inbox's rows, written in Python: a page has fifty of them, and a template would cost three times as much."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from unionhall.cases.models import TONES, Case, Topic
from unionhall.ui.pieces.due import due
from unionhall.ui.pieces.icons import icon
from unionhall.ui.pieces.lists import state
from unionhall.ui.pieces.text import day

ROW = (
    '<tr><th scope="row"><a href="{}?{}">{}</a><span class="row-note">{} · {}{}</span></th>'
    '<td data-label="{}">{}</td><td data-label="{}">{}</td><td data-label="{}">{}</td>'
    '<td data-label="{}">{}</td><td data-label="{}">{}</td></tr>'
)


def inbox_rows(cases: Iterable[Case], *, on: date, query: str) -> SafeString:
    """Table rows; `query` goes with each link, so that the list stays in reach."""
    states = {str(status): state(status.label, tone=tone) for status, tone in TONES.items()}
    topics = {str(topic): topic.label for topic in Topic}
    names = (_("State"), _("Next date"), _("Worker"), _("Unit"), _("Handled by"))
    base = reverse("cases:case", args=["NUMBER"])
    lock = format_html(" · {}{}", icon("lock"), _("restricted"))
    return mark_safe(
        "".join(_row(case, on, base, query, states, topics, names, lock) for case in cases)
    )


def _row(case: Case, on: date, base: str, query: str, states, topics, names, lock) -> SafeString:
    when = due(case, on=on) if case.is_open else _ended(case)
    return format_html(
        ROW,
        base.replace("NUMBER", case.number),
        query,
        case.title,
        topics[case.topic],
        case.number,
        lock if case.is_restricted else "",
        names[0],
        states[case.status],
        names[1],
        when,
        names[2],
        case.person.name,
        names[3],
        case.organisation,
        names[4],
        case.handler or "–",
    )


def _ended(case: Case) -> SafeString | str:
    return day(case.closed_on, weekday=False) if case.closed_on else "–"
