"""What is done to the register: people added, corrected, bound to an account, their membership ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from unionhall.accounts.models import User
from unionhall.history.actions import act
from unionhall.members.models import Person, Spell
from unionhall.organisations.models import Organisation


@act
def add(
    organisation: Organisation,
    *,
    name: str,
    id_number: str = "",
    from_on: date,
    by: User,
    on: date,
    **facts: Any,
) -> Person:
    """Take a person into the register and begin their membership; a known ID number means the same person."""
    raise NotImplementedError


@act
def correct(
    person: Person, changes: Mapping[str, Any], *, version: int, reason: str, by: User, on: date
) -> Person:
    """Put fields right; `version` is that of the file as the officer saw it."""
    raise NotImplementedError


@act
def end_membership(spell: Spell, *, until_on: date, reason: str, by: User, on: date) -> Spell:
    """End a spell: `until_on` is the first day it no longer holds."""
    raise NotImplementedError


@act
def reveal_id(person: Person, *, reason: str, by: User, on: date) -> str:
    """The ID number in the clear, for a reason that is recorded and shown to the person."""
    raise NotImplementedError


@act
def bind(person: Person, user: User, *, by: User, on: date) -> Person:
    """Let an account be this person's."""
    raise NotImplementedError
