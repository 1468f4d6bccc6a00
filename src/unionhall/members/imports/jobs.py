"""Checking and applying an import in the background."""

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.jobs import job
from unionhall.exchange import actions, store
from unionhall.exchange.models import Import


@job(retries=2)
def check(key: int) -> None:
    """Read the sheet and keep every row's fate; nothing to do where it was dismissed meanwhile."""
    importing = Import.objects.filter(pk=key, state__in=Import.OPEN).first()
    if importing is not None:
        actions.stage(importing, store.read(importing.uid))


@job(retries=2)
def apply(key: int, user: int) -> None:
    """Add the accepted rows; a refusal is kept with the import, where the officer reads it."""
    importing = Import.objects.filter(pk=key, state=Import.State.APPLYING).first()
    if importing is None:
        return
    try:
        actions.apply(importing, by=User.objects.get(pk=user), on=today())
    except Refused as refusal:
        problem = {"reason": refusal.reason, "instead": refusal.instead}
        Import.objects.filter(pk=key).update(problem=problem)
        if isinstance(refusal, actions.Stale):
            Import.objects.filter(pk=key).update(state=Import.State.CHECKING)
            check.enqueue(key)
