"""What is done with duties: opened and fulfilled by other acts, extended, paused and passed on by hand."""

from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.duties import rules, schedule, succession
from unionhall.duties.models import Duty, Event
from unionhall.duties.signals import handed_over
from unionhall.history.actions import act, record
from unionhall.notifications.actions import notify, reference
from unionhall.organisations.models import Organisation

PLACE = ("office_at", "office", "held_at", "held_as", "holder", "mandate")


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
    duty = draw_up(
        kind,
        organisation=organisation,
        office=office,
        holder=holder,
        rule=rule,
        part=part,
        start=start,
        on=on,
        restricted=restricted,
    )
    return begin(duty, subject=subject)


def draw_up(
    kind: str,
    *,
    organisation: Organisation,
    office: str,
    holder: User | None = None,
    rule: str,
    part: str = "",
    start: date,
    on: date,
    restricted: bool = False,
    line: succession.Line | None = None,
) -> Duty:
    """A duty for `begin`, with its holder and its date: for a subject that is written with that date.

    `line` saves asking again who sits where, if the caller knows it.
    """
    line = line or succession.line(organisation, on=on)
    duty = Duty(
        kind=kind,
        organisation=organisation,
        office_at=organisation,
        office=office,
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
    return duty


@act
def begin(duty: Duty, *, subject: models.Model | tuple[str, int]) -> Duty:
    """Open a duty that was drawn up, for its subject."""
    duty.subject_type, duty.subject_id = reference(subject)
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


@act
def take(subject: models.Model | tuple[str, int], kind: str, *, by: User, on: date) -> Duty:
    """Make `by` the holder of the open duty of that kind; the caller's act is what is recorded."""
    duty = _locked(current(subject, kind))
    line = succession.line(duty.organisation, on=on)
    succession.settle(duty, line, holder=by)
    return _moved(duty, by=by, on=on)


@act
def take_all(
    subject: models.Model | tuple[str, int], *, besides: tuple[str, ...] = (), by: User, on: date
) -> list[Duty]:
    """Make `by` the holder of every open duty about the subject, but for some kinds; the caller's act is recorded."""
    duties = list(_open(subject, None).exclude(kind__in=besides).select_for_update(of=("self",)))
    for duty in duties:
        succession.settle(duty, succession.line(duty.organisation, on=on), holder=by)
        _moved(duty, by=by, on=on)
    return duties


@act
def move(
    subject: models.Model | tuple[str, int],
    *,
    to_organisation: Organisation,
    to_office: str,
    by: User | None,
    on: date,
) -> list[Duty]:
    """Give the open duties about the subject to an office elsewhere; the caller's act is recorded."""
    line = succession.line(to_organisation, on=on)
    duties = list(_open(subject, None).select_for_update())
    for duty in duties:
        duty.organisation = duty.office_at = to_organisation
        duty.office = to_office
        succession.settle(duty, line, holder=None)
        _moved(duty, by=by, on=on)
    return duties


@act
def keep(subject: models.Model | tuple[str, int], *, restricted: bool) -> int:
    """Keep all duties about the subject to confidants, or no longer; the caller's act is recorded."""
    return Duty.objects.about(subject).update(restricted=restricted)


@act
def entrust(duty: Duty, *, to: User, by: User | None, on: date) -> Duty:
    """Make one person in office answer for an open duty of an office; the caller's act is recorded."""
    duty = _locked(duty)
    succession.settle(duty, succession.line(duty.organisation, on=on), holder=to)
    return _moved(duty, by=by, on=on)


@act
def hand_on(
    duty: Duty, *, source: Organisation, line: succession.Line, by: User | None, on: date
) -> Duty:
    """Let a duty of a union that ends go on at the head of `line`; the caller's act is recorded.

    What somebody holds personally stays theirs; what only lay there in another's stead is settled anew.
    """
    if duty.organisation_id == source.pk:
        duty.organisation = line.organisations[0]
    if duty.office_at_id == source.pk:
        duty.office_at = line.organisations[0]
    if not duty.office and duty.holder:
        succession.hold(duty, rules.Place(duty.office_at_id, "", duty.holder.pk))
    else:
        way = line
        if duty.office_at_id != line.organisations[0].pk:
            way = succession.line(duty.office_at, on=on)
        succession.settle(duty, way, holder=None)
    return _moved(duty, by=by, on=on)


@act
def pass_on(
    duty: Duty,
    *,
    to_user: User | None = None,
    to_office: str = "",
    to_organisation: Organisation | None = None,
    by: User,
    on: date,
    tells: bool = True,
) -> Duty:
    """Give a duty to another person in office there or above, or to an office there or elsewhere.

    `tells` False where it is one of many, of which the receiver is told in one notice.
    """
    duty = _locked(duty)
    before = succession.place_of(duty)
    if to_user is not None and not succession.knowing(duty, [to_user]):
        raise Refused(
            _("%(name)s holds no office that could take this duty on.") % {"name": to_user},
            instead=_("Choose somebody in office there or one level up."),
        )
    target = to_organisation or (duty.office_at if to_user else duty.held_at)
    duty.office_at, duty.office = target, to_office or duty.office
    succession.settle(duty, succession.line(target, on=on), holder=to_user)
    if to_user is None and duty.is_stood_in_for:
        raise Refused(
            _("Nobody is in that office, or it may not hold this duty."),
            instead=_("Choose an office that is filled."),
        )
    if before == succession.place_of(duty):
        raise Refused(_("It lies there already."))
    _moved(duty, by=by, on=on)
    record(
        duty.chain,
        "duties.pass_on",
        by=by,
        subject=duty,
        facts={"office": duty.held_as, "organisation": duty.held_at_id, "user": duty.holder_id},
        on=on,
    )
    if tells:
        _tell(duty, "passed_on", besides=by, on=on)
    handed_over.send(sender=Duty, duties=[duty])
    return duty


@act
def extend(duty: Duty, *, days: int, reason: str, by: User, on: date) -> Duty:
    """Lengthen the period within what the rule allows; raises Refused beyond it."""
    if days < 1:
        raise Refused(_("An extension is at least one day."))
    return _lengthened(duty, Event.Kind.EXTEND, days=days, reason=reason, by=by, on=on)


@act
def pause(duty: Duty, *, reason: str, by: User, on: date) -> Duty:
    """Stop the period; until it is resumed, nothing falls due."""
    return _lengthened(duty, Event.Kind.PAUSE, reason=reason, by=by, on=on)


@act
def resume(duty: Duty, *, reason: str, by: User, on: date) -> Duty:
    """Let a paused period run on; its end moves by as many days as it stood still."""
    return _lengthened(duty, Event.Kind.RESUME, reason=reason, by=by, on=on)


@act
def restart(duty: Duty, *, start: date, by: User | None, on: date) -> Duty:
    """Count a period from another day, with all that has lengthened it; the caller's act is recorded."""
    duty = _locked(duty)
    duty.started_on = start
    try:
        due = schedule.reckon(duty, events=duty.events.all())
    except ValueError as error:
        raise Refused(str(error)) from error
    duty.paused_on = due.paused_on
    duty.escalations = 0 if duty.due_on >= on else duty.escalations
    schedule.plan(duty)
    duty.save(
        update_fields=["started_on", "due_on", "provisional", "paused_on", "escalations", "next_on"]
    )
    _note(duty, Event.Kind.RECOMPUTE, by=by, on=on)
    return duty


@act
def rest_on(duty: Duty, *, rule: str, part: str = "", by: User | None, on: date) -> Duty:
    """Let a duty rest on another rule from its own beginning, with all that has lengthened it.

    The caller's act is recorded. Raises Refused where the rule does not allow what lengthened it.
    """
    duty = _locked(duty)
    duty.rule, duty.part = rule, part
    try:
        due = schedule.reckon(duty, events=duty.events.all())
    except ValueError as error:
        raise Refused(str(error)) from error
    duty.paused_on = due.paused_on
    duty.escalations = 0 if duty.due_on >= on else duty.escalations
    schedule.plan(duty)
    duty.save(
        update_fields=[
            *("rule", "part", "due_on", "provisional", "paused_on", "escalations", "next_on")
        ]
    )
    _note(duty, Event.Kind.RECOMPUTE, by=by, on=on)
    return duty


def current(subject: models.Model | tuple[str, int], kind: str) -> Duty:
    """The open duty of that kind about the subject; raises Refused where nothing is owed."""
    duty = _open(subject, kind).select_related("organisation").first()
    if duty is None:
        raise Refused(_("Nothing of this kind is owed here any longer."))
    return duty


def _open(subject: models.Model | tuple[str, int], kind: str | None):
    duties = Duty.objects.about(subject).open()
    return duties.filter(kind=kind) if kind else duties


def _locked(duty: Duty) -> Duty:
    """The duty as it stands, kept from others until the act is done; raises Refused once ended."""
    found = (
        Duty.objects.open()
        .select_for_update(of=("self",))
        .select_related("organisation", "held_at", "office_at")
        .filter(pk=duty.pk)
        .first()
    )
    if found is None:
        raise Refused(_("Nothing was done: this duty has been fulfilled or dropped."))
    return found


def _moved(duty: Duty, *, by: User | None, on: date) -> Duty:
    """Save who holds it now, and note that it passed on."""
    duty.save(update_fields=["organisation", *PLACE])
    _note(
        duty,
        Event.Kind.PASS_ON,
        by=by,
        on=on,
        to_organisation_id=duty.held_at_id,
        to_office=duty.held_as,
        to_user_id=duty.holder_id,
    )
    return duty


def _lengthened(
    duty: Duty, kind: Event.Kind, *, reason: str, by: User, on: date, days: int = 0
) -> Duty:
    """Note what happened to the period and reckon its end anew."""
    duty = _locked(duty)
    if not reason.strip():
        raise Refused(_("Say why: the reason stands beside the new date."))
    _refuse_out_of_turn(duty, kind)
    events = [*duty.events.all(), Event(kind=kind, on=on, days=days, reason=reason)]
    try:
        due = schedule.reckon(duty, events=events)
    except ValueError as error:
        raise Refused(str(error)) from error
    duty.paused_on = due.paused_on
    duty.escalations = 0 if duty.due_on >= on else duty.escalations
    schedule.plan(duty)
    duty.save(update_fields=["due_on", "provisional", "paused_on", "escalations", "next_on"])
    _note(duty, kind, by=by, on=on, days=days, reason=reason)
    record(
        duty.chain,
        f"duties.{kind}",
        by=by,
        subject=duty,
        facts={"days": days, "due_on": duty.due_on.isoformat()},
        on=on,
    )
    return duty


def _refuse_out_of_turn(duty: Duty, kind: Event.Kind) -> None:
    if kind == Event.Kind.RESUME and not duty.paused_on:
        raise Refused(_("The period is running; there is nothing to resume."))
    if kind != Event.Kind.RESUME and duty.paused_on:
        raise Refused(_("The period stands still."), instead=_("Resume it first."))


def _note(duty: Duty, kind: Event.Kind, *, by: User | None, on: date, **facts) -> None:
    Event.objects.create(
        duty=duty, kind=kind, by=by, on=on, at=clock.now(), due_on=duty.due_on, **facts
    )


def _tell(duty: Duty, template: str, *, besides: User | None = None, on: date) -> None:
    """Queue a notice to whoever holds the duty, except to the person who just acted."""
    notify(
        [
            user
            for user in succession.knowing(duty, succession.holders(duty, on=on))
            if user != besides
        ],
        f"duties/{template}",
        subject=duty,
        url=duty.get_absolute_url(),
        facts={"kind": duty.kind, "due_on": duty.due_on},
    )
