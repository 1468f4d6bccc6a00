"""What a founding holds about a person, as they take it along."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told
from unionhall.organising.founding.models import Founder


def _founders(person: Person) -> Iterator[Row]:
    names = ("name", "phone", "employment", "asked_on", "moves")
    rows = Founder.objects.filter(person=person).select_related("founding").order_by("pk")
    for row in rows:
        yield told(row, *names, office=row.office_title, union=row.founding.name)


register(Part("foundings", _("Unions I founded"), ("organising.founder",), _founders))
