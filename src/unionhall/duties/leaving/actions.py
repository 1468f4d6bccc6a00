"""Handing a whole desk over: rehearsed first, so that the preview is what the act does, then done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.duties.leaving.holdings import Desk, Held, Holding, holdings
from unionhall.duties.leaving.models import DeskHandover, DeskLine
from unionhall.history.actions import act, record
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Organisation

MOST = 500  # at once; beyond it requests go first, as an act for many


@dataclass(frozen=True)
class Given:
    """What becomes of one thing: who has it, or why nobody took it."""

    holding: Holding
    held: Held
    to: User | None
    why: str = ""


class _Rehearsed(Exception):
    """Takes back all that was tried."""

    def __init__(self, given: list[Given]):
        self.given = given


def rehearse(
    leaver: User,
    organisation: Organisation,
    receivers: Mapping[str, User | None],
    *,
    by: User,
    on: date,
) -> list[Given]:
    """What handing over would do to each thing; everything stays as it is."""
    desk = Desk(leaver, organisation, by, on, reason="–")
    try:
        _rehearse(desk, receivers, by=by, on=on)
    except _Rehearsed as done:
        return done.given
    return []


@act
def _rehearse(desk: Desk, receivers: Mapping[str, User | None], *, by: User, on: date) -> None:
    raise _Rehearsed(_give_all(desk, receivers))


@act
def hand_over_desk(
    leaver: User,
    organisation: Organisation,
    receivers: Mapping[str, User | None],
    *,
    reason: str,
    by: User,
    on: date,
) -> DeskHandover:
    """Give what an officer holds in the union and below it to colleagues, by kind; each is told once.

    `receivers` names a colleague for each kind of holdings.py, or None where nobody takes it yet.
    """
    if not reason.strip():
        raise Refused(_("Say why the desk is handed over; it stands on the list that both sign."))
    if leaver in receivers.values():
        raise Refused(_("Whoever leaves cannot take their own desk over."))
    desk = Desk(leaver, organisation, by, on, reason=reason.strip())
    given = _give_all(desk, receivers)
    if not any(one.to for one in given):
        raise Refused(
            _("Nothing was handed over."), instead=_("Choose a colleague for at least one kind.")
        )
    made = DeskHandover.objects.create(
        organisation=organisation, leaver=leaver, reason=desk.reason, on=on, at=now(), by=by
    )
    DeskLine.objects.bulk_create(_line(made, one) for one in given)
    taken = Counter(one.to for one in given if one.to)
    record(
        made.chain,
        "duties.hand_over_desk",
        by=by,
        subject=made,
        # No numbers: they would tell how much is kept from whoever reads this.
        facts={"leaver": leaver.pk, "to": sorted(user.pk for user in taken)},
        on=on,
    )
    _tell(made, taken)
    return made


def _give_all(desk: Desk, receivers: Mapping[str, User | None]) -> list[Given]:
    """Each thing by itself: one refusal stops nothing else."""
    found = [(holding, held) for holding in holdings() for held in holding.rows(desk)]
    if len(found) > MOST:
        raise Refused(
            _("More than %(most)s things lie on this desk.") % {"most": MOST},
            instead=_("Hand the requests over first, as an act for many."),
        )
    return [_give(desk, holding, held, receivers.get(holding.name)) for holding, held in found]


def _give(desk: Desk, holding: Holding, held: Held, to: User | None) -> Given:
    if to is None:
        return Given(holding, held, None, _("Nobody takes it over yet."))
    try:
        with transaction.atomic():
            holding.give(held, to, desk)
    except Refused as refusal:
        return Given(holding, held, None, str(refusal.reason)[:300])
    return Given(holding, held, to)


def _line(made: DeskHandover, one: Given) -> DeskLine:
    held = one.held
    return DeskLine(
        handover=made,
        kind=one.holding.name,
        subject_type=held.subject_type,
        subject_id=held.subject_id,
        title=held.title[:120],
        due_on=held.due_on,
        restricted=held.restricted,
        to=one.to,
        why=one.why,
    )


def _tell(made: DeskHandover, taken: Counter) -> None:
    for user, number in sorted(taken.items(), key=lambda row: row[0].pk):
        if user != made.by:
            _notice([user], "desk_handed_to_you", made, number)
    if made.leaver != made.by:
        _notice([made.leaver], "desk_handed_over", made, sum(taken.values()))


def _notice(users: list[User], template: str, made: DeskHandover, number: int) -> None:
    facts, url = {"count": number}, made.get_absolute_url()
    notify(users, f"duties/{template}", subject=made, url=url, facts=facts)
