"""A person's disputes, when their data is erased: that they were handled stays, the words go."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.disputes.models import Claimant, Dispute, Happening, Instalment, Mediator
from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased, obstacle, register
from unionhall.members.models import Person
from unionhall.papers.erasing import forget


def _words(people: list[Person]) -> int:
    """Texts and mediators' names of disputes in which nobody else is; of others only others' words remain."""
    theirs = set(Claimant.objects.filter(person__in=people).values_list("dispute", flat=True))
    others = Claimant.objects.filter(dispute__in=theirs).exclude(person__in=people)
    alone = theirs - set(others.values_list("dispute", flat=True))
    forget(Dispute._meta.label_lower, alone, nobody=NOBODY)
    Happening.objects.filter(dispute__in=alone).update(text="")
    Instalment.objects.filter(dispute__in=alone).exclude(missed_on=None).update(reason=NOBODY)
    for row in Mediator.objects.filter(dispute__in=alone):
        # In one dispute nobody mediates twice, not even without a name.
        row.name, row.reason = f"{NOBODY} {row.pk}", ""
        row.save(update_fields=["name", "reason"])
    return Dispute.objects.filter(pk__in=alone).update(text=NOBODY, employer="")


@obstacle
def _open(people: list[Person], on: date) -> Iterator[str]:
    """A dispute under way needs its words."""
    if Dispute.objects.open().filter(claimants__person__in=people).exists():
        yield _("A labour dispute of theirs is under way.")


register(
    Erased(
        "disputes",
        gettext_lazy("The words of labour disputes"),
        ("disputes.dispute", "disputes.happening", "disputes.instalment", "disputes.mediator"),
        _words,
    )
)
