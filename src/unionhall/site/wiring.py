"""Where apps meet that do not know each other."""

from datetime import datetime

from unionhall.access import repeats
from unionhall.accounts.tidying import forget_expired
from unionhall.documents.actions import clear_orphans
from unionhall.history import anchors
from unionhall.notifications.clock import each_minute


@each_minute("history.tend")
def tend_anchors(until: datetime) -> None:
    """Keep the anchors' journal short."""
    anchors.tend()


@each_minute("documents.clear_orphans")
def clear_files(until: datetime, *, since: datetime) -> None:
    """Each hour, delete files whose act failed after their upload."""
    if until.replace(minute=0) > since:
        clear_orphans()


@each_minute("accounts.forget_expired")
def forget_sign_ins(until: datetime, *, since: datetime) -> None:
    """Each hour, forget sessions, counted attempts and unsent codes that have run out."""
    if until.replace(minute=0) > since:
        forget_expired(until)


@each_minute("access.forget_answers")
def forget_answers(until: datetime) -> None:
    """Forget the answers whose repetition is no longer expected."""
    repeats.forget_expired(until)
