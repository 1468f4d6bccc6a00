"""What whoever reports does, without a name: send, read, add, and give a name if they want to."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.models import new_number
from unionhall.core import keyring
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.organisations.models import Organisation
from unionhall.tips import actions, owed, receipts, recipients, steps, vault
from unionhall.tips.cleaning import Clean
from unionhall.tips.models import HANDLED, OPEN, Said, State, Tip
from unionhall.tips.recipients import Level


@act
def send(
    union: Organisation,
    level: Level,
    *,
    text: str,
    leave_out: Sequence[User] = (),
    files: Sequence[Clean] = (),
    stamp: str,
    on: date,
) -> tuple[Tip, str]:
    """Seal a report for the level's offices but those left out; its receipt is in the answer and nowhere else.

    `stamp` is the sent form's own: the same form is taken once.
    """
    words = steps.needed(text)
    left = level.without(leave_out)
    if not left.can_answer:
        raise Refused(
            _("Nobody would be left who could look into it."),
            instead=_("Send it one level higher, or leave fewer people out."),
        )
    receipt = receipts.new()
    secret, key = receipts.secret_of(receipt), vault.new_key()
    tip = Tip(
        number=f"N{new_number(on)}",
        union=union,
        receiver=level.organisation,
        received_on=on,
        lookup=secret.lookup,
        stamp=hashlib.sha256(stamp.encode()).digest(),
    )
    tip.receipt_envelope = vault.seal(secret.key, key, context=tip.uid.bytes)
    _write_first(tip)
    tip.left_out.set(leave_out)
    offices = sorted({seat.office for seat in left.seats})
    vault.seal_for(tip, key, [vault.office_key(level.organisation, code) for code in offices])
    steps.say(tip, key, Said.Kind.REPORT, words, files=files, by=None, on=on)
    _owe(tip, owed.ACCEPT, on=on)
    steps.written_down(tip, "sent", None, on)
    steps.tell(tip, "received", on=on)
    return tip, receipt


def _write_first(tip: Tip) -> None:
    try:
        with transaction.atomic():
            tip.save(force_insert=True)
    except IntegrityError as error:
        if not Tip.objects.filter(stamp=tip.stamp).exists():
            raise
        raise Refused(
            _("This report was sent already, and its receipt was shown then."),
            instead=_("Without the receipt nobody can read it on; you can write a new one."),
        ) from error


def _owe(tip: Tip, kind: str, *, on: date) -> None:
    holder = recipients.answering(tip, None, on=on)
    owed.open_for(tip, kind, holder=holder, by=None, on=on)


def found(secret: receipts.Secret) -> tuple[Tip, bytes] | None:
    """The report a receipt opens, with its key; None for a wrong receipt and for a destroyed report."""
    tip = Tip.objects.filter(lookup=secret.lookup).select_related("union", "receiver").first()
    if tip is None:
        return None
    try:
        return tip, vault.key_by_receipt(tip, secret.key)
    except keyring.Unreadable:
        return None


@act
def add(tip: Tip, key: bytes, *, text: str, files: Sequence[Clean] = (), on: date) -> None:
    """Answer the officers' question, or add something; an answered or closed report is looked at again."""
    words = steps.needed(text)
    again = tip.state in (State.ANSWERED, State.CLOSED)
    going_on = State.RECEIVED if tip.state == State.RECEIVED else State.ACCEPTED
    steps.step(tip, tip.state, state=going_on, silent_until=None, closed_on=None, destroy_on=None)
    steps.say(tip, key, Said.Kind.ADDED, words, files=files, by=None, on=on)
    if again:
        _owe(tip, owed.ANSWER, on=on)
    steps.written_down(tip, "added", None, on)
    steps.tell(tip, "added", on=on)


@act
def give_name(tip: Tip, key: bytes, *, name: str, phone: str, on: date) -> None:
    """Agree that it goes on as an ordinary restricted request, under this name."""
    steps.step(tip, *OPEN, is_named=True)
    said = f"{steps.needed(name)}\n{phone}"
    steps.say(tip, key, Said.Kind.NAME, said, by=None, on=on)
    steps.written_down(tip, "named", None, on)
    steps.tell(tip, "named", on=on)


@act
def withdraw(tip: Tip, *, on: date) -> None:
    """Take the report back: it is closed, and destroyed at once."""
    steps.step(tip, State.RECEIVED, *HANDLED, state=State.CLOSED, closed_on=on, destroy_on=on)
    duties.void(tip, by=None, on=on, reason=_("withdrawn by whoever reported"))
    actions.destroy(tip, on=on)
