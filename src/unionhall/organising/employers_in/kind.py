"""Lists of employers as a kind of import."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max

from unionhall.exchange.columns import Layout
from unionhall.exchange.kinds import Change, Fate, Refusal, register
from unionhall.organisations.models import Employer, Organisation
from unionhall.organising.employers_in import adding, matching, removing, words
from unionhall.organising.employers_in.areas import area_of
from unionhall.organising.employers_in.fields import VOCABULARY
from unionhall.organising.employers_in.rows import Judge, Record


@dataclass
class ListRun:
    """One look at one list of employers."""

    place: Organisation
    judging: Judge

    def judge(self, layout: Layout) -> Callable:
        return self.judging.judge(layout)

    def match(self, records: Sequence[tuple]) -> list[Fate]:
        return matching.match(self.place, [Record(*record) for record in records])


class Employers:
    """The employers of one area, as the market regulator hands their list to a union."""

    name = "employers"
    vocabulary = VOCABULARY
    addition = adding.Addition
    remove = staticmethod(removing.remove)

    def run(self, place_id: int, on: date) -> ListRun:
        place = Organisation.objects.get(pk=place_id)
        return ListRun(place, Judge(area_of(place), on))

    def mark(self) -> str:
        return str(Employer.objects.aggregate(last=Max("pk"))["last"] or 0)

    def lock(self, place_id: int) -> None:
        Organisation.objects.select_for_update(no_key=True).get(pk=place_id)

    def message(self, refusal: Refusal) -> str:
        return words.refused(refusal)

    def known(self, told: tuple) -> str:
        return ""

    def takes(self, told: tuple, fields: Sequence[str]) -> list[str]:
        """None: the facts of a known employer are taken whole, as its own fate says."""
        return []

    def change(self, rows: Sequence[tuple[tuple, tuple, list[str]]], on: date) -> Change:
        raise NotImplementedError("No row is ever taken for single fields.")

    def restore(self, lines: Sequence[Any]) -> dict[int, str]:
        """Nothing: no line changed single fields."""
        return {}

    def came_back(self, importing: Any, *, asked_by: Any, approved_by: Any) -> None:
        """Nothing: no list of employers is laid before a second officer."""


register(Employers())
