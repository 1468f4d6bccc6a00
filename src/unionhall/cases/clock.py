"""What time does to requests, and what becomes of them when a duty moves."""

from datetime import datetime

from django.dispatch import receiver
from django.utils import timezone

from unionhall.cases import actions, steps
from unionhall.cases.confidential import grown, placing
from unionhall.cases.confidential.reading import knowing
from unionhall.cases.models import HANDLED, Case, Status
from unionhall.cases.patterns import actions as patterns
from unionhall.core.errors import Refused
from unionhall.duties.signals import due_changed, escalating, handed_over
from unionhall.duties.succession import holders
from unionhall.notifications.clock import each_minute

DATING = ("cases.accept", "cases.answer")  # the duties whose date is the request's own


@each_minute("cases.close_answered")
def close_answered(until: datetime) -> None:
    """Close answered requests whose worker let the time to disagree go by."""
    today = timezone.localdate(until)
    silent = Case.objects.filter(status=Status.PROPOSED, due_on__lt=today)
    for case in silent.select_related("organisation", "person__user").order_by("pk"):
        try:
            actions.close(case, by=None, on=today)
        except Refused:
            continue  # the worker was quicker


@each_minute("cases.find_repeats")
def find_repeats(until: datetime, *, since: datetime) -> None:
    """Once a day, look at employers and topics of which requests came since the day before."""
    last, on = timezone.localdate(since), timezone.localdate(until)
    if on > last:
        patterns.find_repeats(since=last, on=on)


def _case_of(duty) -> Case | None:
    if duty.subject_type != "cases.case":
        return None
    return Case.objects.filter(pk=duty.subject_id).first()


@receiver(due_changed)
def keep_date(sender, duty, **more) -> None:
    """A date that was reckoned anew stands on the request too."""
    case = _case_of(duty) if duty.kind in DATING else None
    if case is not None and case.is_open and duty.is_open:
        steps.keep_due(case, duty)


@receiver(handed_over)
def keep_handler(sender, duties, **more) -> None:
    """Whoever holds the duty to answer handles the request; an office is represented by one of its people."""
    for duty in duties:
        case = _case_of(duty) if duty.kind == "cases.answer" and duty.is_open else None
        if case is None or case.status not in HANDLED:
            continue
        if case.is_confidential and not duty.holder_id:
            continue  # nobody of an office is chosen here: it is settled by name, below
        people = knowing(case, holders(duty, on=timezone.localdate()))
        if people and case.handler_id not in {person.pk for person in people}:
            Case.objects.filter(pk=case.pk).update(handler=people[0], owner=people[0])
            placing.name_handler(case, people[0])


@each_minute("cases.settle_named")
def settle_named(until: datetime) -> None:
    """Open requests kept to named persons, or about somebody in office, lie with one who may know of them.

    Mandates end and begin without any act on the request; whoever follows is named then, and the worker
    reads it.
    """
    for case in placing.unsettled():
        try:
            placing.resettle(case, on=timezone.localdate(until))
        except Refused:
            continue  # nobody is in office anywhere above; the next minute asks again
    for duty, case in grown.unsettled():
        try:
            grown.settle(duty, case, on=timezone.localdate(until))
        except Refused:
            continue


@receiver(escalating)
def name_above(sender, duty, organisation, office, on, **more) -> None:
    """An overdue duty of a confidential request is told to one person of the level above, who is named for it."""
    case = _case_of(duty)
    if case is not None and case.is_confidential:
        placing.name_at(case, organisation, office, on=on)
