"""A person's requests, as they take them along: all that they can read on their own pages."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.cases.confidential.models import Tie
from unionhall.cases.models import Case, Draft, Joined, Message
from unionhall.cases.outcomes.models import Outcome
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, register, told
from unionhall.papers import kinds
from unionhall.papers.models import Item, Paper


def _cases(person: Person) -> Iterator[Row]:
    names = (
        *(
            "number",
            "topic",
            "text",
            "is_restricted",
            "concern",
            "difficulty",
            "text",
            "is_restricted",
            "channel",
            "status",
            "received_on",
        ),
        *("due_on", "answer", "answered_on", "closed_on", "satisfaction", "is_solved"),
    )
    for case in Case.objects.filter(person=person).select_related("organisation").order_by("pk"):
        yield told(case, *names, union=case.organisation)


def _messages(person: Person) -> Iterator[Row]:
    rows = Message.objects.filter(case__person=person).exclude(kind=Message.Kind.NOTE)
    for row in rows.select_related("case").order_by("pk"):
        yield told(row, "kind", "by_label", "text", "at", request=row.case.number)


def _readers(person: Person) -> Iterator[Row]:
    rows = Tie.objects.filter(case__person=person).select_related("case", "user")
    for row in rows.order_by("pk"):
        yield told(
            row, "kind", "reason", "at", "until", "ended_at", request=row.case.number, name=row.user
        )


def _drafts(person: Person) -> Iterator[Row]:
    for row in Draft.objects.filter(person=person):
        yield told(row, "topic", "text", "changed_at")


def _papers(person: Person) -> Iterator[Row]:
    """Those sent to them, about whatever is theirs."""
    for about in kinds.subjects():
        if about.mine is None or person.user is None:
            continue
        ids = about.mine(person.user).values("pk")
        rows = Paper.objects.filter(subject_type=about.label, subject_id__in=ids, to_worker=True)
        for row in rows.order_by("pk"):
            yield told(row, "code", "kind", "issued_on", "voided_on", "reason")


def _evidence(person: Person) -> Iterator[Row]:
    for about in kinds.subjects():
        if about.mine is None or about.files is None or person.user is None:
            continue
        ids = about.mine(person.user).values("pk")
        rows = Item.objects.filter(subject_type=about.label, subject_id__in=ids)
        names = ("name", "proves", "source", "handed_on", "returned_on", "returned_to")
        for row in rows.order_by("subject_id", "place"):
            yield told(row, *names)


def _groups(person: Person) -> Iterator[Row]:
    for row in Joined.objects.filter(person=person).select_related("case").order_by("pk"):
        names = ("joined_on", "left_on", "is_representative", "confirmed_on", "is_settled")
        yield told(row, *names, request=row.case.number)


register(Part("groups", _("Requests of several that I joined"), ("cases.joined",), _groups))
register(Part("requests", _("My requests"), ("cases.case",), _cases))


def _outcomes(person: Person) -> Iterator[Row]:
    rows = Outcome.objects.filter(case__person=person).select_related("case")
    for row in rows.prefetch_related("results").order_by("pk"):
        kinds = [result.kind for result in row.results.all()]
        names = ("amount", "persons", "promised_on", "received_on", "got_it", "clause", "noted_on")
        yield told(row, *names, request=row.case.number, kinds=", ".join(sorted(kinds)))


register(
    Part(
        "outcomes",
        _("What came of my requests"),
        ("cases.outcome", "cases.result"),
        _outcomes,
    )
)
register(Part("messages", _("Messages about my requests"), ("cases.message",), _messages))
register(Part("readers", _("Who is named on my requests"), ("cases.tie",), _readers))
register(Part("drafts", _("A request not sent yet"), ("cases.draft",), _drafts))
register(Part("papers", _("Papers the union sent me"), ("papers.paper",), _papers))
register(Part("evidence", _("Evidence about my matters"), ("papers.item",), _evidence))
