"""Working days: the week, the announced holidays, and the weekend days worked in their place."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from unionhall.rulebook.book import DATA

DAY = timedelta(days=1)
SATURDAY = 5

# Names in the notices of the State Council; any other is shown as announced.
HOLIDAYS = {
    "元旦": gettext_noop("New Year"),
    "春节": gettext_noop("Spring Festival"),
    "清明节": gettext_noop("Qingming Festival"),
    "劳动节": gettext_noop("Labour Day"),
    "“五一”": gettext_noop("Labour Day"),
    "端午节": gettext_noop("Dragon Boat Festival"),
    "中秋节": gettext_noop("Mid-Autumn Festival"),
    "国庆节": gettext_noop("National Day"),
    "“十一”": gettext_noop("National Day"),
    "国庆节、中秋节": gettext_noop("National Day and Mid-Autumn Festival"),
    "中秋节、国庆节": gettext_noop("National Day and Mid-Autumn Festival"),
}


class MissingCalendar(LookupError):
    """No working days are known for a nation."""


@dataclass(frozen=True)
class WorkCalendar:
    """A nation's working days: `off` holidays and `work` make-up days by name, the rest by the week."""

    off: Mapping[date, str] = field(hash=False)
    work: Mapping[date, str] = field(hash=False)
    last_announced_year: int

    def is_working(self, day: date) -> bool:
        """A make-up day is worked even at a weekend; a holiday is not, even on a weekday."""
        return day in self.work or (day.weekday() < SATURDAY and day not in self.off)

    def is_announced(self, day: date) -> bool:
        """Have the holidays of this day's year been announced?"""
        return day.year <= self.last_announced_year

    def on_or_after(self, day: date) -> date:
        """The day itself if it is worked, else the next working day."""
        while not self.is_working(day):
            day += DAY
        return day

    def counted(self, start: date, number: int) -> date:
        """The `number`-th working day after `start` (before it, if negative); `start` is not counted."""
        step = DAY if number > 0 else -DAY
        day, left = start, abs(number)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`; negative if `end` is earlier."""
        if end < start:
            return -self.between(end, start)
        return sum(self.is_working(day) for day in _days(start, end))

    def why_off(self, day: date) -> str:
        """Why a day is not worked, in the reader's language; "" if it is."""
        if self.is_working(day):
            return ""
        if name := self.off.get(day):
            return _(HOLIDAYS[name]) if name in HOLIDAYS else name
        return _("weekend")


def _days(start: date, end: date) -> Iterator[date]:
    """Every day after `start` up to and including `end`."""
    return (start + DAY * n for n in range(1, (end - start).days + 1))


def calendar(place: str = "CN") -> WorkCalendar:
    """The calendar of the nation in which a place lies; raises MissingCalendar."""
    nation = place.split("/")[0].split("-")[0]
    return _of_nation("CN" if nation.isdigit() else nation)


@cache
def _of_nation(nation: str) -> WorkCalendar:
    path = DATA / "calendars" / f"{nation}.csv.gz"
    if not path.exists():
        raise MissingCalendar(_("The working days of “%s” are not known.") % nation)
    rows = list(csv.DictReader(StringIO(gzip.decompress(path.read_bytes()).decode("utf-8"))))
    days: dict[str, dict[date, str]] = {"off": {}, "work": {}}
    for row in rows:
        days[row["kind"]][date.fromisoformat(row["date"])] = row["name"]
    # A year's notice may name make-up days in the December before, never in the January after.
    last = max(day.year for named in days.values() for day in named)
    return WorkCalendar(days["off"], days["work"], last)
