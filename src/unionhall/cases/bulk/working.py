"""An act for many requests carried out: every row looked at, done or given back, batch by batch."""

from collections import Counter
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.cases import actions as cases
from unionhall.cases import forms, queries, routing, steps
from unionhall.cases.bulk.kinds import ACTS, Judge
from unionhall.cases.bulk.models import Bulk, BulkLine
from unionhall.cases.models import HANDLED, Case
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.exchange import store as telling
from unionhall.history.actions import act, record
from unionhall.notifications.actions import notify

State, Fate = Bulk.State, BulkLine.Fate
AT_ONCE = 50  # rows in one transaction
MOST = 5_000
NEEDED = ("organisation", "person", "handler", "owner")


@act
def check(bulk: Bulk, *, by: User, on: date) -> None:
    """Keep for every row whether it will be done, or why not; no request changes."""
    _scope(bulk)
    cases = _meant(bulk)
    if cases.count() > MOST:
        raise Refused(
            _("These are more than %(most)s requests.") % {"most": MOST},
            instead=_("Narrow the list by its filters first."),
        )
    kind, judge = ACTS[bulk.act], Judge(bulk, on)
    bulk.lines.all().delete()
    lines = []
    for case in cases.select_related(*NEEDED).order_by("due_on", "pk"):
        why = kind.why_not(judge, case)
        fate = Fate.REFUSED if why else Fate.WILL
        lines.append(BulkLine(bulk=bulk, case=case, fate=fate, why=str(why)[:300]))
    BulkLine.objects.bulk_create(lines, batch_size=1000)
    move(bulk, (State.CHECKING,), State.READY)


def _meant(bulk: Bulk):
    """The requests that were ticked, or all that the filters show, within what may be acted on."""
    cases = _reached(bulk)
    if bulk.chosen:
        return cases.filter(number__in=bulk.chosen)
    form = forms.FilterForm(QueryDict(bulk.query))
    chosen = form.cleaned_data if form.is_valid() else {}
    return queries.narrowed(cases, chosen, user=bulk.by, on=bulk.on)


def _reached(bulk: Bulk):
    """What whoever began it may do this to, today."""
    held = Scope("", tuple(bulk.paths))
    cases = queries.readable_by(bulk.by, ACTS[bulk.act].ability, on=bulk.on)
    return cases.filter(held.q("organisation"))


def _scope(bulk: Bulk) -> None:
    """Raise Refused where whoever began it no longer may act in all the places it was begun for."""
    held = scope(bulk.by, ACTS[bulk.act].ability).paths
    if not held or not all(path.startswith(held) for path in bulk.paths):
        raise Refused(_("Your offices no longer reach all that this was begun for."))


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
    """Give back what still lies with the receiver, batch by batch."""
    _scope(bulk)
    _each(bulk, Fate.DONE, _give_back)
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
    found = _reached(bulk).select_related("person__user", *NEEDED)
    cases = found.in_bulk([line.case_id for line in lines])
    judge = Judge(bulk, on)
    for line in lines:
        try:
            with transaction.atomic():
                work(judge, line, cases.get(line.case_id))
        except Refused as refusal:
            line.fate = Fate.REFUSED if fate == Fate.WILL else Fate.KEPT
            line.why = str(refusal.reason)[:300]
    BulkLine.objects.bulk_update(lines, ["fate", "why", "from_user"])


def _do(judge: Judge, line: BulkLine, case: Case | None) -> None:
    kind = ACTS[judge.bulk.act]
    if case is None:
        raise Refused(_("It no longer lies where you may do this."))
    if why := kind.why_not(judge, case):
        raise Refused(why)
    line.from_user = case.handler if case.status in HANDLED else None
    kind.do(judge.bulk, case)
    line.fate = Fate.DONE


def _give_back(judge: Judge, line: BulkLine, case: Case | None) -> None:
    """To whoever had it; what nobody had taken on stays with the receiver, whose period runs."""
    bulk = judge.bulk
    if line.from_user is None:
        raise Refused(_("Nobody had taken it on before; it stays with %(name)s.") % _name(bulk))
    if case is None or case.status not in HANDLED or case.handler_id != bulk.to_user_id:
        raise Refused(_("It no longer lies with %(name)s.") % _name(bulk))
    reason = _("Taken back: %(reason)s") % {"reason": bulk.reason}
    told: dict[str, Any] = {"reason": reason[:200], "by": bulk.by, "on": bulk.on, "tells": False}
    cases.hand_over(case, to_user=line.from_user, **told)
    line.fate = Fate.RESTORED


def _name(bulk: Bulk) -> dict[str, str]:
    return {"name": str(bulk.to_user)}


@act
def _finish_act(
    bulk: Bulk, was: str, to: str, verb: str, facts: dict, *, by: User, on: date
) -> None:
    move(bulk, (was,), to, **facts)
    record(
        bulk.organisation.chain,
        f"cases.{verb}",
        by=by,
        subject=bulk,
        facts={"act": bulk.act, "rows": counts(bulk)},
        personal={"reason": bulk.reason},
        person=f"case-bulk:{bulk.uid.hex}",
        on=on,
    )
    _tell(bulk, on=on)


def _tell(bulk: Bulk, *, on: date) -> None:
    """One notice to whoever has the requests now, however many."""
    done = bulk.lines.filter(fate=Fate.DONE).count()
    if bulk.state == State.UNDONE:
        back = bulk.lines.filter(fate=Fate.RESTORED).values_list("from_user", flat=True)
        owners = User.objects.in_bulk(set(back))
        for key, number in sorted(Counter(back).items()):
            _tell_one(bulk, [owners[key]], number, "many_handed_to_you", "mine")
    elif bulk.to_user and done:
        _tell_one(bulk, [bulk.to_user], done, "many_handed_to_you", "mine")
    elif bulk.to_organisation and done:
        desk = Judge(bulk, on).desk()
        people = routing.holders(desk, on=on) if desk else []
        _tell_desk(bulk, people, on=on)
        open_ones = bulk.lines.filter(fate=Fate.DONE, case__is_restricted=False).count()
        if desk and open_ones:
            steps.alert_desk(desk.organisation, open_ones)


def _tell_desk(bulk: Bulk, people: list[User], *, on: date) -> None:
    """How many came, to each as many as they may read: of others they do not even hear the number."""
    done = bulk.lines.filter(fate=Fate.DONE)
    for user in people:
        known = queries.readable_by(user, on=on).filter(pk__in=done.values("case"))
        if number := known.count():
            _tell_one(bulk, [user], number, "many_received", "new")


def _tell_one(bulk: Bulk, people: list[User], number: int, template: str, show: str) -> None:
    notify(
        [user for user in people if user != bulk.by],
        f"cases/{template}",
        subject=bulk,
        url=f"{reverse('cases:inbox')}?show={show}",
        facts={"count": number},
    )


def _finish(bulk: Bulk, was: str, to: str, verb: str, **facts: Any) -> None:
    _finish_act(bulk, was, to, verb, facts, by=bulk.by, on=bulk.on)
    telling.remove(bulk.uid)


def counts(bulk: Bulk) -> dict[str, int]:
    """How many rows have which fate."""
    found = bulk.lines.order_by().values_list("fate").annotate(n=Count("pk"))
    return dict.fromkeys(map(str, Fate.values), 0) | dict(found)
