"""Repeated problems: proposed by the clock, decided by the rights head, never about a worker."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import routing
from unionhall.cases.models import Case, Status
from unionhall.cases.patterns import rules
from unionhall.cases.patterns.models import Proposal, Road
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.history.actions import act, record
from unionhall.notifications.actions import notify
from unionhall.organisations.models import Employer, Organisation
from unionhall.rulebook import rules as rulebook

DECIDE = "cases.decide_pattern"
REPEAT, PERIOD = "own.pattern.repeat", "own.pattern.decide_15wd"
HEAD = "rights_officer"
LEAST_WORKERS = 2  # what one worker brings again and again is theirs, not a pattern
State = Proposal.State


def find_repeats(*, since: date, on: date) -> list[Proposal]:
    """Look at every employer and topic of which a request came from `since` on; what was proposed."""
    came = Case.objects.filter(
        received_on__gte=since, received_on__lte=on, employer__isnull=False, is_restricted=False
    )
    pairs = came.order_by("employer", "topic").values_list("employer", "topic").distinct()
    found = [propose(employer, topic, on=on) for employer, topic in list(pairs)]
    return [proposal for proposal in found if proposal]


@act
def propose(employer: int, topic: str, *, on: date) -> Proposal | None:
    """Open a proposal if enough requests came; one that is open counts them anew. None where too few did.

    Restricted requests are not counted: that there are some would show.
    """
    rows = Case.objects.filter(employer=employer, topic=topic, is_restricted=False)
    # What goes on in another request was brought once.
    rows = rows.exclude(status=Status.WITHDRAWN).filter(continued_in=None)
    desk = _desk(employer, on=on)
    if desk is None:
        return None
    measure = _measure(desk.organisation, on=on)
    start = rules.months_before(on, measure.within_months)
    came = list(rows.filter(received_on__gt=start).values_list("received_on", "person"))
    n = rules.counted([day for day, _person in came], measure, _last(employer, topic), on=on)
    if not n or len({person for _day, person in came}) < LEAST_WORKERS:
        return None
    still = Proposal.objects.open().filter(employer=employer, topic=topic)
    if still.update(requests=n):
        return None
    return _opened(employer, topic, desk, requests=n, since=start, on=on)


def _opened(
    employer: int, topic: str, desk: routing.Desk, *, requests: int, since: date, on: date
) -> Proposal | None:
    try:
        with transaction.atomic():
            made = Proposal.objects.create(
                organisation=desk.organisation,
                employer=Employer.objects.get(pk=employer),
                topic=topic,
                requests=requests,
                since_on=since,
                opened_on=on,
            )
    except IntegrityError:
        return None  # another worker of the clock was quicker
    duties.open_duty(
        DECIDE,
        subject=made,
        organisation=desk.organisation,
        office=desk.office,
        rule=PERIOD,
        start=on,
        by=None,
        on=on,
    )
    _record(made, "pattern_proposed", by=None, on=on, requests=requests)
    notify(
        routing.holders(desk, on=on),
        "cases/pattern_proposed",
        subject=made,
        url=made.get_absolute_url(),
        facts={"employer": str(made.employer)},
    )
    return made


def _desk(employer: int, *, on: date) -> routing.Desk | None:
    """The office that decides: the nearest rights officer's in a federation above, else the nearest able."""
    union = Organisation.objects.open().filter(employer=employer).order_by("path").first()
    if union is None:
        return None
    found = routing.desks(union, DECIDE, on=on, federations_only=True)
    return next((desk for desk in found if desk.office == HEAD), found[0] if found else None)


def _measure(federation: Organisation, *, on: date) -> rules.Measure:
    place = succession.line(federation, on=on).jurisdiction
    names = ("requests", "within_months", "quiet_months", "new_requests")
    return rules.Measure(
        **{name: rulebook.value(REPEAT, name, on=on, jurisdiction=place) for name in names}
    )


def _last(employer: int, topic: str) -> rules.Decided | None:
    rows = Proposal.objects.filter(employer=employer, topic=topic).exclude(state=State.OPEN)
    last = rows.order_by("-decided_on", "-pk").first()
    if last is None or last.decided_on is None:
        return None
    return rules.Decided(last.decided_on, last.state == State.TAKEN)


def _record(proposal: Proposal, verb: str, *, by: User | None, on: date, **facts) -> None:
    record(proposal.chain, f"cases.{verb}", by=by, subject=proposal, facts=facts, on=on)


def _decide(proposal: Proposal, *, by: User, on: date, **changes) -> None:
    """Of two at once one wins, and the other is told."""
    rows = Proposal.objects.open().filter(pk=proposal.pk)
    if not rows.update(decided_on=on, decided_by=by, **changes):
        raise Refused(_("This has been decided already."))
    proposal.refresh_from_db()
    duties.fulfil(proposal, DECIDE, by=by, on=on)


@act
def take_to_bargaining(proposal: Proposal, *, reason: str = "", by: User, on: date) -> None:
    """Put it on the list of points for bargaining. Raises Refused where it is decided."""
    told = reason.strip()[:300]
    _decide(proposal, state=State.TAKEN, road=Road.BARGAINING, reason=told, by=by, on=on)
    _record(proposal, "pattern_taken", by=by, on=on, road=str(Road.BARGAINING))


@act
def take_as(proposal: Proposal, road: str, *, made: tuple[str, int], by: User, on: date) -> None:
    """Note what an app above made of it, as a part of that act. Raises Refused where it is decided."""
    kind, key = made
    _decide(proposal, state=State.TAKEN, road=road, taken_type=kind, taken_id=key, by=by, on=on)
    _record(proposal, "pattern_taken", by=by, on=on, road=road)


@act
def decline(proposal: Proposal, *, reason: str, by: User, on: date) -> None:
    """Do nothing about it for now, and say why. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Say why nothing is to be done: the reason stays beside it."))
    _decide(proposal, state=State.DECLINED, reason=reason.strip()[:300], by=by, on=on)
    _record(proposal, "pattern_declined", by=by, on=on, reason=proposal.reason)


@act
def carry(proposal: Proposal, *, by: User, on: date) -> None:
    """The point was brought to the table; it leaves the list of those still to be brought."""
    if not Proposal.objects.points().filter(pk=proposal.pk, carried_on=None).update(carried_on=on):
        raise Refused(_("This is no point that waits to be brought to bargaining."))
    proposal.carried_on = on
    _record(proposal, "point_carried", by=by, on=on)
