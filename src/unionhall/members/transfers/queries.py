"""Unions that take members, as anybody may know them, and what of a person's could move."""

from datetime import date

from django.db.models import Q

from unionhall.members.models import Person, Spell
from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Organisation


def taking(text: str) -> list[Organisation]:
    """Open unions that hold members, of this code or name; else those whose name holds the text."""
    text = text.strip()
    rows = Organisation.objects.open().filter(kind__in=HOLDING).order_by("code")
    exact = list(rows.filter(Q(code=text) | Q(name=text) | Q(short_name=text))[:6])
    return exact or list(rows.called(text)[:6])


def elsewhere(person: Person, organisation: Organisation, *, on: date) -> Spell | None:
    """The membership in another union on the day, the latest one; None for none."""
    rows = Spell.objects.covering(on=on).filter(person=person).exclude(organisation=organisation)
    return rows.select_related("person__user", "organisation").order_by("-from_on", "-pk").first()
