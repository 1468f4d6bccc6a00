"""What the acts on a request have in common: its clock, who is told, the record, the conversation."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.cases import periods, routing
from unionhall.cases.confidential import reading
from unionhall.cases.models import Case, GrievanceKind, Message
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.documents.actions import attach
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.duties.models import Duty
from unionhall.history.actions import record
from unionhall.notifications.actions import notify
from unionhall.notifications.groups import alert
from unionhall.rulebook.deadlines import Due, due

NEUTRAL = "cases/confidential"  # says neither who nor which
WITHOUT_NUMBER = ("named", "readers_changed", "overridden")


def start_clock(case: Case, kind: str, step: str, *, desk=None, holder=None, start: date, by, on):
    """Open the duty that sets the request's next date, and keep that date on the request."""
    rule, part = periods.period(step)
    if step == "answer" and case.difficulty:
        place = succession.line(case.organisation, on=on).jurisdiction
        rule, part = periods.answering(case.difficulty, start=start, jurisdiction=place)
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


def is_promised(case: Case) -> bool:
    """Whether an answer is owed: it was taken on once, or is looked at again."""
    return Duty.objects.open().about(case).filter(kind="cases.answer").exists()


def due_fact(case: Case) -> str:
    """The request's next date as the history keeps it."""
    return case.due_on.isoformat() if case.due_on else ""


def tell_worker(case: Case, template: str) -> None:
    """Queue a notice to the worker, if the worker can sign in."""
    if case.person.user:
        # Others may look at the worker's telephone: of a confidential one it says nothing.
        quiet = case.is_confidential and template not in WITHOUT_NUMBER
        notify(
            [case.person.user],
            "cases/confidential_news" if quiet else f"cases/{template}",
            subject=case,
            url=case.my_url,
            facts={} if case.is_confidential else {"number": case.number},
        )
    if case.kind == GrievanceKind.GROUP:
        tell_joined(case)


def tell_joined(case: Case) -> None:
    """Tell all who joined that it has gone on, each with the way to their own page of it."""
    joined = case.joined.filter(left_on=None).exclude(person__user=None)
    rows = joined.select_related("person__user")
    users = [row.person.user for row in rows if row.person.user]
    url = reverse("cases:my_group", args=[case.number])
    template = "confidential_news" if case.is_confidential else "group_went_on"
    facts = {} if case.is_confidential else {"number": case.number}
    notify(users, f"cases/{template}", subject=case, url=url, facts=facts)


def tell_desk(case: Case, desk, template: str, *, on: date) -> None:
    """Queue a notice to everybody in the office the request goes to, who may know of it."""
    tell_officers(case, routing.holders(desk, on=on), template)
    # Of restricted ones a whole group is not even to learn that they came.
    if template == "received" and not (case.is_restricted or case.is_confidential):
        alert_desk(desk.organisation, 1)


def tell_officers(case: Case, users, template: str) -> None:
    """Queue a notice to those of the officers who may know of the request; of a confidential one it says nothing."""
    notify(
        reading.knowing(case, users),
        NEUTRAL if case.is_confidential else f"cases/{template}",
        subject=case,
        url=case.get_absolute_url(),
        facts={} if case.is_confidential else {"number": case.number},
    )


def alert_desk(organisation, count: int) -> None:
    """Say in the group chat of a desk, if it has one, how many new requests wait there."""
    url = f"{reverse('cases:inbox')}?show=new"
    alert(organisation.code, "cases/at_the_desk", url=url, count=count)


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


def refuse_unknowing(case: Case, by) -> None:
    """Nobody acts on a request that has become confidential, or about them, since they opened its page."""
    if not reading.knowing(case, [by]):
        raise Refused(_("Nothing was done: this request is not with you any longer."))


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
