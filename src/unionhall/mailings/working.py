"""A message to many carried out: whom it reaches, and then sent, batch by batch."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now, today
from unionhall.core.errors import Refused
from unionhall.exchange import store as telling
from unionhall.history.actions import act, record
from unionhall.mailings import audience, placeholders
from unionhall.mailings.models import Mailing, Recipient
from unionhall.members.models import Spell
from unionhall.notifications import channels
from unionhall.notifications.actions import notify
from unionhall.notifications.queries import declined

State, Fate, Why = Mailing.State, Recipient.Fate, Recipient.Why
ABILITY = "mailings.send"
AT_ONCE = 500  # receivers in one transaction
MOST = 200_000


@act
def prepare(mailing: Mailing, *, by: User, on: date) -> None:
    """Keep for everybody whom the list shows whether and how the message will reach them."""
    held = audience.still(mailing.by, ABILITY, mailing.paths)
    wanted = audience.chosen(mailing.query, held)
    total = audience.total(wanted)
    if total > MOST:
        raise Refused(_("These are more than %(most)s people.") % {"most": MOST})
    mailing.recipients.all().delete()
    done = 0
    for rows in _batches(wanted):
        Recipient.objects.bulk_create(_foreseen(mailing, rows), batch_size=AT_ONCE)
        done += len(rows)
        telling.tell(mailing.uid, done, max(total, done))
    move(mailing, (State.PREPARING,), State.READY)
    telling.remove(mailing.uid)


def _batches(wanted) -> Iterator[list[Any]]:
    """(person, spell, account) of each person once, in the order of names."""
    rows = audience.memberships(wanted).order_by("name_key", "pk")
    seen: set[int] = set()
    each = (
        row
        for row in rows.values_list("person", "pk", "person__user").iterator(chunk_size=2000)
        if row[0] not in seen and not seen.add(row[0])  # type: ignore[func-returns-value]
    )
    while found := list(islice(each, AT_ONCE)):
        yield found


def _foreseen(mailing: Mailing, rows) -> list[Recipient]:
    users = User.objects.in_bulk([user for _person, _spell, user in rows if user])
    active = [user for user in users.values() if user.is_active]
    over: dict[int, set[str]] = {user.pk: set() for user in active}
    reached: set[int] = set()
    for user, channel in channels.wanted(active, kind=mailing.facts.template):
        over[user.pk].add(channel)
        reached.add(user.pk)
    return [
        Recipient(
            mailing=mailing,
            person_id=person,
            spell_id=spell,
            by_email="email" in over.get(user, ()),
            by_sms="sms" in over.get(user, ()),
            **_fate(user, over, reached),
        )
        for person, spell, user in rows
    ]


def _fate(user: int | None, over: dict[int, set[str]], reached: set[int]) -> dict[str, str]:
    if not user:
        return {"fate": Fate.UNREACHABLE, "why": Why.NO_ACCOUNT}
    if user not in over:
        return {"fate": Fate.UNREACHABLE, "why": Why.CLOSED}
    return {"fate": Fate.QUEUED if user in reached else Fate.OPTED_OUT}


def carry_out(mailing: Mailing) -> None:
    """Send it batch by batch; a worker that takes over goes on where another stopped."""
    total = mailing.recipients.filter(fate__in=(Fate.QUEUED, Fate.SENT, Fate.FAILED)).count()
    while _batch(mailing, by=mailing.by, on=mailing.on):
        left = mailing.recipients.filter(fate=Fate.QUEUED).count()
        telling.tell(mailing.uid, total - left, max(total, 1))
    _finish(mailing, by=mailing.by, on=today())
    telling.remove(mailing.uid)


@act
def _batch(mailing: Mailing, *, by: User, on: date) -> int:
    """Some receivers in one transaction; how many there were, 0 where it was stopped or is done.

    The first statement writes, so that of two workers one waits until the other's batch stands.
    """
    going = Mailing.objects.filter(pk=mailing.pk, state=State.SENDING)
    if not going.update(beat_at=now()):
        return 0
    rows = mailing.recipients.filter(fate=Fate.QUEUED).select_related("person__user")
    lines = list(rows.order_by("pk")[:AT_ONCE])
    spells = _spells(mailing, lines)
    users = [line.person.user_id for line in lines if line.person.user_id]
    out = declined(mailing.facts.template, users)
    of = placeholders.values_of(spells.values(), mailing.codes)
    for line in lines:
        line.fate, line.why = _outcome(line, spells, out)
        line.values = of[line.spell_id] if line.fate == Fate.SENT else {}
    receivers = [line.person.user for line in lines if line.fate == Fate.SENT]
    notify(
        [user for user in receivers if user],
        mailing.facts.template,
        subject=mailing,
        url=mailing.reading_url,
        facts=mailing.heading,
    )
    _keep(lines)
    return len(lines)


def _keep(lines: list[Recipient]) -> None:
    """Write what became of each in one statement, run for each row: `bulk_update` takes a second for 500."""
    names = map(connection.ops.quote_name, ("fate", "why", "values"))
    table = connection.ops.quote_name(Recipient._meta.db_table)
    settings = ", ".join(f"{name} = %s" for name in names)
    rows = [(str(line.fate), str(line.why), json.dumps(line.values), line.pk) for line in lines]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {settings} WHERE id = %s", rows)  # noqa: S608


def _spells(mailing: Mailing, lines: list[Recipient]) -> dict[int, Spell]:
    """The memberships that still are whoever wrote it's to write to."""
    held = audience.still(mailing.by, ABILITY, mailing.paths)
    rows = Spell.objects.filter(held.q("organisation"), pk__in=[line.spell_id for line in lines])
    return rows.select_related("person", "organisation").in_bulk()


