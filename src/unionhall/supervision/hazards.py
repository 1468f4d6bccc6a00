"""A hazard: noted by an officer or reported by a worker, told to the employer, mended, seen to be mended."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.cases.routing import own_union
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.duties.succession import holders
from unionhall.history.actions import act
from unionhall.members.models import Person
from unionhall.organisations.models import Employer, Organisation
from unionhall.supervision import actions, names, owed, steps
from unionhall.supervision.models import Hazard, Matter, Severity, Subject

State = Hazard.State


@act
def note_hazard(
    organisation: Organisation,
    *,
    employer: Employer | None = None,
    place: str,
    text: str,
    severity: int = Severity.SERIOUS,
    due_on: date | None = None,
    files: Iterable = (),
    by: User,
    on: date,
) -> Hazard:
    """Note a hazard on a round; with `due_on` the employer was told there and then. Raises Refused."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    made = _noted(
        Hazard(
            organisation=organisation,
            employer=employer or organisation.employer,
            place=place,
            text=text,
            severity=severity,
            noted_on=on,
            noted_by=by,
        ),
        files,
        by=by,
    )
    steps.note(made, "hazard_noted", by=by, on=on)
    if due_on:
        tell_hazard(made, due_on=due_on, by=by, on=on)
    else:
        owed.open_for(made, owed.TELL, rule=owed.TELL_RULE, start=on, by=by, on=on)
    return made


@act
def report_hazard(
    person: Person,
    *,
    place: str,
    text: str,
    severity: int = Severity.SERIOUS,
    name_kept: bool = True,
    files: Iterable = (),
    by: User,
    on: date,
) -> Hazard:
    """A member reports a hazard to their union, which tells the employer; raises Refused."""
    union = own_union(person, on=on)
    if union is None:
        raise Refused(
            _("No union has you in its register today."),
            instead=_("Ask the union nearest to you."),
        )
    made = _noted(
        Hazard(
            organisation=union,
            employer=union.employer,
            place=place,
            text=text,
            severity=severity,
            noted_on=on,
            reporter=person,
            name_kept=name_kept,
        ),
        files,
        by=by,
    )
    # The record names nobody: who reported it stands on the row alone.
    steps.note(made, "hazard_reported", by=None, on=on)
    duty = owed.open_for(made, owed.TELL, rule=owed.TELL_RULE, start=on, by=None, on=on)
    told = [user for user in holders(duty, on=on) if user != by]
    steps.tell(told, "hazard_reported", made, place=made.place)
    return made


def _noted(hazard: Hazard, files: Iterable, *, by: User) -> Hazard:
    hazard.place = steps.needed(hazard.place, _("Say where it is."))
    hazard.text = steps.needed(hazard.text, _("Say what may hurt somebody."))
    hazard.save(force_insert=True)
    for upload in files:
        attach(hazard, upload, by=by)
    return hazard


@act
def tell_hazard(hazard: Hazard, *, due_on: date, by: User, on: date) -> None:
    """Tell the employer, with the day by which it has to be mended; whoever reported it is not named."""
    if due_on < on:
        raise Refused(_("The day by which it has to be mended has passed."))
    steps.change(hazard, State.NOTED, state=State.TOLD, told_on=on, due_on=due_on)
    duties.fulfil(hazard, owed.TELL, by=by, on=on)
    owed.open_for(hazard, owed.VERIFY, rule=owed.PLANNED_DAY, start=due_on, by=by, on=on)
    steps.note(hazard, "hazard_told", by=by, on=on, due_on=due_on.isoformat())
    steps.tell_reporter(hazard)


@act
def mend_hazard(hazard: Hazard, *, ground: str, by: User, on: date) -> None:
    """Note that the employer says it is mended; an officer has still to see it."""
    ground = steps.needed(ground, _("Say what the employer has done."))
    steps.change(hazard, State.TOLD, state=State.MENDED, ground=ground)
    steps.note(hazard, "hazard_mended", by=by, on=on)
    steps.tell_reporter(hazard)


@act
def verify_hazard(hazard: Hazard, *, ground: str, files: Iterable = (), by: User, on: date) -> None:
    """Note that an officer saw it mended, and how; raises Refused."""
    ground = steps.needed(ground, _("Say what you saw."))
    steps.change(hazard, State.TOLD, State.MENDED, state=State.VERIFIED, ground=ground, ended_on=on)
    for upload in files:
        attach(hazard, upload, by=by)
    duties.fulfil(hazard, owed.VERIFY, by=by, on=on)
    steps.note(hazard, "hazard_verified", by=by, on=on)
    steps.tell_reporter(hazard)


@act
def drop_hazard(hazard: Hazard, *, ground: str, by: User, on: date) -> None:
    """Say why it is no hazard; whoever reported it is told the reason."""
    ground = steps.needed(ground, _("Say why it is no hazard."))
    steps.change(hazard, State.NOTED, State.TOLD, state=State.DROPPED, ground=ground, ended_on=on)
    duties.void(hazard, by=by, on=on, reason=_("no hazard"))
    steps.note(hazard, "hazard_dropped", by=by, on=on)
    steps.tell_reporter(hazard)


@act
def escalate_hazard(hazard: Hazard, *, by: User, on: date) -> Matter:
    """Take up by letter what the employer did not mend by the day; raises Refused."""
    if hazard.employer is None:
        raise Refused(_("No employer is known for this hazard."))
    if hazard.severity != Severity.GRAVE and hazard.due_on and on <= hazard.due_on:
        raise Refused(
            _("The employer has until the day agreed to mend it."),
            instead=_("A grave hazard is taken up at once."),
        )
    if hazard.reporter:
        names.refuse_named(f"{hazard.place} {hazard.text}", [hazard.reporter], on=on)
    matter = actions.begin(
        hazard.organisation,
        employer=hazard.employer,
        subject=Subject.SAFETY,
        text=f"{hazard.place}：{hazard.text}"[:1000],
        severity=hazard.severity,
        by=by,
        on=on,
    )
    steps.change(
        hazard, State.TOLD, State.MENDED, state=State.ESCALATED, matter=matter, ended_on=on
    )
    duties.void(hazard, by=by, on=on, reason=_("taken up by letter"))
    steps.note(hazard, "hazard_escalated", by=by, on=on)
    steps.tell_reporter(hazard)
    return matter
