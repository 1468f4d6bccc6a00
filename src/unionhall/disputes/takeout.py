"""The disputes of a person, as they take them along: all that they can read on their own pages."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.disputes.models import Claim, Claimant, Happening, Instalment
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told


def _disputes(person: Person) -> Iterator[Row]:
    names = (
        *("number", "employer", "text", "stage", "opened_on", "known_on"),
        *("employment_ended_on", "limitation_on", "ended_on"),
    )
    rows = Claimant.objects.filter(person=person).select_related("dispute__organisation")
    for row in rows.order_by("pk"):
        yield told(row.dispute, *names, union=row.dispute.organisation)


def _claims(person: Person) -> Iterator[Row]:
    rows = Claim.objects.filter(claimant__person=person).select_related("claimant__dispute")
    for row in rows.order_by("pk"):
        yield told(row, "kind", "amount", "won", dispute=row.claimant.dispute.number)


def _happenings(person: Person) -> Iterator[Row]:
    rows = Happening.objects.filter(dispute__claimants__person=person).select_related("dispute")
    for row in rows.order_by("pk"):
        yield told(row, "act", "on", "text", dispute=row.dispute.number)


def _instalments(person: Person) -> Iterator[Row]:
    rows = Instalment.objects.filter(dispute__claimants__person=person).select_related("dispute")
    for row in rows.order_by("pk"):
        yield told(row, "amount", "due_on", "paid_on", "missed_on", dispute=row.dispute.number)


register(
    Part("disputes", _("My labour disputes"), ("disputes.dispute", "disputes.claimant"), _disputes)
)
register(Part("claims", _("What I claim"), ("disputes.claim",), _claims))
register(Part("steps", _("Steps of my disputes"), ("disputes.happening",), _happenings))
register(Part("instalments", _("What I am to be paid"), ("disputes.instalment",), _instalments))
