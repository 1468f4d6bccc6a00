"""A person's calls: as they take them along, and when their data is erased."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.cases.calls.models import Call
from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased
from unionhall.members.erasure.parts import register as erase
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, told
from unionhall.members.takeout.parts import register as take_along

NAMES = ("taken_at", "phone", "topic", "text", "answer", "kind", "state", "settled_on")


def _told(person: Person) -> Iterator[Row]:
    for row in Call.objects.filter(person=person).select_related("organisation").order_by("pk"):
        yield told(row, *NAMES, union=row.organisation)


def _words(people: list[Person]) -> int:
    """Number and words; that a call came, about what and when stays for figures."""
    return Call.objects.filter(person__in=people).update(text=NOBODY, answer="", phone="")


take_along(Part("calls", _("My calls to the union"), (Call._meta.label_lower,), _told))
erase(
    Erased("calls", _("The words of calls, and their numbers"), (Call._meta.label_lower,), _words)
)
