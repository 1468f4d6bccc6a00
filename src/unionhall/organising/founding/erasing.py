"""Whoever stood on a roll of founders, when their data is erased: the roll keeps its length."""

from django.db.models import Q
from django.utils.translation import gettext_lazy

from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased, register
from unionhall.members.models import Person
from unionhall.organising.founding.models import Founder


def _founders(people: list[Person]) -> int:
    same = Q(person__in=people)
    for person in people:
        if person.phone:
            same |= Q(person=None, name=person.name, phone=person.phone)
    rows = list(Founder.objects.filter(same))
    for row in rows:
        # On one roll nobody stands twice, not even without a name.
        row.name, row.phone, row.id_number = f"{NOBODY} {row.pk}", "", None
        row.employment = ""
    Founder.objects.bulk_update(rows, ["name", "phone", "id_number", "employment"])
    return len(rows)


register(Erased("founders", gettext_lazy("Rolls of founders"), ("organising.founder",), _founders))
