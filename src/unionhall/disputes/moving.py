"""What moves the periods of a dispute besides its steps: extensions, interruptions, misses, corrected days."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.disputes import limits
from unionhall.disputes.models import Dispute, Happening
from unionhall.disputes.opening import refuse_days, refuse_over
from unionhall.disputes.procedure import AWARD, END, REVIEWED
from unionhall.disputes.steps import reckon_anew, refuse_out_of_order, refuse_own, told, write
from unionhall.duties import actions as duties
from unionhall.duties import subjects
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.rulebook import rules as book

EXTENDABLE = (END, AWARD, REVIEWED)


@act
def extend(
    dispute: Dispute,
    kind: str,
    *,
    days: int,
    reason: str,
    both_agree: bool = False,
    by: User,
    on: date,
) -> Duty:
    """Lengthen mediation (both sides agree), the award or the review, within what the rule allows."""
    refuse_own(dispute, by)
    if kind not in EXTENDABLE:
        raise Refused(_("This period cannot be extended."))
    if kind == END and not both_agree:
        raise Refused(
            _("Mediation goes on longer only if both sides agree."),
            book.citation("cn.disp.med_15d"),
        )
    duty = duties.extend(duties.current(dispute, kind), days=days, reason=reason, by=by, on=on)
    write(dispute, "extended", day=on, text=reason, by=by, on=on, kind=kind, days=days)
    return duty


@act
def note_deadline_missed(dispute: Dispute, kind: str, *, reason: str, by: User, on: date) -> None:
    """A period was not kept: it ends late for ever, and the reason stands in the history."""
    refuse_own(dispute, by)
    duty = duties.current(dispute, kind)
    if not reason.strip():
        raise Refused(_("Say why: the reason stays beside it."))
    if on <= duty.due_on:
        raise Refused(_("Its day is not over yet."))
    if not duties.fulfil(dispute, kind, by=by, on=on):
        raise Refused(_("Nothing of this kind is owed here any longer."))
    text = f"{subjects.label(kind)}: {reason.strip()}"
    write(dispute, "missed", day=on, text=text, by=by, on=on, kind=kind)


@act
def move_limitation(
    dispute: Dispute, move: str, *, day: date, text: str, by: User, on: date
) -> Happening:
    """Write down what interrupted the limitation, suspended it, or let it go on."""
    refuse_own(dispute, by)
    refuse_over(dispute)
    if move not in ("interrupt", "suspend", "resume"):
        raise Refused(_("The limitation is interrupted, suspended or goes on."))
    if day > on:
        raise Refused(_("That day is still to come."))
    if not text.strip():
        raise Refused(_("Say what happened: the ground is weighed later."))
    return write(dispute, move, day=day, text=text, by=by, on=on)


@act
def correct_day(happening: Happening, *, day: date, reason: str, by: User, on: date) -> Happening:
    """Put the day of a happening right; what hangs on it is counted anew."""
    dispute = happening.dispute
    refuse_own(dispute, by)
    if day > on:
        raise Refused(_("That day is still to come."))
    if not reason.strip():
        raise Refused(_("Say why: the reason stands beside the new date."))
    refuse_out_of_order(happening, day)
    rows = Happening.objects.filter(pk=happening.pk, on=happening.on)
    was = happening.on
    if day == was or not rows.update(on=day, corrected_on=on):
        raise Refused(_("It stands on that day already, or was put right meanwhile."))
    happening.on, happening.corrected_on = day, on
    if not happening.counts_from:
        reckon_anew(dispute, happening.act, was=was, day=day, by=by, on=on)
    limits.keep(dispute, on=on)
    told(dispute, "day_corrected", by=by, on=on, was=was.isoformat(), day=day.isoformat())
    return happening


@act
def correct_grounds(
    dispute: Dispute, *, known_on: date, employment_ended_on: date | None, by: User, on: date
) -> Dispute:
    """Put right since when the worker knew and when the employment ended: the limitation follows."""
    refuse_own(dispute, by)
    refuse_over(dispute)
    refuse_days(known_on, employment_ended_on, on=on)
    dispute.known_on, dispute.employment_ended_on = known_on, employment_ended_on
    dispute.save(update_fields=["known_on", "employment_ended_on"])
    limits.keep(dispute, on=on)
    told(dispute, "grounds_corrected", by=by, on=on)
    return dispute
