"""What of messages to many a person takes along: those they were sent."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.mailings.models import Recipient
from unionhall.members.models import Person
from unionhall.members.queries import files_of
from unionhall.members.takeout.parts import Part, Row, register, told


def _mailings(person: Person) -> Iterator[Row]:
    rows = Recipient.objects.filter(person__in=files_of(person)).order_by("pk")
    for row in rows.select_related("mailing__organisation"):
        mailing = row.mailing
        yield told(
            row,
            "fate",
            why=row.get_why_display(),
            sent_by=mailing.organisation,
            kind=mailing.facts.title,
            subject=mailing.subject,
            text=mailing.text_for(row.values),
            at=mailing.at,
        )


register(Part("mailings", _("Messages sent to many"), ("mailings.recipient",), _mailings))
