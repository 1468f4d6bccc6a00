"""The urgent matters on whose lists a person stands, as they take them along."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told
from unionhall.urgent.models import Affected


def _listed(person: Person) -> Iterator[Row]:
    rows = Affected.objects.filter(person=person).select_related("matter__organisation")
    for row in rows.order_by("pk"):
        names = ("number", "kind", "place", "learnt_at", "ended_at")
        yield told(row.matter, *names, union=row.matter.organisation, listed_on=row.added_on)


register(Part("urgent", _("Urgent matters that concern me"), ("urgent.affected",), _listed))
