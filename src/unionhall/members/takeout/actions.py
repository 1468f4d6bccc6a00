"""A person takes all that is written down about them along."""

from datetime import date
from typing import Any, NamedTuple

from unionhall.accounts.models import User
from unionhall.history.actions import act, record
from unionhall.members.models import Person
from unionhall.members.queries import chain_of
from unionhall.members.takeout.parts import Part, Row, parts


class Taken(NamedTuple):
    """One part with its rows."""

    part: Part
    rows: list[Row]


@act
def take_out(person: Person, *, by: User, on: date) -> list[Taken]:
    """Everything about the person, part by part; that it was taken is recorded."""
    found = [Taken(part, [row for row in part.collect(person) if row]) for part in parts()]
    record(
        chain_of(person),
        "members.data_taken",
        by=by,
        subject=person,
        facts={"rows": sum(len(taken.rows) for taken in found)},
        person=str(person.uid),
        on=on,
    )
    return found


def as_json(found: list[Taken]) -> dict[str, Any]:
    """For programs: lists of objects by part."""
    return {
        taken.part.name: [{fact.name: fact.value for fact in row} for row in taken.rows]
        for taken in found
    }
