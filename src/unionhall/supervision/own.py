"""The hazards a person reported, as they take them along."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told
from unionhall.supervision.models import Hazard


def _hazards(person: Person) -> Iterator[Row]:
    names = ("place", "text", "severity", "state", "noted_on", "name_kept", "told_on", "due_on")
    rows = Hazard.objects.filter(reporter=person).select_related("organisation").order_by("pk")
    for row in rows:
        yield told(row, *names, "ended_on", "ground", union=row.organisation)


register(Part("hazards", _("Hazards I reported"), ("supervision.hazard",), _hazards))
