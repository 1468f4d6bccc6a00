"""What is done with an inspection: planned, its items noted, signed by all who carried it out, called off."""

from collections.abc import Iterable
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.history.actions import act
from unionhall.organisations.models import Employer, Organisation
from unionhall.organisations.queries import held_by
from unionhall.supervision import checklist, owed, periods, steps
from unionhall.supervision.models import (
    Finding,
    InOrder,
    Inspection,
    Item,
    Matter,
    Severity,
    Subject,
    Supervisor,
)

State = Inspection.State


@act
def plan(
    organisation: Organisation,
    *,
    employer: Employer,
    place: str = "",
    planned_on: date,
    supervisors: Iterable[User],
    by: User,
    on: date,
) -> Inspection:
    """Plan an inspection by as many supervisors as the rule asks there; raises Refused."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    if planned_on < on:
        raise Refused(_("The day planned has passed."))
    users = list({user.pk: user for user in supervisors}.values())
    least, citation = periods.supervisors(organisation, on=on)
    if len(users) < least:
        raise Refused(
            _("An inspection needs at least %(least)s supervisors.") % {"least": least},
            citation,
            instead=_("Choose one more, of your union or one above."),
        )
    for user in users:
        _refuse_unable(organisation, user, on=on)
    made = Inspection.objects.create(
        organisation=organisation,
        employer=employer,
        place=place.strip(),
        planned_on=planned_on,
        by=by,
    )
    Supervisor.objects.bulk_create([Supervisor(inspection=made, user=user) for user in users])
    owed.open_for(made, owed.INSPECT, rule=owed.PLANNED_DAY, start=planned_on, by=by, on=on)
    steps.note(made, "planned", by=by, on=on, supervisors=len(users))
    others = [user for user in users if user != by]
    steps.tell(others, "planned", made, employer=str(employer), day=planned_on.isoformat())
    return made


@act
def check(
    inspection: Inspection,
    *,
    item: str,
    in_order: bool,
    text: str = "",
    affected: int | None = None,
    severity: int = Severity.SERIOUS,
    files: Iterable = (),
    by: User,
    on: date,
) -> Finding | None:
    """Note one item: in order, or what was found; noted again, the later word counts. Raises Refused."""
    entry = checklist.entries(inspection.organisation).get(item)
    if entry is None:
        raise Refused(_("The checklist has no such item."))
    # The row is written, so that nobody signs at the same moment.
    steps.change(inspection, State.PLANNED, state=State.PLANNED)
    _refuse_stranger(inspection, by)
    inspection.in_order.filter(item=item).delete()
    inspection.findings.filter(item=item).delete()
    if in_order:
        InOrder.objects.create(inspection=inspection, item=item)
        made = None
    else:
        made = Finding.objects.create(
            inspection=inspection,
            item=item,
            subject=entry.subject,
            text=steps.needed(text, _("Say what was found.")),
            affected=affected,
            severity=severity,
            found_on=on,
        )
        for upload in files:
            attach(made, upload, by=by)
    return made


@act
def sign(inspection: Inspection, *, by: User, on: date) -> Matter | None:
    """Sign the record; with the last name it is done, and findings become a matter. Raises Refused."""
    _refuse_stranger(inspection, by)
    if not (inspection.in_order.exists() or inspection.findings.exists()):
        raise Refused(
            _("Nothing has been noted yet."), instead=_("Go through the checklist first.")
        )
    steps.change(
        inspection,
        State.PLANNED,
        State.SIGNING,
        state=State.SIGNING,
        carried_on=inspection.carried_on or on,
    )
    if not inspection.supervisors.filter(user=by, signed_on=None).update(signed_on=on):
        raise Refused(_("You have signed already."))
    steps.note(inspection, "signed", by=by, on=on)
    if inspection.supervisors.filter(signed_on=None).exists():
        return None
    steps.change(inspection, State.SIGNING, state=State.DONE, signed_on=on)
    duties.fulfil(inspection, owed.INSPECT, by=by, on=on)
    findings = inspection.findings.count()
    steps.note(inspection, "inspected", by=by, on=on, findings=findings)
    return _matter_of(inspection, by=by, on=on) if findings else None


def _matter_of(inspection: Inspection, *, by: User, on: date) -> Matter:
    made = Matter.objects.create(
        organisation=inspection.organisation,
        employer=inspection.employer,
        inspection=inspection,
        begun_on=on,
        begun_by=by,
    )
    inspection.findings.update(matter=made)
    owed.open_visit(made, by=by, on=on)
    steps.note(made, "begun", by=by, on=on, from_="inspection")
    return made


@act
def call_off(inspection: Inspection, *, reason: str, by: User, on: date) -> None:
    """Call off an inspection nobody has signed, and say why; raises Refused."""
    reason = steps.needed(reason, _("Say why it is called off."))
    steps.change(inspection, State.PLANNED, state=State.CALLED_OFF, reason=reason)
    duties.void(inspection, by=by, on=on, reason=_("the inspection was called off"))
    steps.note(inspection, "called_off", by=by, on=on, reason=reason)


@act
def replace_supervisor(
    inspection: Inspection, *, instead_of: User, officer: User, by: User, on: date
) -> None:
    """Let another officer carry out a planned inspection in somebody's place; raises Refused."""
    Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    steps.change(inspection, State.PLANNED, state=State.PLANNED)
    _refuse_unable(inspection.organisation, officer, on=on)
    if inspection.supervisors.filter(user=officer).exists():
        raise Refused(_("%(name)s carries this inspection out already.") % {"name": officer})
    if not inspection.supervisors.filter(user=instead_of, signed_on=None).update(user=officer):
        raise Refused(_("%(name)s does not carry this inspection out.") % {"name": instead_of})
    steps.note(inspection, "supervisor_replaced", by=by, on=on)


def _refuse_unable(organisation: Organisation, user: User, *, on: date) -> None:
    able, held = offices_with("supervision.sign"), held_by(user, on=on)
    if not any(organisation.path.startswith(h.path) and h.office in able for h in held):
        raise Refused(_("%(name)s holds no office that inspects here.") % {"name": user})


def _refuse_stranger(inspection: Inspection, by: User) -> None:
    if not inspection.supervisors.filter(user=by).exists():
        raise Refused(
            _("Only who carries out the inspection writes and signs its record."),
            instead=_("Its supervisors are named on the page."),
        )


@act
def add_item(organisation: Organisation, *, subject: str, text: str, by: User, on: date) -> Item:
    """Add an item to the checklist of a union and all below it; raises Refused."""
    text = steps.needed(text, _("Say what to look at."))
    if subject not in Subject.values:
        raise Refused(_("The checklist has no such subject."))
    try:
        with transaction.atomic():
            made = Item.objects.create(organisation=organisation, subject=subject, text=text, by=by)
    except IntegrityError as error:
        raise Refused(_("The checklist has this item already.")) from error
    steps.note(made, "item_added", by=by, on=on)
    return made


@act
def remove_item(item: Item, *, by: User, on: date) -> None:
    """Take an item off the checklist; records that used it keep it. Raises Refused."""
    if not Item.objects.filter(pk=item.pk, removed_on=None).update(removed_on=on):
        raise Refused(_("This item has been removed already."))
    steps.note(item, "item_removed", by=by, on=on)
