"""When a request's next date falls, reckoned a second time and from the record alone.

Nothing of the product is asked but the list of days off and days worked: not the rulebook, not the
calendar, not the duties. The periods are typed here as the Regulation on petitions gives them to
whoever works by hand: fifteen days to say whether it is taken on, sixty to answer and thirty more
at most, thirty to disagree, thirty for each look one level up; and as the union promises: ten working
days for a simple matter, thirty days for an ordinary one, sixty for a hard one.
"""

import csv
import gzip
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from io import StringIO
from pathlib import Path

from unionhall import rulebook

DECIDE, ANSWER, DISAGREE, LOOK_AGAIN = 15, 60, 30, 30
PROMISED = {"": ANSWER, "ordinary": 30, "hard": 60}
SIMPLE = 10  # working days
ENDS = {"refused", "withdrawn", "closed", "confirmed"}


@cache
def announced() -> dict[date, str]:
    """Days off and weekend days worked, as announced."""
    packed = Path(rulebook.__file__).parent / "data" / "calendars" / "CN.csv.gz"
    rows = csv.DictReader(StringIO(gzip.decompress(packed.read_bytes()).decode()))
    return {date.fromisoformat(row["date"]): row["kind"] for row in rows}


def is_off(day: date) -> bool:
    """Announced as a day off, or an ordinary weekend."""
    return announced().get(day, "off" if day.weekday() >= 5 else "work") == "off"


def ends(start: date, days: int) -> date:
    """The last day of a period of calendar days: never a day off."""
    day = start + timedelta(days=days)
    while is_off(day):
        day += timedelta(days=1)
    return day


def worked(start: date, days: int) -> date:
    """The last day of a period of working days."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= not is_off(day)
    return day


def takes_on(verb: str, facts: dict) -> bool:
    """Given to a colleague by name, a request is taken on with that; the record says so by a date."""
    return verb == "accepted" or (verb == "handed_over" and "due_on" in facts)


def next_date(entries: Iterable[tuple[str, date, dict]]) -> date | None:
    """The date after all that is on record, as (verb, day, facts) in order; None when nothing is due."""
    start, days, answering, difficulty, more = None, 0, False, "", 0
    for name, on, facts in entries:
        verb = name.removeprefix("cases.")
        if verb in ("accepted", "difficulty_set"):
            difficulty = facts["difficulty"]
        if verb in ("submitted", "taken_down"):
            start, days = on, DECIDE
        elif verb == "reopened" or (not answering and takes_on(verb, facts)):
            start, days, answering, more = on, None, True, 0
        elif verb == "review_asked":
            start, days, answering, more = on, LOOK_AGAIN, True, 0
        elif verb == "answered":
            start, days, answering, more = on, DISAGREE, False, 0
        elif verb == "extended":
            more += facts["days"]
        elif verb in ENDS:
            start, answering = None, False
    if start is None:
        return None
    if days is None and difficulty == "simple":
        return worked(start, SIMPLE + more)
    return ends(start, (PROMISED[difficulty] if days is None else days) + more)
