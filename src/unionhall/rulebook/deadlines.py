"""Due dates: a pure function of events, rule version and calendar.

The day on which a period starts is not counted (Civil Code, Art. 201). Months and years end on the
corresponding day, or the month's last (Art. 202). A period of days, months or years that ends on a
day off ends on the next working day (Art. 203). A period counted back from a day, "n days before",
is not moved: its end protects whoever must be told in time, and moving it forward would shorten
that time (compare Regulation (EEC, Euratom) No 1182/71, Art. 3(4), which excepts such periods too).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from unionhall.core.errors import Citation, Refused
from unionhall.rulebook import rules, workdays
from unionhall.rulebook.places import ANYWHERE
from unionhall.rulebook.reckoning import Pause, Reckoning, reckoned
from unionhall.rulebook.rules import MissingRule
from unionhall.rulebook.schema import PERIODS, Param, Rule

MAIN = ("days", "working_days", "months", "years")
EXTENSIONS = ("extension_days_max", "extension_working_days")


class NoPeriod(MissingRule):
    """The rule fixes no such period, or several of which none was named."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that moves a period: so many more days, a pause (until resumed, or of `days`), a resumption."""

    kind: Literal["extend", "pause", "resume"]
    on: date
    days: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period, and how it was reckoned; provisional while holidays are unannounced."""

    due_on: date
    provisional: bool
    rule: str
    part: str
    citation: Citation
    reckoning: Reckoning
    jurisdiction: str = "CN"
    paused_on: date | None = None  # set while a pause lasts: the date then moves with every day

    @property
    def start(self) -> date:
        """The day of the event from which the period was counted."""
        return self.reckoning.start

    def left(self, today: date) -> int:
        """Working days after today up to the due date; 0 on the last day, negative when missed."""
        return working_days_left(self.due_on, today, jurisdiction=self.jurisdiction)


def working_days_left(due_on: date, today: date, *, jurisdiction: str = "CN") -> int:
    """Working days after today up to the due date; 0 on the last day, negative when missed."""
    return workdays.calendar(jurisdiction).between(today, due_on)


def due(
    rule_id: str,
    *,
    start: date,
    part: str | None = None,
    jurisdiction: str = "CN",
    events: Sequence[Event] = (),
    as_of: date | None = None,
) -> Due:
    """When a period that starts (or, counted back, ends) with the event of `start` is due.

    The rule is that of the day of the event, or of the day `as_of`: for questions, not for acts. Raises MissingRule or ExpiredRule, NoPeriod where the part must be named, Refused where an
    extension goes beyond what the rule allows, ValueError for events that cannot follow each other.
    """
    on = as_of or start
    rule = rules.get(rule_id, on=on, jurisdiction=jurisdiction)
    param = period(rule, part)
    amount = rules.resolved(rule, param, on=on, jurisdiction=jurisdiction)
    extension = _extension(rule, param, on, jurisdiction, events)
    if param.counts_back and events:
        raise ValueError(_("A period counted back can be neither extended nor paused."))
    pauses, paused_on = _pauses(events)
    nation = jurisdiction if rule.jurisdiction == ANYWHERE else rule.jurisdiction
    reckoning = reckoned(
        start,
        -amount if param.counts_back else amount,
        param.unit,
        workdays.calendar(nation),
        extension=extension,
        pauses=pauses,
    )
    return Due(
        due_on=reckoning.due_on,
        provisional=reckoning.provisional,
        rule=rule.id,
        part=param.name,
        citation=rules.citation(rule.id),
        reckoning=reckoning,
        jurisdiction=nation,
        paused_on=paused_on,
    )


def first_day(rule_id: str, part: str | None = None) -> date | None:
    """From which day the period is on record; None when its beginning is not recorded."""
    rule = rules.written(rule_id)
    return max(filter(None, (rule.from_on, period(rule, part).values[0].from_on)), default=None)


def period(rule: Rule, part: str | None = None) -> Param:
    """The period that `part` names, or the rule's main one; raises NoPeriod listing the parts."""
    if part:
        param = rules.param_of(rule, part)
        _must_be_period(rule, param)
        return param
    main = [rule.params[name] for name in MAIN if name in rule.params]
    if len(main) == 1:
        _must_be_period(rule, main[0])
        return main[0]
    if parts := parts_of(rule):
        raise NoPeriod(
            _("“%(rule)s” has no single main period: name a part (--part): %(parts)s.")
            % {"rule": rule.id, "parts": ", ".join(parts)}
        )
    if hours := [p.name for p in rule.params.values() if p.unit == "hour"]:
        _must_be_period(rule, rule.params[hours[0]])
    raise NoPeriod(_("“%s” fixes no period.") % rule.id)


def parts_of(rule: Rule) -> list[str]:
    """The names of all parameters with which a date can be counted."""
    return [param.name for param in rule.params.values() if param.is_period]


def _must_be_period(rule: Rule, param: Param) -> None:
    if param.is_period:
        return
    names = {"rule": rule.id, "part": param.name}
    if param.unit == "hour":
        raise NoPeriod(_("“%(part)s” of “%(rule)s” is counted in hours, not in days.") % names)
    if param.unit in PERIODS:
        choice = ", ".join(map(str, param.values[-1].value))
        raise NoPeriod(
            _("“%(part)s” of “%(rule)s” leaves a choice (%(choice)s): it is no single period.")
            % {**names, "choice": choice}
        )
    parts = ", ".join(parts_of(rule)) or _("none")
    raise NoPeriod(
        _("“%(part)s” of “%(rule)s” is no period. Its periods: %(parts)s.")
        % {**names, "parts": parts}
    )


def _extension(
    rule: Rule, param: Param, on: date, jurisdiction: str, events: Sequence[Event]
) -> int:
    """Days by which the period was extended, in its own unit; raises Refused beyond the rule's most."""
    asked = sum(event.days for event in events if event.kind == "extend")
    if any(event.days <= 0 for event in events if event.kind == "extend"):
        raise ValueError(_("An extension needs a number of days."))
    if not asked or (param.name in MAIN and "extendable" in rule.params):
        return asked
    name = EXTENSIONS[param.unit == "working_day"]
    if param.name not in MAIN or name not in rule.params:
        raise Refused(_("This period cannot be extended."), rules.citation(rule.id))
    most = rules.resolved(rule, rule.params[name], on=on, jurisdiction=jurisdiction)
    if asked > most:
        raise Refused(
            _("This period can be extended by at most %(most)d days; %(asked)d were asked for.")
            % {"most": most, "asked": asked},
            rules.citation(rule.id),
        )
    return asked


def _pauses(events: Sequence[Event]) -> tuple[tuple[Pause, ...], date | None]:
    """Pauses that have ended, in order, and since when an open one lasts."""
    pauses: list[Pause] = []
    open_on: date | None = None
    for event in sorted(events, key=lambda e: e.on):
        if event.kind == "pause":
            if open_on or (pauses and event.on < pauses[-1].until_on):
                raise ValueError(_("The period is already paused."))
            if event.days:
                pauses.append(Pause(event.on, event.on + timedelta(days=event.days)))
            else:
                open_on = event.on
        elif event.kind == "resume":
            if open_on is None:
                raise ValueError(_("The period is not paused."))
            pauses.append(Pause(open_on, event.on))
            open_on = None
    return tuple(pauses), open_on
