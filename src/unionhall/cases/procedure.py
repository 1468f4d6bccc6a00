"""A procedure as data: stages, and the steps that lead from one to the next, with holder, period and rule.

The state machine of an app describes itself so; its page "How this goes" is drawn from it, and cannot
say anything else than what the acts do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import ngettext

from unionhall.core.errors import Citation
from unionhall.rulebook import deadlines, rules

Words = str | Promise


@dataclass(frozen=True)
class Period:
    """A duty that a step opens: its kind, and the rule (and part of it) that sets its last day."""

    kind: str
    rule: str
    part: str = ""
    office: str = ""  # whose duty it is; "" for whoever acts for the worker


@dataclass(frozen=True)
class Step:
    """One act: who does it, from which stages it leads where ("" = it stays), what it opens and ends."""

    act: str
    title: Words
    holder: Words
    among: tuple[str, ...]
    to: str = ""
    rule: str = ""
    owes: tuple[Period, ...] = ()
    fulfils: tuple[str, ...] = ()
    interrupts: str = ""  # the rule by which the limitation begins anew with it
    plain: Words = ""

    @property
    def citation(self) -> Citation | None:
        return rules.citation(self.rule) if self.rule else None

    def leads(self, stage: str) -> str:
        """The stage after it."""
        return self.to or stage


@dataclass(frozen=True)
class Procedure:
    """Stages in the order in which people meet them, with what they are called; and the steps."""

    name: str
    title: Words
    stages: Mapping[str, Words]
    steps: tuple[Step, ...]

    def moves(self) -> list[tuple[str, str]]:
        """Which stage leads to which, each pair once, in the order of the stages."""
        order = list(self.stages)
        pairs = {(one, step.to) for step in self.steps if step.to for one in step.among}
        return sorted(
            (pair for pair in pairs if pair[0] != pair[1]),
            key=lambda pair: (order.index(pair[0]), order.index(pair[1])),
        )

    def at(self, stage: str) -> list[Step]:
        """The steps that may be taken at a stage."""
        return [step for step in self.steps if stage in step.among]


def length(period: Period, *, on: date, jurisdiction: str) -> str:
    """How long a period is, in words: "5 working days"."""
    rule = rules.get(period.rule, on=on, jurisdiction=jurisdiction)
    param = deadlines.period(rule, period.part or None)
    n = rules.resolved(rule, param, on=on, jurisdiction=jurisdiction)
    texts = {
        "day": ngettext("%(n)d day", "%(n)d days", n),
        "working_day": ngettext("%(n)d working day", "%(n)d working days", n),
        "month": ngettext("%(n)d month", "%(n)d months", n),
        "year": ngettext("%(n)d year", "%(n)d years", n),
    }
    return texts[param.unit] % {"n": n}
