"""Reading messages to many for a page: examples, the delivery log, what a member was sent."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import override

from unionhall.accounts.models import User
from unionhall.core.paging import Page, keyset
from unionhall.mailings import placeholders
from unionhall.mailings.models import Mailing, Recipient
from unionhall.members.models import Spell
from unionhall.notifications.models import Message

EXAMPLES = 3


def examples(mailing: Mailing) -> list[dict[str, Any]]:
    """The first few receivers with what they will read, each in the language of their account."""
    rows = mailing.recipients.filter(fate=Recipient.Fate.QUEUED)
    lines = list(rows.select_related("person__user").order_by("pk")[:EXAMPLES])
    spells = Spell.objects.select_related("person", "organisation")
    spells = spells.filter(pk__in=[line.spell_id for line in lines])
    values = placeholders.values_of(spells, mailing.codes)
    return [_example(mailing, line, values.get(line.spell_id, {})) for line in lines]


def _example(mailing: Mailing, line: Recipient, values: dict[str, Any]) -> dict[str, Any]:
    user = line.person.user
    with override((user and user.language) or settings.LANGUAGE_CODE):
        told = {"subject": mailing.subject, "text": mailing.text_for(values)}
    return {"person": line.person, **told}


def log(mailing: Mailing, fate: str, cursor: str, *, size: int = 50) -> Page:
    """One page of the delivery log, each line with the `outgoing` messages there were for it."""
    rows = mailing.recipients.filter(fate=fate) if fate else mailing.recipients.all()
    page = keyset(rows.select_related("person", "spell__organisation"), ("pk",), cursor, size=size)
    of: dict[int, list[Message]] = {}
    sent = Message.objects.filter(
        subject_type=Mailing._meta.label_lower,
        subject_id=mailing.pk,
        receiver__in=[line.person.user_id for line in page if line.person.user_id],
    )
    for message in sent.exclude(channel=Message.Channel.IN_APP).order_by("pk"):
        of.setdefault(message.receiver_id, []).append(message)
    for line in page:
        line.outgoing = of.get(line.person.user_id, [])
    return page


def undelivered(mailing: Mailing) -> int:
    """How many e-mails and text messages about it were given up."""
    rows = Message.objects.dead().filter(
        subject_type=Mailing._meta.label_lower, subject_id=mailing.pk
    )
    return rows.count()


def received(user: User) -> QuerySet[Recipient]:
    """What the user was sent."""
    rows = Recipient.objects.filter(person__user=user, fate=Recipient.Fate.SENT)
    return rows.select_related("mailing__organisation")
