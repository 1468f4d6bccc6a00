"""Replaying a dispute from what happened: the same happenings, the same stage and the same last days.

Neither database nor clock, but for the rulebook as it is written.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from unionhall.disputes import rules
from unionhall.disputes.models import OVER, Stage
from unionhall.disputes.procedure import BY_ACT
from unionhall.rulebook.deadlines import due


@dataclass
class Standing:
    """Where a dispute stands, what is owed by when, and what has moved its limitation."""

    known_on: date
    stage: str = Stage.OPENED
    owed: dict[str, date] = field(default_factory=dict)
    moved: list[rules.Moved] = field(default_factory=list)

    def may(self) -> list[str]:
        """The steps that can be taken now."""
        return [
            act
            for act, step in BY_ACT.items()
            if self.stage in step.among
            and (step.to or not step.fulfils or self.owed.keys() & set(step.fulfils))
        ]

    def take(self, act: str, on: date) -> None:
        """One more step on a day; raises ValueError where it does not belong."""
        if act not in self.may():
            raise ValueError(f"{act} at {self.stage}")
        step = BY_ACT[act]
        self.stage = step.leads(self.stage)
        for kind in step.fulfils:
            self.owed.pop(kind, None)
        if self.stage in OVER:
            self.owed.clear()
        for period in step.owes:
            self.owed[period.kind] = due(period.rule, start=on, part=period.part or None).due_on
        if step.interrupts:
            self.moved.append(rules.Moved("interrupt", on, step.interrupts, act))

    @property
    def limitation_on(self) -> date | None:
        return rules.limitation(self.known_on, self.moved).until_on


def replayed(known_on: date, happenings: Iterable[tuple[str, date]]) -> Standing:
    """The standing after all happenings, taken in the order given."""
    standing = Standing(known_on)
    for act, on in happenings:
        standing.take(act, on)
    return standing
