"""What is done with one's calendar address: made, renewed, withdrawn, told what it may say."""

import uuid
from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.duties.feeds import secrets
from unionhall.duties.feeds.models import Feed
from unionhall.history.actions import act, record


@act
def make_feed(*, by: User, on: date) -> Feed:
    """Give `by` an address for their calendar program; refused where they have one."""
    seed = uuid.uuid4()
    digest = secrets.digest(secrets.secret(by.pk, seed))
    feed, made = Feed.objects.get_or_create(
        user=by, defaults={"seed": seed, "digest": digest, "made_at": now()}
    )
    if not made:
        raise Refused(
            _("You have an address already."),
            instead=_("Renew it if somebody else may know it."),
        )
    _record("made", by=by, on=on)
    return feed


@act
def renew_feed(feed: Feed, *, by: User, on: date) -> Feed:
    """Give it another secret; the address until now leads nowhere from here on."""
    seed = uuid.uuid4()
    facts = {"seed": seed, "digest": secrets.digest(secrets.secret(by.pk, seed)), "made_at": now()}
    if not Feed.objects.filter(user=by, seed=feed.seed).update(**facts):
        raise Refused(_("Your address was renewed or withdrawn on another page meanwhile."))
    feed.refresh_from_db()
    _record("renewed", by=by, on=on)
    return feed


@act
def withdraw_feed(feed: Feed, *, by: User, on: date) -> None:
    """Take it away; the address leads nowhere from here on."""
    Feed.objects.filter(user=by).delete()
    _record("withdrawn", by=by, on=on)


@act
def name_kinds(feed: Feed, *, names_kinds: bool, by: User, on: date) -> None:
    """Let the calendar say what is to be done, or only that there is a date; never whom it is about."""
    Feed.objects.filter(user=by).update(names_kinds=names_kinds)
    feed.names_kinds = names_kinds
    _record("names_kinds", by=by, on=on, names_kinds=names_kinds)


def _record(what: str, *, by: User, on: date, **facts) -> None:
    record(f"user:{by.pk}", f"duties.feed_{what}", by=by, subject=by, facts=facts, on=on)
