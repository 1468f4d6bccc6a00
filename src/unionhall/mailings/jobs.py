"""The long parts of a message to many, done by a worker; each looks first whether it still has to be done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from unionhall.core.errors import Refused
from unionhall.core.jobs import job
from unionhall.mailings import working
from unionhall.mailings.models import Mailing, Recipient


@job()
def prepare(mailing_id: int) -> None:
    """Find out whom it reaches."""
    with _of(mailing_id, Mailing.State.PREPARING) as mailing:
        if mailing:
            working.prepare(mailing, by=mailing.by, on=mailing.on)


@job(key=lambda mailing_id: f"mailings.send/{mailing_id}")
def send(mailing_id: int) -> None:
    """Send what has not been sent."""
    with _of(mailing_id, Mailing.State.SENDING) as mailing:
        if mailing:
            working.carry_out(mailing)


@contextmanager
def _of(mailing_id: int, state: str) -> Iterator[Mailing | None]:
    """The mailing if it is in that state, in the language of whoever wrote it; a refusal is kept with it."""
    mailing = Mailing.objects.select_related("by", "organisation").get(pk=mailing_id)
    if mailing.state != state:
        yield None
        return
    with translation.override(mailing.by.language or settings.LANGUAGE_CODE):
        try:
            yield mailing
        except Refused as refusal:
            problem = {"reason": str(refusal.reason), "instead": str(refusal.instead or "")}
            mine = Mailing.objects.filter(pk=mailing.pk, state=state)
            if mine.update(state=Mailing.State.FAILED, problem=problem):
                queued = mailing.recipients.filter(fate=Recipient.Fate.QUEUED)
                queued.update(fate=Recipient.Fate.CANCELLED)
