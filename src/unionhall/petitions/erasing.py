"""A person's petitions, when their data is erased: that they were answered stays, the words go."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased, obstacle, register
from unionhall.members.models import Person
from unionhall.petitions.models import Happening, Petition, Petitioner


def _words(people: list[Person]) -> int:
    """Texts of petitions nobody else brings; of the others only others' words remain."""
    theirs = set(Petitioner.objects.filter(person__in=people).values_list("petition", flat=True))
    others = Petitioner.objects.filter(petition__in=theirs).exclude(person__in=people)
    alone = theirs - set(others.values_list("petition", flat=True))
    Happening.objects.filter(petition__in=alone).update(text="")
    return Petition.objects.filter(pk__in=alone).update(text=NOBODY)


@obstacle
def _open(people: list[Person], on: date) -> Iterator[str]:
    """A petition under way needs its words."""
    if Petition.objects.open().filter(petitioners__person__in=people).exists():
        yield _("A petition of theirs is under way.")


register(
    Erased(
        "petitions",
        gettext_lazy("The words of petitions and of their answers"),
        ("petitions.petition", "petitions.happening"),
        _words,
    )
)
