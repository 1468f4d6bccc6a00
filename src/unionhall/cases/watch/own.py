"""A person's check-ins: as they take them along, and when their data is erased."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.cases.watch.models import CheckIn, Watch
from unionhall.duties.models import Duty
from unionhall.members.erasure.parts import Erased
from unionhall.members.erasure.parts import register as erase
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, told
from unionhall.members.takeout.parts import register as take_along

MODELS = (Watch._meta.label_lower, CheckIn._meta.label_lower)


def _told(person: Person) -> Iterator[Row]:
    rows = CheckIn.objects.filter(watch__case__person=person).select_related("watch__case")
    for row in rows.order_by("pk"):
        names = ("due_on", "state", "asked_on", "answer", "answered_on", "called_on")
        yield told(row, *names, request=row.watch.case.number)


def _gone(people: list[Person]) -> int:
    """All of them; duties about them that are open still would be about nobody."""
    rows = CheckIn.objects.filter(watch__case__person__in=people)
    kind, keys = CheckIn._meta.label_lower, list(rows.values_list("pk", flat=True))
    Duty.objects.open().filter(subject_type=kind, subject_id__in=keys).delete()
    return Watch.objects.filter(case__person__in=people).delete()[0]


take_along(Part("check_ins", _("How I was asked after my requests"), MODELS, _told))
erase(Erased("check_ins", _("Check-ins after requests, with the answers"), MODELS, _gone))
