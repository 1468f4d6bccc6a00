"""Whether a member consents: the one truth for every app that asks."""

from datetime import date
from typing import NamedTuple

from unionhall.members.consents.kinds import KINDS, Kind, Version
from unionhall.members.consents.models import Consent
from unionhall.members.models import Person


def given(person: Person, kind: str, *, on: date) -> bool:
    """Whether the person lets it be done on the day; KeyError for a kind that kinds.toml does not name.

    For many people ask `Person.objects.with_consent(kind, on=…)`, which says the same.
    """
    return Consent.objects.filter(person=person).given(kind, on=on).exists()


class Line(NamedTuple):
    """One kind as it is shown on a day, the person's word on it, and their earlier ones."""

    kind: Kind
    shown: Version
    consent: Consent | None
    over: bool  # given once, but the words ask for more by now
    earlier: list[tuple[Consent, Version]]

    @property
    def agreed(self) -> Version | None:
        """The words the person agreed to."""
        return self.kind.version(self.consent.version) if self.consent else None


def lines(person: Person, *, on: date) -> list[Line]:
    """Kind by kind, those whose first words come later left out."""
    rows = list(person.consents.select_related("given_by", "withdrawn_by").order_by("pk"))
    held = {
        row.kind: row
        for kind in KINDS
        for row in Consent.objects.filter(person=person).given(kind, on=on)
    }
    found = []
    for kind in KINDS.values():
        if shown := kind.shown(on):
            mine = [row for row in rows if row.kind == kind.code]
            now = held.get(kind.code)
            found.append(
                Line(
                    kind,
                    shown,
                    now,
                    now is None and any(row.withdrawn_on is None for row in mine),
                    [(row, kind.version(row.version)) for row in mine if row != now],
                )
            )
    return found
