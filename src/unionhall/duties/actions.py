"""What is done with duties: opened and fulfilled by other acts, extended, paused and passed on by hand."""

from datetime import date

from django.db import models

from unionhall.accounts.models import User
from unionhall.duties import schedule, succession
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.notifications.actions import reference
from unionhall.organisations.models import Organisation


@act
def open_duty(
    kind: str,
    *,
    subject: models.Model | tuple[str, int],
    organisation: Organisation,
    office: str,
    holder: User | None = None,
    rule: str,
    part: str = "",
    start: date,
    by: User | None,
    on: date,
    restricted: bool = False,
) -> Duty:
    """Begin an obligation, due as the rule says; the act that opens it is what the history records.

    Held by `holder` (who needs `office`, or any office on the line up when it is ""), else by
    everybody in `office`, else by whom it falls to. A holder without office holds it personally.
    """
    line = succession.line(organisation, on=on)
    subject_type, subject_id = reference(subject)
    duty = Duty(
        kind=kind,
        organisation=organisation,
        office_at=organisation,
        office=office,
        subject_type=subject_type,
        subject_id=subject_id,
        restricted=restricted,
        rule=rule,
        part=part,
        jurisdiction=line.jurisdiction,
        started_on=start,
        opened_on=on,
    )
    succession.settle(duty, line, holder=holder)
    schedule.reckon(duty, events=[])
    schedule.plan(duty)
    duty.save(force_insert=True)
    return duty


@act
def fulfil(subject: models.Model | tuple[str, int], kind: str, *, by: User | None, on: date) -> int:
    """Mark the open duties of that kind about the subject as done; how many there were."""
    return _open(subject, kind).update(fulfilled_on=on, fulfilled_by=by, next_on=None)


@act
def void(
    subject: models.Model | tuple[str, int],
    kind: str | None = None,
    *,
    by: User | None,
    on: date,
    reason: str,
) -> int:
    """End open duties about the subject that nobody owes any longer; how many there were."""
    return _open(subject, kind).update(voided_on=on, voided_by=by, void_reason=reason, next_on=None)


def current(subject: models.Model | tuple[str, int], kind: str) -> Duty:
    """The open duty of that kind about the subject; raises Duty.DoesNotExist."""
    return _open(subject, kind).select_related("organisation").get()


def _open(subject: models.Model | tuple[str, int], kind: str | None):
    duties = Duty.objects.of(*reference(subject)).open()
    return duties.filter(kind=kind) if kind else duties
