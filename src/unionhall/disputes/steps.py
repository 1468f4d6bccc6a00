"""What the acts on a dispute share: the move from stage to stage, its duties, the record, who is told."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.disputes import limits, owed
from unionhall.disputes.models import OVER, Dispute, Happening
from unionhall.disputes.procedure import BY_ACT
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.history.actions import record
from unionhall.notifications.actions import notify


def take(
    dispute: Dispute,
    act: str,
    *,
    day: date | None,
    text: str = "",
    start: date | None = None,
    by,
    on,
    **changes,
) -> Happening:
    """Take a step of the procedure: move the stage, end and open its duties, write it down, tell the workers.

    `day` is when it happened (today when not given), `start` from when its periods are counted if not
    from that day.
    """
    step, day = BY_ACT[act], day or on
    refuse_own(dispute, by)
    refuse_day(dispute, day, on=on)
    stage = step.leads(dispute.stage)
    if stage in OVER:
        changes["ended_on"] = day
    move(dispute, *step.among, stage=stage, **changes)
    done = sum(duties.fulfil(dispute, kind, by=by, on=on) for kind in step.fulfils)
    if step.fulfils and not step.to and not done:
        raise Refused(_("That has been written down already, or is not owed here."))
    if stage in OVER:
        duties.void(dispute, by=by, on=on, reason=_("the dispute is over"))
    for period in step.owes:
        duties.void(dispute, period.kind, by=by, on=on, reason=_("begun anew"))
        owed.open_for(dispute, period, start=start or day, by=by, on=on)
    made = write(dispute, act, day=day, text=text, by=by, on=on)
    if start:
        Happening.objects.filter(pk=made.pk).update(counts_from=start)
    return made


def write(
    dispute: Dispute, act: str, *, day: date, text: str = "", by: User, on: date, **facts
) -> Happening:
    """Write down what happened, reckon the limitation anew, record it and tell the workers."""
    made = Happening.objects.create(dispute=dispute, act=act, on=day, text=text.strip())
    limits.keep(dispute, on=on)
    told(dispute, act, by=by, on=on, day=day.isoformat(), **facts)
    tell_workers(dispute)
    return made


def told(dispute: Dispute, act: str, *, by: User, on: date, **facts) -> None:
    """Put an act into the record of the union that handles the dispute."""
    limit = dispute.limitation_on.isoformat() if dispute.limitation_on else ""
    record(
        dispute.chain,
        f"disputes.{act}",
        by=by,
        subject=dispute,
        facts={"stage": str(dispute.stage), "limitation_on": limit, **facts},
        on=on,
    )


def tell_workers(dispute: Dispute) -> None:
    """Tell every worker of the dispute who can sign in that it has gone on."""
    users = [
        row.person.user
        for row in dispute.claimants.select_related("person__user")
        if row.person.user
    ]
    notify(
        users,
        "disputes/went_on",
        subject=dispute,
        url=dispute.my_url,
        facts={"number": dispute.number},
    )


def move(dispute: Dispute, *among: str, **changes) -> None:
    """Change it only if it still stands where the caller saw it: of two clicks one wins."""
    seen = [str(stage) for stage in among if stage == dispute.stage]
    changes["steps_taken"] = dispute.steps_taken + 1
    rows = Dispute.objects.filter(pk=dispute.pk, stage__in=seen, steps_taken=dispute.steps_taken)
    if not rows.update(**changes):
        dispute.refresh_from_db()
        raise Refused(
            _("Nothing was done: this dispute stands at “%(stage)s”.")
            % {"stage": dispute.stage_label},
            instead=_("Read what has happened, then decide again."),
        )
    for name, value in changes.items():
        setattr(dispute, name, value)


def refuse_own(dispute: Dispute, by: User) -> None:
    """An officer does not handle a dispute of their own."""
    if dispute.claimants.filter(person__user=by).exists():
        raise Refused(
            _("You cannot handle your own dispute."),
            instead=_("A colleague in your office can take this step."),
        )


def refuse_day(dispute: Dispute, day: date, *, on: date) -> None:
    """What is written down has happened, and not before what led to it."""
    if day > on:
        raise Refused(_("That day is still to come."))
    steps = [row.on for row in dispute.happenings.all() if row.act in BY_ACT]
    if day < max([dispute.known_on, *steps]):
        raise Refused(
            _("That day lies before the step before it."),
            instead=_("Put the day of the earlier step right first."),
        )


def reckon_anew(dispute: Dispute, act: str, *, was: date, day: date, by: User, on: date) -> None:
    """Count open duties that a step opened on one day from another one, with what has lengthened them."""
    for period in BY_ACT[act].owes if act in BY_ACT else ():
        for duty in Duty.objects.open().about(dispute).filter(kind=period.kind, started_on=was):
            duties.restart(duty, start=day, by=by, on=on)


def refuse_out_of_order(happening: Happening, day: date) -> None:
    """A step lies neither before the one that led to it nor after the one that followed."""
    if happening.act not in BY_ACT:
        return
    rows = happening.dispute.happenings.filter(act__in=BY_ACT)
    before = rows.filter(pk__lt=happening.pk).values_list("on", flat=True)
    after = rows.filter(pk__gt=happening.pk).values_list("on", flat=True)
    if day < max([happening.dispute.known_on, *before]):
        raise Refused(
            _("That day lies before the step before it."),
            instead=_("Put the day of the earlier step right first."),
        )
    if day > min([date.max, *after]):
        raise Refused(
            _("That day lies after the step after it."),
            instead=_("Put the day of the later step right first."),
        )
    if happening.counts_from and day >= happening.counts_from:
        raise Refused(_("The hearing lies after its notice."))
