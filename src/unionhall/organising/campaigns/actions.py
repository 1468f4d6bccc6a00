"""What is done in a campaign: begun, its employers chosen, visited, given up, closed; founding ends a target."""

from datetime import date

from django.dispatch import receiver
from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.organisations import signals
from unionhall.organisations.models import Employer, EmployerQuerySet, Organisation
from unionhall.organisations.queries import held_by
from unionhall.organising.campaigns import owed
from unionhall.organising.campaigns.models import (
    OVER,
    REACHED,
    Campaign,
    Met,
    Target,
    TargetState,
    Visit,
    VisitOutcome,
)
from unionhall.organising.coverage.queries import without_union

MOST = 5000  # employers chosen at once


@act
def begin(
    organisation: Organisation,
    name: str,
    *,
    officer: User,
    from_on: date,
    until_on: date,
    by: User,
    on: date,
) -> Campaign:
    """Begin a campaign of a union under an officer who can visit; raises Refused."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    if not name.strip():
        raise Refused(_("Give the campaign a name."))
    if until_on < from_on:
        raise Refused(_("It would end before it begins."))
    if until_on < on:
        raise Refused(_("It would be over already."), instead=_("Choose a later last day."))
    able = offices_with("campaigns.visit")
    held = held_by(officer, on=on)
    if not any(organisation.path.startswith(h.path) for h in held if h.office in able):
        raise Refused(
            _("%(officer)s holds no office that can run it.") % {"officer": officer},
            instead=_("Choose a chair, vice chair or organisation officer of this union or above."),
        )
    made = Campaign.objects.create(
        organisation=organisation,
        name=name.strip(),
        officer=officer,
        from_on=from_on,
        until_on=until_on,
    )
    _record(made, "campaigns.begun", by, on, {"name": made.name, "officer": officer.pk})
    return made


@act
def choose(campaign: Campaign, employers: EmployerQuerySet, *, by: User, on: date) -> int:
    """Make targets of those that have no union and are in no running campaign; how many. Raises Refused."""
    _refuse_closed(campaign)
    taken = Target.objects.open().values("employer")
    known = campaign.targets.values("employer")
    rows = without_union(employers, on=on).exclude(pk__in=taken).exclude(pk__in=known)
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise Refused(
            _("More than %(most)s employers at once are no campaign.") % {"most": MOST},
            instead=_("Narrow the list first."),
        )
    if not keys:
        raise Refused(_("All of them have a union by now, or are in a campaign already."))
    Target.objects.bulk_create(
        [Target(campaign=campaign, employer_id=key, since_on=on) for key in keys], batch_size=1000
    )
    _record(campaign, "campaigns.chosen", by, on, {"employers": len(keys)})
    return len(keys)


@act
def visit(
    target: Target,
    *,
    visited_on: date,
    met: str,
    outcome: str,
    note: str = "",
    next_on: date | None = None,
    next_step: str = "",
    by: User,
    on: date,
) -> Visit:
    """Note a visit: the target goes as far as it brought it, and the next step becomes a duty."""
    target = _locked(target)
    _refuse_closed(target.campaign)
    _refuse_odd_visit(target, visited_on, met, outcome, next_on, next_step, on)
    made = Visit.objects.create(
        target=target,
        on=visited_on,
        met=met,
        outcome=outcome,
        note=note.strip(),
        by=by,
        next_on=next_on,
        next_step=next_step.strip(),
    )
    state = _reached(target, VisitOutcome(outcome))
    if state != target.state:
        target.state, target.since_on, target.reason = state, visited_on, ""
        target.save(update_fields=["state", "since_on", "reason"])
    duties.fulfil(target, owed.NEXT_STEP, by=by, on=on)
    if next_on:
        owed.open_for(target, start=next_on, by=by, on=on)
    facts = {"employer": target.employer_id, "met": met, "outcome": outcome, "state": state}
    _record(target.campaign, "campaigns.visited", by, on, facts)
    return made


@act
def give_up(target: Target, *, reason: str, by: User, on: date) -> Target:
    """Go there no more, and say why; a later visit takes it up again."""
    target = _locked(target)
    _refuse_closed(target.campaign)
    if not reason.strip():
        raise Refused(_("Say why it is given up."))
    if target.state in OVER:
        raise Refused(_("This target stands otherwise by now: %s.") % target.get_state_display())
    target.state, target.since_on, target.reason = TargetState.GIVEN_UP, on, reason.strip()
    target.save(update_fields=["state", "since_on", "reason"])
    duties.void(target, by=by, on=on, reason=_("the employer was given up"))
    _record(target.campaign, "campaigns.given_up", by, on, {"employer": target.employer_id})
    return target


@act
def close(campaign: Campaign, *, by: User, on: date) -> Campaign:
    """End a campaign; what is still owed in it is owed no longer."""
    if not Campaign.objects.filter(pk=campaign.pk, closed_on=None).update(closed_on=on):
        raise Refused(_("This campaign is closed already."))
    campaign.refresh_from_db()
    for target in campaign.targets.exclude(state__in=OVER):
        duties.void(target, by=by, on=on, reason=_("the campaign was closed"))
    _record(campaign, "campaigns.closed", by, on, {})
    return campaign


@receiver(signals.employer_covered)
@act
def found(sender, *, employer: Employer, union: Organisation, by, on: date, **more) -> None:
    """A union opened for an employer: its targets have come where they were to."""
    rows = Target.objects.filter(employer=employer, campaign__closed_on=None)
    for target in rows.exclude(state=TargetState.FOUNDED).select_related("campaign__organisation"):
        target.state, target.since_on, target.union, target.reason = (
            TargetState.FOUNDED,
            on,
            union,
            "",
        )
        target.save(update_fields=["state", "since_on", "union", "reason"])
        duties.fulfil(target, owed.NEXT_STEP, by=by, on=on)
        facts = {"employer": employer.pk, "union": union.code}
        _record(target.campaign, "campaigns.founded", by, on, facts)


def _reached(target: Target, outcome: VisitOutcome) -> TargetState:
    """Visits never put a target back, but for one that was given up."""
    reached = REACHED.get(outcome, TargetState.VISITED)
    order = [TargetState.PLANNED, TargetState.VISITED, TargetState.AGREED, TargetState.PREPARING]
    if target.state == TargetState.GIVEN_UP:
        return reached
    return TargetState(
        max(target.state, reached, key=lambda state: order.index(TargetState(state)))
    )


def _locked(target: Target) -> Target:
    """The target as it stands, kept from others until the act is done."""
    rows = Target.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("campaign__organisation", "employer").get(pk=target.pk)


def _refuse_closed(campaign: Campaign) -> None:
    if campaign.closed_on:
        raise Refused(_("This campaign is closed already."))


def _refuse_odd_visit(target, visited_on, met, outcome, next_on, next_step, on: date) -> None:
    if target.state == TargetState.FOUNDED:
        raise Refused(_("A union has been founded there."))
    if visited_on > on or visited_on < target.campaign.from_on:
        raise Refused(_("The visit lies in the future, or before the campaign."))
    if (met == Met.NOBODY) != (outcome == VisitOutcome.NOT_MET):
        raise Refused(_("Whom you met and what came of it do not fit together."))
    if next_on and next_on < on:
        raise Refused(_("The next step cannot lie in the past."))
    if bool(next_on) != bool(next_step.strip()):
        raise Refused(_("A next step needs both a day and words."))


def _record(campaign: Campaign, verb: str, by, on: date, facts: dict) -> None:
    chain = campaign.organisation.chain
    told = {"campaign": campaign.pk} | facts
    record(chain, verb, by=by, subject=campaign, facts=told, on=on)