def _outcome(line: Recipient, spells: dict[int, Spell], out: set[int]) -> tuple[str, str]:
    """What becomes of one receiver; much may have changed since the preview."""
    user = line.person.user
    if line.spell_id not in spells or line.person.died_on or line.person.merged_into_id:
        return Fate.FAILED, Why.LEFT
    if user is None:
        return Fate.UNREACHABLE, Why.NO_ACCOUNT
    if not user.is_active:
        return Fate.UNREACHABLE, Why.CLOSED
    return (Fate.OPTED_OUT, "") if user.pk in out else (Fate.SENT, "")


@act
def _finish(mailing: Mailing, *, by: User, on: date) -> None:
    """Note that it is done, once; a mailing that was stopped meanwhile stays so."""
    left = Exists(Recipient.objects.filter(mailing=OuterRef("pk"), fate=Fate.QUEUED))
    done = Mailing.objects.filter(~Q(left), pk=mailing.pk, state=State.SENDING)
    if not done.update(state=State.SENT, sent_at=now()):
        return
    mailing.refresh_from_db()
    record(
        mailing.organisation.chain,
        "mailings.sent",
        by=by,
        subject=mailing,
        facts={"kind": mailing.kind, "people": counts(mailing)},
        on=on,
    )


def move(mailing: Mailing, states: tuple, to: str, **facts: Any) -> None:
    """Change the state if it is one of those given; of two who try, one is told."""
    rows = Mailing.objects.filter(pk=mailing.pk, state__in=states)
    moved = rows.update(state=to, **facts)
    mailing.refresh_from_db()
    if not moved:
        raise Refused(
            _("This cannot be done any more: %(state)s.") % {"state": mailing.get_state_display()}
        )


def counts(mailing: Mailing) -> dict[str, int]:
    """How many people have which fate."""
    found = mailing.recipients.order_by().values_list("fate").annotate(n=Count("pk"))
    return dict.fromkeys(map(str, Fate.values), 0) | dict(found)


def channel_counts(mailing: Mailing) -> dict[str, int]:
    """How many of those it goes to, or went to, are told over which channel."""
    rows = mailing.recipients.filter(fate__in=(Fate.QUEUED, Fate.SENT))
    return rows.aggregate(
        in_app=Count("pk"),
        email=Count("pk", filter=Q(by_email=True)),
        sms=Count("pk", filter=Q(by_sms=True)),
    )
