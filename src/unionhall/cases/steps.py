"""What the acts on a request have in common: its clock, who is told, the record, the conversation."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.cases import periods, routing
from unionhall.cases.models import Case, GrievanceKind, Message
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.history.actions import record
from unionhall.notifications.actions import notify
from unionhall.rulebook.deadlines import Due, due


def start_clock(case: Case, kind: str, step: str, *, desk=None, holder=None, start: date, by, on):
    """Open the duty that sets the request's next date, and keep that date on the request."""
    rule, part = periods.period(step)
    duty = duties.open_duty(
        kind,
        subject=case,
        organisation=case.organisation,
        office=desk.office if desk else "",
        holder=holder,
        rule=rule,
        part=part,
        start=start,
        by=by,
        on=on,
        restricted=case.is_restricted,
    )
    keep_due(case, duty)
    return duty


def keep_due(case: Case, duty) -> None:
    """Copy the duty's date onto the request, where the inbox sorts by it."""
    case.due_on, case.due_provisional, case.due_from = duty.due_on, duty.provisional, duty.opened_on
    Case.objects.filter(pk=case.pk).update(
        due_on=duty.due_on, due_provisional=duty.provisional, due_from=duty.opened_on
    )


def due_fact(case: Case) -> str:
    """The request's next date as the history keeps it."""
    return case.due_on.isoformat() if case.due_on else ""


def tell_worker(case: Case, template: str) -> None:
    """Queue a notice to the worker, if the worker can sign in."""
    if case.person.user:
        notify(
            [case.person.user],
            f"cases/{template}",
            subject=case,
            url=case.my_url,
            facts={"number": case.number},
        )
    if case.kind == GrievanceKind.GROUP:
        tell_joined(case)


def tell_joined(case: Case) -> None:
    """Tell all who joined that it has gone on, each with the way to their own page of it."""
    joined = case.joined.filter(left_on=None).exclude(person__user=None)
    rows = joined.select_related("person__user")
    users = [row.person.user for row in rows if row.person.user]
    url = reverse("cases:my_group", args=[case.number])
    notify(users, "cases/group_went_on", subject=case, url=url, facts={"number": case.number})


def tell_desk(case: Case, desk, template: str, *, on: date) -> None:
    """Queue a notice to everybody in the office the request goes to."""
    notify(
        routing.holders(desk, on=on),
        f"cases/{template}",
        subject=case,
        url=case.get_absolute_url(),
        facts={"number": case.number},
    )


def note_act(case: Case, verb: str, *, by, on, personal=None, office=None, **facts) -> None:
    """Write one step of the request into the history."""
    with routing.in_the_record():
        if office is None:
            office = routing.office_of(by, case.organisation, on=on)
        told = {
            name: str(fact) if isinstance(fact, routing.Desk) else fact
            for name, fact in facts.items()
        }
    record(
        case.chain,
        f"cases.{verb}",
        by=by,
        subject=case,
        facts=told,
        personal=personal or {},
        person=str(case.person.uid),
        on=on,
        by_label=office,
    )


def change(case: Case, *, among, **changes) -> None:
    """Change the request only if it still stands where the caller saw it: of two clicks one wins."""
    still = Case.objects.filter(
        pk=case.pk,
        status__in=[str(status) for status in among],
        organisation=case.organisation_id,
        review_round=case.review_round,
    )
    if still.update(**changes):
        for name, value in changes.items():
            setattr(case, name, value)
    else:
        case.refresh_from_db()
        raise Refused(
            _("Nothing was done: this request is now “%(state)s”.") % {"state": case.status_label},
            instead=_("Read what has happened below, then decide again."),
        )


def refuse_kin(case: Case, by) -> None:
    """An officer does not handle a request of their own."""
    if case.person.user_id == by.pk:
        raise Refused(
            _("You cannot handle your own request."),
            periods.article("recusal"),
            instead=_("A colleague in your office can take it on, or hand it one level up."),
        )


def say(case: Case, kind: str, text: str, *, by, on, files=()) -> Message:
    """Add a message with its files to the conversation."""
    from_worker = by.pk == case.person.user_id
    with routing.in_the_record():
        label = str(by) if from_worker else routing.signature(by, case.organisation, on=on)
    message = Message.objects.create(
        case=case,
        kind=kind,
        by=by,
        by_label=label,
        from_worker=from_worker,
        text=text,
        at=clock.now(),
    )
    for upload in files:
        attach(case if kind != Message.Kind.NOTE else message, upload, by=by)
    return message


def time_to_disagree(case: Case, *, answered_on: date) -> Due:
    """How long the worker can ask the level above to look at an answer, where the request lies."""
    last = Duty.objects.about(case).order_by("pk").last()
    rule, part = periods.period(periods.review_steps(min(case.review_round, 1))[0])
    place = last.jurisdiction if last else settings.UNIONHALL_JURISDICTION
    return due(rule, start=answered_on, part=part, jurisdiction=place)
