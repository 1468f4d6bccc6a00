"""A hazard that a person reported, when their data is erased: it stays counted, without words or name."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.documents.actions import detach
from unionhall.documents.models import Attachment
from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased, obstacle, register
from unionhall.members.models import Person
from unionhall.supervision.models import Hazard


def _hazards(people: list[Person]) -> int:
    rows = Hazard.objects.filter(reporter__in=people)
    keys = list(rows.values_list("pk", flat=True))
    for file in Attachment.objects.filter(subject_type="supervision.hazard", subject_id__in=keys):
        detach(file)
    return rows.update(text=NOBODY, place=NOBODY, ground="", reporter=None)


@obstacle
def _open(people: list[Person], on: date) -> Iterator[str]:
    """A hazard under way needs its words."""
    if Hazard.objects.open().filter(reporter__in=people).exists():
        yield _("A hazard they reported has not been mended yet.")


register(
    Erased(
        "hazards",
        gettext_lazy("The words and photos of hazards they reported"),
        ("supervision.hazard",),
        _hazards,
    )
)
