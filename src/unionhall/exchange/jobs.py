"""The long parts of an import, done by a worker; each looks first whether it still has to be done."""

from django.conf import settings
from django.utils import translation

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.core.jobs import job
from unionhall.exchange import actions, store
from unionhall.exchange.adding import Stale
from unionhall.exchange.kinds import KINDS
from unionhall.exchange.models import Import


@job()
def check(importing_id: int) -> None:
    """Check an uploaded sheet and keep its rows for the preview."""
    importing = Import.objects.select_related("uploaded_by").get(pk=importing_id)
    if importing.state == Import.State.CHECKING:
        with _in_language_of(importing.uploaded_by):
            actions.stage(importing, store.read(importing.uid))


@job()
def apply(importing_id: int) -> None:
    """Apply an import; where the register has moved on, show what would happen now instead."""
    importing = Import.objects.select_related("applied_by", "asked_by").get(pk=importing_id)
    if importing.state != Import.State.APPLYING:
        return
    by, asked_by = importing.applied_by, importing.asked_by  # both are cleared when it fails
    with _in_language_of(by):
        try:
            actions.apply(importing, by=by, on=today())
        except Stale as stale:
            actions.stage(importing, store.read(importing.uid))
            _came_back(importing, stale, by, asked_by)
        except Refused as refusal:
            _came_back(importing, refusal, by, asked_by)


@job()
def undo(importing_id: int, user_id: int) -> None:
    """Undo an import."""
    importing, by = Import.objects.get(pk=importing_id), User.objects.get(pk=user_id)
    if importing.state == Import.State.UNDOING:
        actions.undo(importing, by=by, on=today())


def _came_back(importing: Import, refusal: Refused, by: User | None, asked_by: User | None) -> None:
    """Keep why it was not applied; where two officers were at it, its kind tells both."""
    problem = {"reason": refusal.reason, "instead": refusal.instead}
    Import.objects.filter(pk=importing.pk).update(problem=problem)
    if by and asked_by:
        KINDS[importing.kind].came_back(importing, asked_by=asked_by, approved_by=by)


def _in_language_of(user: User | None) -> translation.override:
    """What a refusal says is kept as text, so it is written for whoever will read it."""
    return translation.override((user and user.language) or settings.LANGUAGE_CODE)
