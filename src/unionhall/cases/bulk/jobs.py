"""The long parts of an act for many requests, done by a worker; each looks first whether it still has to be done."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import translation

from unionhall.cases.bulk import working
from unionhall.cases.bulk.models import Bulk
from unionhall.core.errors import Refused
from unionhall.core.jobs import job


@job()
def check(bulk_id: int) -> None:
    """Look at every row."""
    with _of(bulk_id, Bulk.State.CHECKING) as bulk:
        if bulk:
            working.check(bulk, by=bulk.by, on=bulk.on)


@job()
def apply(bulk_id: int) -> None:
    """Do it to every row that was not refused."""
    with _of(bulk_id, Bulk.State.APPLYING) as bulk:
        if bulk:
            working.carry_out(bulk)


@job()
def undo(bulk_id: int) -> None:
    """Take it back."""
    with _of(bulk_id, Bulk.State.UNDOING) as bulk:
        if bulk:
            working.take_back(bulk)


@contextmanager
def _of(bulk_id: int, state: str) -> Iterator[Bulk | None]:
    """The bulk act if it is in that state, in the language of whoever began it; a refusal is kept with it."""
    bulk = Bulk.objects.select_related("by", "organisation", "to_user", "to_organisation").get(
        pk=bulk_id
    )
    if bulk.state != state:
        yield None
        return
    with translation.override(bulk.by.language or settings.LANGUAGE_CODE):
        try:
            yield bulk
        except Refused as refusal:
            problem = {"reason": str(refusal.reason), "instead": str(refusal.instead or "")}
            mine = Bulk.objects.filter(pk=bulk.pk, state=state)
            mine.update(state=Bulk.State.FAILED, problem=problem)
