"""A person's mails: as they take them along, and when their data is erased."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from unionhall.cases.mail_in.models import EMPTY, Mail
from unionhall.documents.actions import detach
from unionhall.documents.models import Attachment
from unionhall.members.erasure.own import NOBODY
from unionhall.members.erasure.parts import Erased
from unionhall.members.erasure.parts import register as erase
from unionhall.members.models import Person
from unionhall.members.takeout.parts import Part, Row, told
from unionhall.members.takeout.parts import register as take_along

NAMES = ("received_at", "from_address", "subject", "text", "quoted", "answer", "state")


def _told(person: Person) -> Iterator[Row]:
    rows = Mail.objects.filter(person=person).select_related("organisation").defer("raw")
    for row in rows.order_by("pk"):
        yield told(row, *NAMES, union=row.organisation)


def _words(people: list[Person]) -> int:
    """All of it; that a mail came and what became of it stays."""
    rows = Mail.objects.filter(person__in=people)
    drop_files(rows.values_list("pk", flat=True))
    return rows.update(**{**EMPTY, "text": NOBODY})


def drop_files(keys) -> None:
    """Delete the files that still lie with these mails."""
    kind = Mail._meta.label_lower
    for attachment in Attachment.objects.filter(subject_type=kind, subject_id__in=list(keys)):
        detach(attachment)


take_along(Part("mails", _("My mails to the union"), (Mail._meta.label_lower,), _told))
erase(Erased("mails", _("Mails, and files sent with them"), (Mail._meta.label_lower,), _words))
