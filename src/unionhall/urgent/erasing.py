"""Lists of urgent matters, when a person's data is erased: the name goes off the list, the number stays."""

from django.utils.translation import gettext_lazy

from unionhall.members.erasure.parts import Erased, register
from unionhall.members.models import Person
from unionhall.urgent.models import Affected


def _lists(people: list[Person]) -> int:
    return Affected.objects.filter(person__in=people).delete()[0]


register(
    Erased(
        "urgent",
        gettext_lazy("The name on lists of urgent matters"),
        ("urgent.affected",),
        _lists,
    )
)
