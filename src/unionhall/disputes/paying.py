"""What was promised or ordered is watched until it is fulfilled; what was missed stays missed."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.disputes import owed
from unionhall.disputes.models import PAYING, Dispute, Instalment
from unionhall.disputes.steps import refuse_own, take, told, write
from unionhall.duties.models import Duty
from unionhall.history.actions import act


@act
def add_instalment(
    dispute: Dispute, *, amount: Decimal, due_on: date, by: User, on: date
) -> Instalment:
    """Write down a part of what was agreed or awarded, with its day; its payment is checked the day after."""
    refuse_own(dispute, by)
    if not Dispute.objects.filter(pk=dispute.pk, stage__in=PAYING).exists():
        raise Refused(_("Nothing has been agreed or awarded yet."))
    if amount <= 0:
        raise Refused(_("An instalment is more than nought."))
    if due_on < dispute.opened_on:
        raise Refused(_("That day lies before the dispute."))
    made = Instalment.objects.create(dispute=dispute, amount=amount, due_on=due_on)
    owed.open_for(dispute, owed.PAYMENT, start=due_on, by=by, on=on)
    told(dispute, "instalment_added", by=by, on=on, due_on=due_on.isoformat())
    return made


@act
def note_paid(instalment: Instalment, *, day: date | None = None, by: User, on: date) -> Instalment:
    """The money has arrived; with the last instalment the dispute is fulfilled."""
    dispute, day = instalment.dispute, day or on
    refuse_own(dispute, by)
    if day > on:
        raise Refused(_("That day is still to come."))
    if not Instalment.objects.filter(pk=instalment.pk, paid_on=None).update(paid_on=day):
        raise Refused(_("It has been paid already."))
    instalment.paid_on = day
    _check(instalment, by=by, on=on)
    told(dispute, "paid", by=by, on=on, due_on=instalment.due_on.isoformat())
    if dispute.is_paying and not dispute.instalments.filter(paid_on=None).exists():
        take(dispute, "note_fulfilled", day=on, by=by, on=on)
    return instalment


@act
def note_missed(instalment: Instalment, *, reason: str, by: User, on: date) -> Instalment:
    """Its day is over and nothing came: that stays written down, with the reason, even if it is paid later."""
    dispute = instalment.dispute
    refuse_own(dispute, by)
    if not reason.strip():
        raise Refused(_("Say why: the reason stays beside it."))
    if on <= instalment.due_on:
        raise Refused(_("Its day is not over yet."))
    rows = Instalment.objects.filter(pk=instalment.pk, paid_on=None, missed_on=None)
    if not rows.update(missed_on=on, reason=reason.strip()):
        raise Refused(_("It has been paid, or noted as missed, already."))
    instalment.missed_on, instalment.reason = on, reason.strip()
    _check(instalment, by=by, on=on)
    write(dispute, "missed_instalment", day=on, by=by, on=on)
    return instalment


def _check(instalment: Instalment, *, by: User, on: date) -> None:
    """The duty to check it is done; each instalment has one, told apart by its day."""
    found = (
        Duty.objects.open()
        .about(instalment.dispute)
        .filter(kind=owed.INSTALMENT, started_on=instalment.due_on)
        .order_by("pk")
        .values_list("pk", flat=True)
        .first()
    )
    if found:
        Duty.objects.open().filter(pk=found).update(fulfilled_on=on, fulfilled_by=by, next_on=None)
