"""How much time is left."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from unionhall.ui import lookups
from unionhall.ui.pieces.html import EMPTY, joined, needed, part, popover
from unionhall.ui.pieces.icons import icon
from unionhall.ui.pieces.rules import explained, rule_lines
from unionhall.ui.pieces.text import written

ICONS = {
    "open": "clock",
    "soon": "alert-circle",
    "missed": "alert-triangle",
    "met": "circle-check",
    "late": "circle-check",
    "void": "minus",
}


def stage(subject: Any, *, on: date, start: date | None) -> str:
    """open, soon (the last fifth of the period), missed, met, late (met after its day) or void."""
    due_on, fulfilled_on = part(subject, "due_on"), part(subject, "fulfilled_on")
    if fulfilled_on:
        return "met" if fulfilled_on <= due_on else "late"
    if part(subject, "voided_on"):
        return "void"
    if on > due_on:
        return "missed"
    if start and (due_on - on).days * 5 <= (due_on - start).days:
        return "soon"
    return "open"


def _left(due_on: date, on: date, working_days: int | None) -> str:
    days = (due_on - on).days
    if days == 0:
        return _("Due today")
    if working_days is not None:
        return ngettext("{} working day left", "{} working days left", working_days).format(
            working_days
        )
    return ngettext("{} day left", "{} days left", days).format(days)


def _words(subject: Any, *, at: str, on: date, working_days: int | None) -> str:
    due_on = part(subject, "due_on")
    if at == "void":
        return _("No longer due")
    if at == "met":
        return _("Done in time")
    if at == "late":
        days = (part(subject, "fulfilled_on") - due_on).days
        return ngettext("Done {} day late", "Done {} days late", days).format(days)
    if at == "missed":
        days = (on - due_on).days
        return ngettext("{} day overdue", "{} days overdue", days).format(days)
    if working_days is None:
        working_days = part(subject, "working_days_left")
    if working_days is None:
        working_days = lookups.working_days(on, due_on)
    return _left(due_on, on, working_days)


def due(
    subject: Any,
    *,
    on: date | None = None,
    start: date | None = None,
    working_days: int | None = None,
    reckoning: Iterable[Any] | None = None,
    rule: Any = None,
) -> SafeString:
    """ "还剩 3 个工作日 · 11月26日（周四）", for anything with `due_on` (a duty, a reckoned due date).

    It reads `provisional`, `opened_on` or `start`, `fulfilled_on`, `voided_on` and
    `working_days_left` where they are there. With `reckoning` (lines) or `rule` (an id or an
    explained rule) it opens how the day was found.
    """
    due_on = part(subject, "due_on")
    needed("due", subject=subject, due_on=due_on)
    on = on or timezone.localdate()
    start = start or part(subject, "opened_on") or part(subject, "start")
    at = stage(subject, on=on, start=start)
    done = part(subject, "fulfilled_on")
    shown = done or due_on
    text = format_html(
        '{}<span class="due-text"><span class="due-left">{}</span><span class="due-when">'
        '<time datetime="{}">{}</time></span>{}</span>',
        icon(ICONS[at]),
        _words(subject, at=at, on=on, working_days=working_days),
        shown.isoformat(),
        written(shown, weekday=True, year=shown.year != on.year),
        format_html('<span class="due-provisional">{}</span>', _("provisional"))
        if part(subject, "provisional") and not done
        else EMPTY,
    )
    if reckoning is None and rule is None:
        return format_html('<span class="due due-{}">{}</span>', at, text)
    opened = popover(
        text,
        title=_("How this day was reckoned"),
        body=_reckoned(subject, reckoning, rule),
        kind="due",
    )
    return format_html('<span class="due due-{}">{}</span>', at, opened)


def _reckoned(subject: Any, reckoning: Iterable[Any] | None, rule: Any) -> SafeString:
    return format_html(
        "{}{}{}",
        joined('<span class="pop-step">{}</span>', [(line,) for line in reckoning or ()]),
        format_html(
            '<span class="pop-note">{}</span>',
            _("Holidays of that year have not been announced yet; the day may still move."),
        )
        if part(subject, "provisional")
        else EMPTY,
        rule_lines(explained(rule)) if rule else EMPTY,
    )
