"""A bulk act carried out: every row looked at, done or restored, batch by batch."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.http import QueryDict
from django.utils.translation import gettext as _

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.exchange import store as telling
from unionhall.history.actions import act, record
from unionhall.members import pages, queries
from unionhall.members.bulk.kinds import ACTS
from unionhall.members.bulk.models import Bulk, BulkLine
from unionhall.members.models import Spell

State, Fate = Bulk.State, BulkLine.Fate
ABILITY = "members.correct"
AT_ONCE = 200  # rows in one transaction
MOST = 20_000


@act
def check(bulk: Bulk, *, by: User, on: date) -> None:
    """Keep for every row whether it will be done, or why not; nothing of the register changes."""
    kind, value = ACTS[bulk.act], value_of(bulk)
    wanted = pages.choice(QueryDict(bulk.query), _scope(bulk))
    if wanted.typed:
        raise Refused(
            _("What was typed into the search finds people one by one."),
            instead=_("Narrow the list by filters or a saved search instead."),
        )
    spells = Spell.objects.filter(wanted.filters.q()).select_related("person", "organisation")
    if spells.count() > MOST:
        raise Refused(_("These are more than %(most)s memberships.") % {"most": MOST})
    bulk.lines.all().delete()
    seen: set[int] = set()
    lines = []
    for spell in spells.order_by(*queries.ORDERS["name"]):
        why = kind.why_not(spell, value)
        if not why and spell.person_id in seen and kind.undo:
            why = _("Stands in the list twice; the file is corrected once.")
        seen.add(spell.person_id)
        fate = Fate.REFUSED if why else Fate.WILL
        lines.append(BulkLine(bulk=bulk, spell=spell, fate=fate, why=why, before=kind.now(spell)))
    BulkLine.objects.bulk_create(lines, batch_size=1000)
    move(bulk, (State.CHECKING,), State.READY)


def value_of(bulk: Bulk) -> Any:
    """The new value, as the act understands it."""
    return ACTS[bulk.act].reads(bulk.values["value"])


def _scope(bulk: Bulk) -> Scope:
    """Where it was begun, if whoever began it still may act there."""
    held = scope(bulk.by, ABILITY).paths
    if not held or not all(path.startswith(held) for path in bulk.paths):
        raise Refused(_("Your offices no longer reach all that this was begun for."))
    return Scope(ABILITY, tuple(bulk.paths), bulk.by)


def move(bulk: Bulk, states: tuple, to: str, **facts: Any) -> None:
    """Change the state if it is one of those given; of two who try, one is told."""
    moved = Bulk.objects.filter(pk=bulk.pk, state__in=states).update(state=to, **facts)
    bulk.refresh_from_db()
    if not moved:
        raise Refused(
            _("This cannot be done any more: %(state)s.") % {"state": bulk.get_state_display()}
        )


def carry_out(bulk: Bulk) -> None:
    """Do it batch by batch; a worker that takes over goes on where another stopped."""
    _scope(bulk)
    _each(bulk, Fate.WILL, _do)
    _finish(bulk, State.APPLYING, State.APPLIED, "bulk_applied", applied_at=now())


def take_back(bulk: Bulk) -> None:
    """Restore it batch by batch, but for files edited since."""
    _each(bulk, Fate.DONE, _restore)
    _finish(bulk, State.UNDOING, State.UNDONE, "bulk_undone")


def _each(bulk: Bulk, fate: str, work) -> None:
    total, done = bulk.lines.filter(fate=fate).count(), 0
    while keys := list(
        bulk.lines.filter(fate=fate).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        _batch(bulk, keys, fate, work, by=bulk.by, on=bulk.on)
        done += len(keys)
        telling.tell(bulk.uid, done, max(total, done))


@act
def _batch(bulk: Bulk, keys: list[int], fate: str, work, *, by: User, on: date) -> None:
    """Some rows in one transaction, each by itself: one refusal stops nobody else's."""
    rows = BulkLine.objects.select_for_update().filter(pk__in=keys, fate=fate).order_by("pk")
    lines = list(rows)
    spells = _spells([line.spell_id for line in lines])
    for line in lines:
        try:
            with transaction.atomic():
                work(bulk, line, spells.get(line.spell_id))
        except Refused as refusal:
            line.fate = Fate.REFUSED if fate == Fate.WILL else Fate.KEPT
            line.why = str(refusal.reason)[:300]
    BulkLine.objects.bulk_update(lines, ["fate", "why", "before", "version"])


def _spells(keys: list[int]) -> dict[int, Spell]:
    return Spell.objects.select_related("person", "organisation").in_bulk(keys)


def _do(bulk: Bulk, line: BulkLine, spell: Spell | None) -> None:
    kind, value = ACTS[bulk.act], value_of(bulk)
    if spell is None or not _scope(bulk).covers(spell.organisation):
        raise Refused(_("No longer in your register."))
    if why := kind.why_not(spell, value):
        raise Refused(why)
    kind.do(bulk, line, spell, value)
    line.fate = Fate.DONE


def _restore(bulk: Bulk, line: BulkLine, spell: Spell | None) -> None:
    restore = ACTS[bulk.act].undo
    if spell is None or restore is None:
        raise Refused(_("No longer in your register."))
    restore(bulk, line, spell)
    line.fate = Fate.RESTORED


@act
def _finish_act(
    bulk: Bulk, was: str, to: str, verb: str, facts: dict, *, by: User, on: date
) -> None:
    move(bulk, (was,), to, **facts)
    record(
        bulk.organisation.chain,
        f"members.{verb}",
        by=by,
        subject=bulk,
        facts={"act": bulk.act, "rows": counts(bulk)},
        personal={"reason": bulk.reason},
        person=f"bulk:{bulk.uid.hex}",
        on=on,
    )


def _finish(bulk: Bulk, was: str, to: str, verb: str, **facts: Any) -> None:
    _finish_act(bulk, was, to, verb, facts, by=bulk.by, on=bulk.on)
    telling.remove(bulk.uid)


def counts(bulk: Bulk) -> dict[str, int]:
    """How many rows have which fate."""
    found = bulk.lines.order_by().values_list("fate").annotate(n=Count("pk"))
    return dict.fromkeys(map(str, Fate.values), 0) | dict(found)
