"""The petitions of a person, as they take them along: all that they can read on their own pages."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told
from unionhall.petitions.models import Happening, Petitioner


def _petitions(person: Person) -> Iterator[Row]:
    rows = Petitioner.objects.filter(person=person).select_related("petition__organisation")
    for row in rows.order_by("pk"):
        names = ("number", "matter", "text", "channel", "stage", "received_on", "ended_on")
        yield told(
            row.petition,
            *names,
            union=row.petition.organisation,
            speaks_for_all=row.is_representative,
        )


def _happenings(person: Person) -> Iterator[Row]:
    rows = Happening.objects.filter(petition__petitioners__person=person)
    for row in rows.select_related("petition", "organisation").order_by("pk"):
        yield told(row, "act", "on", "text", petition=row.petition.number, union=row.organisation)


register(
    Part("petitions", _("My petitions"), ("petitions.petition", "petitions.petitioner"), _petitions)
)
register(Part("petition_steps", _("Steps of my petitions"), ("petitions.happening",), _happenings))
