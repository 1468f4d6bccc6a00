"""Limitation, composition and thresholds: neither database nor clock.

The limitation of arbitration is a year from the day on which a worker knew or should have known
(Mediation and Arbitration Law, Art. 27). An interruption lets the year begin anew; while it is
suspended no day counts; wage arrears know no limit while the employment lasts, and a year after it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from unionhall.rulebook.reckoning import added

LIMIT_RULE = "cn.disp.limit_1y"
WAGES_RULE = "cn.disp.limit_wages_after_end"
INTERRUPTION_RULE = "cn.disp.interruption_nego"
Move = Literal["interrupt", "suspend", "resume"]


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that moves the limitation on a day, under a rule; `what` names it to the reader."""

    move: Move
    on: date
    rule: str = LIMIT_RULE
    what: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the reckoning: what happened, on which day, until when the period then ran."""

    what: str  # "begins" | "ends_employment" | "unlimited" | "restarts" | "stands_still" | "goes_on" | "too_late"
    on: date | None
    until_on: date | None
    rule: str
    event: str = ""


@dataclass(frozen=True, slots=True)
class Limitation:
    """The last day to apply for arbitration; None while it does not run. And how that came about."""

    until_on: date | None
    lines: tuple[Line, ...]
    stands_still_since: date | None = None

    def is_over(self, on: date) -> bool:
        """Whether the last day lies before `on`."""
        return self.until_on is not None and on > self.until_on


def limitation(
    known_on: date,
    events: Iterable[Moved] = (),
    *,
    years: int = 1,
    wages: bool = False,
    years_after_end: int = 1,
    ended_on: date | None = None,
    on_or_after: Callable[[date], date] = lambda day: day,
) -> Limitation:
    """Reckon it from the day of knowledge and all that moved it, in whatever order that is given.

    `on_or_after` moves a last day that is no working day. What happens after the period has run out
    changes nothing. While it stands still there is no last day.
    """
    length, rule, start, first = years, LIMIT_RULE, known_on, "begins"
    if wages:
        length, rule = years_after_end, WAGES_RULE
        if ended_on is None:
            return Limitation(None, (Line("unlimited", None, None, WAGES_RULE),))
        start, first = max(ended_on, known_on), "ends_employment"
    raw = added(start, length, "year")
    lines = [Line(first, start, on_or_after(raw), rule)]
    still: date | None = None
    waiting = in_order(events)
    while waiting:
        event = waiting.pop(_next(waiting, still))
        if event.on < start:
            continue
        if still is None and event.on > on_or_after(raw):
            lines.append(Line("too_late", event.on, on_or_after(raw), event.rule, event.what))
            continue
        if event.move == "interrupt":
            raw = added(event.on, length, "year")
            still = event.on if still else None
            shown = None if still else on_or_after(raw)
            lines.append(Line("restarts", event.on, shown, event.rule, event.what))
        elif event.move == "suspend" and still is None:
            still = event.on
            lines.append(Line("stands_still", event.on, None, event.rule, event.what))
        elif event.move == "resume" and still is not None:
            raw += event.on - still
            still = None
            lines.append(Line("goes_on", event.on, on_or_after(raw), event.rule, event.what))
    return Limitation(None if still else on_or_after(raw), tuple(lines), still)


def _next(waiting: Sequence[Moved], still: date | None) -> int:
    """Which comes next: of one day's, what ends or begins a standstill, as it then stands."""
    if still is None and waiting[0].move == "resume":
        for place, event in enumerate(waiting):
            if event.on == waiting[0].on and event.move == "suspend":
                return place  # a resumption of that day ends this one
    return 0


ORDER = {"resume": 0, "interrupt": 1, "suspend": 2}


def in_order(events: Iterable[Moved]) -> list[Moved]:
    """By day; on one day time goes on before it begins anew, and stands still last."""
    return sorted(events, key=lambda event: (event.on, ORDER[event.move], event.rule, event.what))


def earliest(found: Sequence[Limitation]) -> Limitation:
    """Of several claims' limitations the one that ends first; one without a last day ends last."""
    return min(found, key=lambda one: one.until_on or date.max)


def lacks_seats(workers: int, employer: int) -> bool:
    """Whether a mediation committee is not made of equal sides."""
    return workers == 0 or workers != employer


def term_is_long_enough(from_on: date, until_on: date, *, years: int) -> bool:
    """Whether mediators are appointed for at least so many years; `until_on` is the day after the last."""
    return until_on >= added(from_on, years, "year")


def representatives_fit(count: int, *, low: int, high: int) -> bool:
    """Whether so many workers may speak for all."""
    return low <= count <= high


def is_final(
    won: Decimal | None, kind: str, *, monthly: Decimal | None, months: int, kinds, always
) -> bool | None:
    """Whether the award on one claim is final: by its kind, or by an amount of at most so many months' minimum wage.

    None where that hangs on a minimum wage that is not known.
    """
    if kind in always:
        return True
    if kind not in kinds or won is None:
        return False
    return None if monthly is None else won <= monthly * months
