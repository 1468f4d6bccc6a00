"""First sign-ins that wait for an officer of the sample: a new number, an unknown name, one overdue."""

from datetime import datetime, timedelta

from unionhall.core import clock
from unionhall.members.binding.actions import settle
from unionhall.members.binding.rules import Claim
from unionhall.members.models import Person
from unionhall.members.sealing import open_id

NEW_NUMBERS = ("19700000001", "19700000002")


def wait(*, now: datetime) -> None:
    """Let two members come with a number the register does not know, and somebody it does not know."""
    members = Person.objects.filter(user=None, spells__until_on=None).exclude(id_index=None)
    for phone, person, days in zip(NEW_NUMBERS, members.order_by("pk")[:2], (9, 1), strict=False):
        _ask(Claim(person.name, phone, open_id(person)[-6:]), on_day=now - timedelta(days=days))
    _ask(Claim("宋雨桐", "19700000003", "123456"), on_day=now, workplace="西湖茶厂")


def _ask(claim: Claim, *, on_day: datetime, workplace: str = "") -> None:
    with clock.standing_at(on_day):
        settle(claim, workplace=workplace, on=clock.today())
