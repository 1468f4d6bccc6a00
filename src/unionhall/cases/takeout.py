"""A person's requests, as they take them along: all that they can read on their own pages."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.cases.models import Case, Draft, Joined, Message
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told


def _cases(person: Person) -> Iterator[Row]:
    names = (
        *("number", "topic", "text", "is_restricted", "channel", "status", "received_on"),
        *("due_on", "answer", "answered_on", "closed_on", "satisfaction", "is_solved"),
    )
    for case in Case.objects.filter(person=person).select_related("organisation").order_by("pk"):
        yield told(case, *names, union=case.organisation)


def _messages(person: Person) -> Iterator[Row]:
    rows = Message.objects.filter(case__person=person).exclude(kind=Message.Kind.NOTE)
    for row in rows.select_related("case").order_by("pk"):
        yield told(row, "kind", "by_label", "text", "at", request=row.case.number)


def _drafts(person: Person) -> Iterator[Row]:
    for row in Draft.objects.filter(person=person):
        yield told(row, "topic", "text", "changed_at")


def _groups(person: Person) -> Iterator[Row]:
    for row in Joined.objects.filter(person=person).select_related("case").order_by("pk"):
        names = ("joined_on", "left_on", "is_representative", "confirmed_on", "is_settled")
        yield told(row, *names, request=row.case.number)


register(Part("groups", _("Requests of several that I joined"), ("cases.joined",), _groups))
register(Part("requests", _("My requests"), ("cases.case",), _cases))
register(Part("messages", _("Messages about my requests"), ("cases.message",), _messages))
register(Part("drafts", _("A request not sent yet"), ("cases.draft",), _drafts))
