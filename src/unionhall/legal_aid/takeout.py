"""A person's legal aid, as they take it along."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.legal_aid.models import Aid, Assignment, Hearing, Work
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told

NAMES = (
    *("matter", "form", "other_side", "text", "claim", "limit_on", "low_income", "no_means_test"),
    *("state", "asked_on", "urgent_on", "papers", "decided_on", "reason", "objection"),
    *("reviewed_on", "review", "result", "outcome", "recovered", "ground", "ended_on"),
    "confirmed_on",
)


def _aid(person: Person) -> Iterator[Row]:
    for row in Aid.objects.filter(person=person).select_related("organisation").order_by("pk"):
        yield told(row, *NAMES, number=row.number, union=row.organisation)


def _lawyers(person: Person) -> Iterator[Row]:
    rows = Assignment.objects.filter(aid__person=person).select_related("aid", "lawyer")
    for row in rows.order_by("pk"):
        told_of = {"aid": row.aid.number, "lawyer": row.lawyer.name, "firm": row.lawyer.firm}
        yield told(row, "from_on", "until_on", "reason", **told_of)


def _work(person: Person) -> Iterator[Row]:
    for row in Work.objects.filter(aid__person=person).select_related("aid").order_by("pk"):
        yield told(row, "on", "kind", "hours", "cost", aid=row.aid.number)


def _hearings(person: Person) -> Iterator[Row]:
    for row in Hearing.objects.filter(aid__person=person).select_related("aid").order_by("pk"):
        yield told(row, "on", "place", aid=row.aid.number)


register(Part("legal_aid", _("My legal aid"), ("legal_aid.aid",), _aid))
register(Part("lawyers", _("Lawyers of my legal aid"), ("legal_aid.assignment",), _lawyers))
register(Part("aid_work", _("What was done in my legal aid"), ("legal_aid.work",), _work))
register(Part("hearings", _("Hearings of my legal aid"), ("legal_aid.hearing",), _hearings))
