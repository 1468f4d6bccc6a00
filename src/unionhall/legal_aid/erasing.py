"""A person's legal aid, when their data is erased: that it was given stays counted, the words go."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.legal_aid.models import Aid, Assignment, Hearing
from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased, obstacle, register
from unionhall.members.models import Person
from unionhall.papers.erasing import forget


def _words(people: list[Person]) -> int:
    rows = Aid.objects.filter(person__in=people)
    keys = list(rows.values_list("pk", flat=True))
    forget(Aid._meta.label_lower, keys, nobody=NOBODY)
    Assignment.objects.filter(aid__in=keys).update(reason="")
    Hearing.objects.filter(aid__in=keys).update(place=NOBODY)
    rows.exclude(reason="").update(reason=NOBODY)
    return rows.update(
        text=NOBODY, other_side=NOBODY, papers="", objection="", review="", outcome=""
    )


@obstacle
def _open(people: list[Person], on: date) -> Iterator[str]:
    """Aid under way needs its words."""
    if Aid.objects.open().filter(person__in=people).exists():
        yield _("Legal aid for them is under way.")


register(
    Erased(
        "legal_aid",
        gettext_lazy("The words of applications for legal aid and of what came of them"),
        ("legal_aid.aid", "legal_aid.assignment", "legal_aid.hearing", "legal_aid.work"),
        _words,
    )
)
