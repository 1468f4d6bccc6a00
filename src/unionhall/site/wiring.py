"""Where apps meet that do not know each other."""

from datetime import datetime, timedelta

from django.conf import settings
from django.dispatch import receiver
from django.utils import timezone

from unionhall.access import repeats
from unionhall.accounts import happenings
from unionhall.accounts.models import User
from unionhall.accounts.tidying import forget_expired
from unionhall.documents import scanning
from unionhall.documents.actions import clear_orphans
from unionhall.documents.models import Attachment
from unionhall.exchange.exports.actions import remove_expired
from unionhall.history import anchors
from unionhall.history.actions import act, erase_person_key, record
from unionhall.history.queries import trail, unforgotten_searches
from unionhall.notifications.actions import notify
from unionhall.notifications.clock import each_minute
from unionhall.rulebook import rules

VERBS = {f"accounts.{what}": what for what in happenings.SENTENCES}
SHOWN = 20
SEARCHES = "own.history.forget_searches_730d"


@receiver(happenings.happened)
@act
def keep_happening(sender, *, user: User, what: str, by: User | None, **more) -> None:
    """Write into an account's own history what was done to it; numbers and addresses are not."""
    record(f"user:{user.pk}", f"accounts.{what}", by=by, subject=user)


@happenings.kept_by
def happenings_of(user: User) -> list[tuple[datetime, str, User | None]]:
    """The latest of it, the newest last."""
    entries = [entry for entry in trail(user) if entry.verb in VERBS]
    return [(entry.at, VERBS[entry.verb], entry.by) for entry in entries[-SHOWN:]]


@each_minute("history.tend")
def tend_anchors(until: datetime) -> None:
    """Keep the anchors' journal short."""
    anchors.tend()


@each_minute("documents.clear_orphans")
def clear_files(until: datetime, *, since: datetime) -> None:
    """Each hour, delete files whose act failed after their upload."""
    if until.replace(minute=0) > since:
        clear_orphans()


@each_minute("documents.scan_waiting")
def scan_files(until: datetime) -> None:
    """Let the scanner look at files that wait for it."""
    scanning.scan_waiting()


@scanning.on_infected
def tell_uploader(attachment: Attachment) -> None:
    """Tell whoever uploaded an infected file that nobody can open it; one that came by mail says so itself."""
    subject = (attachment.subject_type, attachment.subject_id)
    by = attachment.uploaded_by
    notify([by] if by else [], "documents/infected", subject=subject, url="/")


@each_minute("exchange.remove_expired_exports")
def remove_exports(until: datetime) -> None:
    """Delete exported files whose days are over."""
    remove_expired(at=until)


@each_minute("accounts.forget_expired")
def forget_sign_ins(until: datetime, *, since: datetime) -> None:
    """Each hour, forget sessions, counted attempts and unsent codes that have run out."""
    if until.replace(minute=0) > since:
        forget_expired(until)


@each_minute("access.forget_answers")
def forget_answers(until: datetime) -> None:
    """Forget the answers whose repetition is no longer expected."""
    repeats.forget_expired(until)


@each_minute("history.forget_searches")
def forget_searches(until: datetime, *, since: datetime) -> None:
    """Once a day, destroy the keys of months whose searches need no longer be explained."""
    today = timezone.localdate(until)
    if today > timezone.localdate(since):
        place = settings.UNIONHALL_JURISDICTION
        days = int(rules.value(SEARCHES, "days", on=today, jurisdiction=place))
        for name in unforgotten_searches(before=today - timedelta(days=days)):
            erase_person_key(name)
