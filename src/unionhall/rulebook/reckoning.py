"""Counting a period through a calendar, and telling how it was counted. Neither database nor clock."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from unionhall.rulebook.workdays import DAY, WorkCalendar
from unionhall.ui.pieces.text import written


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not run: from the day it stopped to the day it went on."""

    on: date
    until_on: date

    @property
    def days(self) -> int:
        return (self.until_on - self.on).days


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive days not counted for one reason: weekend or the holiday's name."""

    first: date
    last: date
    why: str


@dataclass(frozen=True)
class Reckoning:
    """How a due date came about: from which day, how much, what was skipped, what it was moved for."""

    start: date
    amount: int
    unit: str
    back: bool
    extension: int
    pauses: tuple[Pause, ...]
    ends_on: date  # before moving to a working day
    due_on: date
    provisional: bool
    calendar: WorkCalendar

    @property
    def skipped(self) -> list[Run]:
        """Days off that were not counted, or over which the end was moved."""
        if self.unit == "working_day":
            first, last = sorted((self.start, self.due_on))
        else:
            first, last = self.ends_on - DAY, self.due_on
        return list(_runs(_between(first, last), self.calendar))

    @property
    def made_up(self) -> list[date]:
        """Weekend days that were worked and therefore counted."""
        if self.unit != "working_day":
            return []
        first, last = sorted((self.start, self.due_on))
        return [d for d in _between(first, last) if d in self.calendar.work and d != self.start]

    @property
    def lines(self) -> list[str]:
        """The reckoning in sentences, in the reader's language."""
        return list(_told(self))


def reckoned(
    start: date,
    amount: int,
    unit: str,
    calendar: WorkCalendar,
    *,
    extension: int = 0,
    pauses: tuple[Pause, ...] = (),
) -> Reckoning:
    """Count `amount` units (day, working_day, month, year) from `start`; a negative amount counts back.

    `extension` is in working days for working days, else in days.
    """
    if unit == "working_day":
        ends_on, counted = _working_days(start, amount, calendar, extension, pauses)
        due_on = ends_on
        last = calendar.counted(start, -1) if amount < 0 else due_on
    else:
        ends_on, counted = _calendar_days(start, amount, unit, calendar, extension, pauses)
        due_on = ends_on if amount < 0 else calendar.on_or_after(ends_on)
        last = start - DAY if amount < 0 else due_on
    return Reckoning(
        start=start,
        amount=abs(amount),
        unit=unit,
        back=amount < 0,
        extension=extension,
        pauses=counted,
        ends_on=ends_on,
        due_on=due_on,
        provisional=not calendar.is_announced(last),
        calendar=calendar,
    )


def _working_days(
    start: date, amount: int, calendar: WorkCalendar, extension: int, pauses: Iterable[Pause]
) -> tuple[date, tuple[Pause, ...]]:
    """The last working day counted, and the pauses that fell within the period."""
    at, left, counted = start, amount + extension, []
    for pause in pauses:
        if pause.on > _after(at, left, calendar):
            break
        if pause.until_on > at:
            on = max(pause.on, at)
            left = max(0, left - calendar.between(at, on))
            at = pause.until_on
            counted.append(Pause(on, at))
    return _after(at, left, calendar), tuple(counted)


def _after(at: date, left: int, calendar: WorkCalendar) -> date:
    """Where `left` more working days lead; a period paused on its last day ends when it goes on."""
    return calendar.counted(at, left) if left else calendar.on_or_after(at)


def _calendar_days(
    start: date,
    amount: int,
    unit: str,
    calendar: WorkCalendar,
    extension: int,
    pauses: Iterable[Pause],
) -> tuple[date, tuple[Pause, ...]]:
    """The end before it is moved to a working day, and the pauses that fell within the period."""
    end = added(start, amount, unit) + timedelta(days=extension)
    counted = []
    for pause in pauses:
        if pause.on > calendar.on_or_after(end):
            break
        if pause.until_on > start:
            pause = Pause(max(pause.on, start), pause.until_on)
            end += timedelta(days=pause.days)
            counted.append(pause)
    return end, tuple(counted)


def added(start: date, amount: int, unit: str) -> date:
    """`start` and so many days, months or years, or the month's last day where there is no such day.

    Raises OverflowError beyond the years a date can have.
    """
    if unit == "day":
        return start + timedelta(days=amount)
    months = start.year * 12 + start.month - 1 + amount * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"year {year} is out of range")
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _between(first: date, last: date) -> Iterator[date]:
    """Days after `first` up to and including `last`."""
    return (first + DAY * n for n in range(1, (last - first).days + 1))


def _runs(days: Iterable[date], calendar: WorkCalendar) -> Iterator[Run]:
    run: Run | None = None
    for day in days:
        why = calendar.why_off(day)
        if run and (why != run.why or day - run.last > DAY):
            yield run
            run = None
        if why:
            run = Run(run.first if run else day, day, why)
    if run:
        yield run


def _day(day: date) -> str:
    return written(day, weekday=True)


def _told(r: Reckoning) -> Iterator[str]:
    if r.back:
        yield _("Counted back from %(day)s; that day is not counted.") % {"day": _day(r.start)}
    else:
        yield _("Counted from %(day)s; that day is not counted.") % {"day": _day(r.start)}
    yield _amount(r)
    if r.extension:
        yield ngettext("Extended by %(n)d day.", "Extended by %(n)d days.", r.extension) % {
            "n": r.extension
        }
    for pause in r.pauses:
        yield _("Time stood still from %(on)s to %(until)s.") % {
            "on": _day(pause.on),
            "until": _day(pause.until_on),
        }
    yield from _told_days_off(r)


def _amount(r: Reckoning) -> str:
    n = r.amount
    texts = {
        "day": ngettext("%(n)d calendar day.", "%(n)d calendar days.", n),
        "working_day": ngettext("%(n)d working day.", "%(n)d working days.", n),
        "month": ngettext("%(n)d month.", "%(n)d months.", n),
        "year": ngettext("%(n)d year.", "%(n)d years.", n),
    }
    return texts[r.unit] % {"n": n}


def _told_days_off(r: Reckoning) -> Iterator[str]:
    skipped = pgettext("between parts of a list", ", ").join(_run(run) for run in r.skipped)
    if r.unit == "working_day":
        if skipped:
            yield _("Not counted: %(days)s.") % {"days": skipped}
        if r.made_up:
            days = pgettext("between parts of a list", ", ").join(_day(day) for day in r.made_up)
            yield _("Counted although at a weekend, because worked: %(days)s.") % {"days": days}
    elif r.due_on != r.ends_on:
        yield _("The end, %(end)s, is no working day; it moves past %(days)s to %(due)s.") % {
            "end": _day(r.ends_on),
            "days": skipped,
            "due": _day(r.due_on),
        }


def _run(run: Run) -> str:
    if run.first == run.last:
        return f"{_day(run.first)} {run.why}"
    return _("%(first)s to %(last)s %(why)s") % {
        "first": _day(run.first),
        "last": _day(run.last),
        "why": run.why,
    }
