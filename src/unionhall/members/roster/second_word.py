"""The word of a second officer on a large sheet that a command brings in at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.exchange.checking import Row, Taking, check
from unionhall.exchange.choices import Choices
from unionhall.exchange.kinds import CHANGES, KINDS
from unionhall.exchange.models import Import
from unionhall.history.actions import act, record
from unionhall.members.roster import owed
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules


class Sheet(NamedTuple):
    """A sheet of a kind that is to be brought into a unit, judged as of a day."""

    kind: str
    content: bytes
    name: str
    place_id: int
    on: date


class _Counting(Taking):
    """Counts the rows that would act, without keeping them."""

    def __init__(self, kind: str, fields: Sequence[str]):
        self.kind, self.choices, self.acting = KINDS[kind], Choices(tuple(fields)), 0

    def take(self, by_fate: dict[str, list[Row]]) -> None:
        for fate, rows in by_fate.items():
            self.acting += sum(1 for _row in self.choices.adding(fate, rows))
        changing = self.choices.changing(self.kind, by_fate.get(CHANGES, []))
        self.acting += sum(1 for _row in changing)


def acting_in(sheet: Sheet, *, fields: Sequence[str] = ()) -> int:
    """How many rows of a sheet would add or change something; nothing is kept."""
    counting = _Counting(sheet.kind, fields)
    check(
        sheet.content,
        sheet.name,
        kind=KINDS[sheet.kind],
        place_id=sheet.place_id,
        on=sheet.on,
        taking=counting,
    )
    return counting.acting


@dataclass(frozen=True)
class Word:
    """What `approved_by` says to an import into a unit that `by` brings."""

    unit: Organisation
    ability: str
    approved_by: User | None
    by: User | None

    @cached_property
    def holds(self) -> bool:
        """Whether it is another officer's, who may give it there."""
        who = self.approved_by
        return bool(who and who != self.by and scope(who, self.ability).covers(self.unit))

    def refuse_large(self, sheet: Sheet, most: int, *, fields: Sequence[str] = ()) -> None:
        """Refuse a sheet of which `most` rows or more would act, and say what the word lacks."""
        if acting_in(sheet, fields=fields) < most:
            return
        rule = rules.citation(owed.THRESHOLD)
        if self.approved_by is None:
            raise Refused(
                _("So large an import needs the word of a second officer. Nothing was added."),
                rule,
                instead=_("Name whoever approved it: --approved-by USERNAME."),
            )
        if self.approved_by == self.by:
            raise Refused(
                _("The second officer must be another one than whoever brought the sheet."), rule
            )
        raise Refused(
            _("%(name)s may not approve imports into %(union)s.")
            % {"name": self.approved_by, "union": self.unit},
            rule,
        )

    @act
    def note(self, importing: Import | None, most: int, *, on: date) -> None:
        """Record the word on what turned out to be large."""
        if self.holds and importing and importing.lines.count() >= most:
            verb = f"{importing.kind}.import_approved"
            record(importing.chain, verb, by=self.approved_by, subject=importing, facts={}, on=on)
