"""Membership sheets as a kind of import."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from unionhall.exchange.columns import Layout
from unionhall.exchange.kinds import Fate, Refusal, register
from unionhall.members.models import Person, Spell
from unionhall.members.roster import adding, changing, owed, removing, words
from unionhall.members.roster.fields import VOCABULARY
from unionhall.members.roster.matching import Register
from unionhall.members.roster.rows import Judge, Record
from unionhall.organisations.models import Organisation


@dataclass
class RosterRun:
    """One look at one membership sheet."""

    judging: Judge
    register: Register

    def judge(self, layout: Layout) -> Callable:
        return self.judging.judge(layout)

    def match(self, records: Sequence[tuple]) -> list[Fate]:
        return self.register.match([Record(*record) for record in records])


class Roster:
    """The members of one union, as unions keep them in sheets."""

    name = "members"
    vocabulary = VOCABULARY
    addition = adding.Addition
    remove = staticmethod(removing.remove)
    takes = staticmethod(changing.takes)
    change = changing.Change
    restore = staticmethod(changing.restore)
    came_back = staticmethod(owed.tell_came_back)

    def run(self, place_id: int, on: date) -> RosterRun:
        return RosterRun(Judge(on), Register(place_id, on))

    def mark(self) -> str:
        last = [model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (Person, Spell)]
        return "{} {}".format(*last)

    def lock(self, place_id: int) -> None:
        Organisation.objects.select_for_update(no_key=True).get(pk=place_id)

    def message(self, refusal: Refusal) -> str:
        return words.refused(refusal)

    def known(self, told: tuple) -> str:
        return words.same_person(told) if told else ""


register(Roster())
