"""Whoever stood on a roll of founders, when their data is erased: the roll keeps its length."""

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy

from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased, register
from unionhall.members.models import Person
from unionhall.organising.founding.models import Founder


def take_names_off(founders: QuerySet[Founder]) -> int:
    """Leave only that they stood there; how many."""
    return founders.update(
        # On one roll nobody stands twice, not even without a name.
        name=Concat(Value(f"{NOBODY} "), Cast("pk", CharField())),
        phone=Value(""),  # as it is: the field would write an empty number as none at all
        id_number=None,
        employment="",
        sex="",
    )


def _founders(people: list[Person]) -> int:
    same = Q(person__in=people)
    for person in people:
        if person.phone:
            same |= Q(person=None, name=person.name, phone=person.phone)
    return take_names_off(Founder.objects.filter(same))


register(Erased("founders", gettext_lazy("Rolls of founders"), ("organising.founder",), _founders))
