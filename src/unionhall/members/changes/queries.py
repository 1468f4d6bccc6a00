"""Proposals as pages show them: old beside new, and what changed meanwhile."""

from typing import Any, NamedTuple

from unionhall.members.changes import values
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.models import Person


class Line(NamedTuple):
    """One field of a proposal in words; `now` only where the file says something else by now."""

    field: str
    label: str
    old: str
    new: str
    now: str
    is_approved: bool


def lines(proposal: ChangeProposal) -> list[Line]:
    """Field by field, in the order in which the member saw them."""
    told, found = proposal.opened(), []
    for field in proposal.fields:
        old, new = (values.kept(field, value) for value in told[field])
        now = values.current(proposal.person, field) if proposal.is_waiting else old
        found.append(
            Line(
                field,
                values.label(field),
                values.shown(field, old),
                values.shown(field, new),
                values.shown(field, now) if now not in (old, new) else "",
                field in proposal.approved,
            )
        )
    return found


def wanted(proposal: ChangeProposal) -> dict[str, tuple[Any, Any]]:
    """By field: the value the member saw, and the one they propose."""
    return {
        field: (values.kept(field, old), values.kept(field, new))
        for field, (old, new) in proposal.opened().items()
    }


def waiting_of(person: Person) -> ChangeProposal | None:
    """The person's proposal that the union has not decided on."""
    return ChangeProposal.objects.waiting().filter(person=person).first()
