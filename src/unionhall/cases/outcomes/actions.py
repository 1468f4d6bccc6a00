"""What came of a request: noted by the handler, money confirmed when it comes, the worker's own word."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases import steps
from unionhall.cases.confidential import placing
from unionhall.cases.models import Case, Status
from unionhall.cases.outcomes import elsewhere, rules
from unionhall.cases.outcomes.models import Outcome, Result
from unionhall.cases.outcomes.rules import Noted
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.rulebook import rules as rulebook

MONEY_CAME = "cases.money_came"
RULE = "own.request.money_came_3wd"
TELLING = (Status.PROPOSED, Status.CLOSED)


@act
def note_outcome(case: Case, noted: Noted, *, by: User, on: date) -> Outcome:
    """Write down what came of an answered request; noted again, the later word counts. Raises Refused."""
    steps.refuse_kin(case, by)
    steps.refuse_unknowing(case, by)
    # The row is written, so that the request is not opened again at the same moment.
    steps.change(case, among=TELLING, status=case.status)
    outcome = keep(case, noted, by=by, on=on)
    steps.note_act(case, "outcome_noted", by=by, on=on, **told(noted))
    return outcome


def keep(case: Case, noted: Noted, *, by: User, on: date) -> Outcome:
    """The same as a part of another act, which is what the history records."""
    rules.check(noted)
    _refuse_twice(case, noted)
    if noted.clause:
        _refuse_unknown(noted.clause)
    if noted.promised_on and noted.promised_on < case.received_on:
        raise Refused(_("That day lies before the request."))
    came = noted.amount is not None and noted.promised_on is None
    outcome, _new = Outcome.objects.update_or_create(
        case=case,
        defaults={
            "amount": noted.amount,
            "persons": noted.persons if noted.amount is not None else None,
            "promised_on": noted.promised_on,
            "received_on": on if came else None,
            "got_it": None,
            "clause": noted.clause,
            "noted_on": on,
            "noted_by": by,
        },
    )
    outcome.results.all().delete()
    Result.objects.bulk_create(Result(outcome=outcome, kind=kind) for kind in sorted(noted.kinds))
    duties.void(case, MONEY_CAME, by=by, on=on, reason=_("noted anew"))
    if noted.promised_on:
        watch(case, start=max(noted.promised_on, on), by=by, on=on)
    return outcome


def told(noted: Noted) -> dict:
    """What the history keeps of it: kinds and amounts say nothing of who."""
    return {
        "kinds": sorted(noted.kinds),
        "amount": str(noted.amount) if noted.amount is not None else "",
        "persons": noted.persons or 0,
        "promised_on": noted.promised_on.isoformat() if noted.promised_on else "",
        "clause": noted.clause,
    }


def watch(case: Case, *, start: date, by: User | None, on: date) -> Duty:
    """Owe a look whether the money came: whoever handles it, else the office it lies with.

    Never one whom the request is about: then somebody else of those who may know of it.
    """
    duty = duties.open_duty(
        MONEY_CAME,
        subject=case,
        organisation=case.organisation,
        office="" if case.handler else "rights_officer",
        holder=case.handler,
        rule=RULE,
        start=start,
        by=by,
        on=on,
        restricted=case.is_restricted,
    )
    placing.settle(case, by=by, on=on)
    return duty


def _refuse_twice(case: Case, noted: Noted) -> None:
    """Money that a dispute keeps with its instalments is not written down here as well."""
    if noted.amount is None:
        return
    if any(case.pk in table for table in elsewhere.purses(Case.objects.filter(pk=case.pk))):
        raise Refused(
            _("The money of this request is kept with what grew out of it, and counts from there."),
            instead=_("Take the amount away here; note payments there."),
        )


def _refuse_unknown(clause: str) -> None:
    try:
        rulebook.written(clause)
    except rulebook.MissingRule as error:
        raise Refused(str(error.args[0])) from error


@act
def confirm_money(outcome: Outcome, *, day: date | None = None, by: User, on: date) -> None:
    """The promised money has come; from now on it counts as recovered. Raises Refused."""
    case, day = outcome.case, day or on
    steps.refuse_kin(case, by)
    steps.refuse_unknowing(case, by)
    if day > on:
        raise Refused(_("That day is still to come."))
    if day < case.received_on:
        raise Refused(_("That day lies before the request."))
    rows = Outcome.objects.filter(pk=outcome.pk, received_on=None, amount__isnull=False)
    if not rows.update(received_on=day, got_it=None):
        raise Refused(_("No money of this request is still to come."))
    outcome.received_on = day
    duties.fulfil(case, MONEY_CAME, by=by, on=on)
    steps.note_act(case, "money_came", by=by, on=on, day=day.isoformat())


def own_word(case: Case, got_it: bool | None, *, by: User, on: date) -> None:
    """What the worker says at confirmation: whether they have it. Part of that act.

    "Not yet" makes money still to come of it, whatever the handler wrote, and somebody has to look.
    """
    if got_it is None:
        return
    outcome = Outcome.objects.select_for_update().filter(case=case).first()
    if outcome is None or outcome.amount is None:
        return
    outcome.got_it = got_it
    outcome.received_on = outcome.received_on or on if got_it else None
    outcome.save(update_fields=["got_it", "received_on"])
    if got_it:
        duties.fulfil(case, MONEY_CAME, by=by, on=on)
    elif not Duty.objects.open().about(case).filter(kind=MONEY_CAME).exists():
        watch(case, start=on, by=by, on=on)
