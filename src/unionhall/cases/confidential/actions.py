"""What is done about who may know of a request; each act is one verb from page to history."""

from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import can, scope
from unionhall.accounts.models import User
from unionhall.cases import periods, queries, routing, steps
from unionhall.cases.confidential import placing, reading
from unionhall.cases.confidential.models import GUESTS, Tie, TieKind
from unionhall.cases.models import Case
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.history.actions import act, record
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules

OVERRIDE_RULE = "own.request.emergency_access_24h"
LEAST_REASON = 20  # signs


class Ground(models.TextChoices):
    """Why a confidential request cannot wait for those named on it."""

    DANGER = "danger", gettext_lazy("somebody is in danger")
    NOBODY = "nobody", gettext_lazy("nobody named on it can be reached, and a date is near")
    ORDER = "order", gettext_lazy("a court or an authority asks for it")


@act
def mark(case: Case, *, concern: str, by, on: date) -> None:
    """Keep the request to named persons: whoever handles it, and one officer of the office responsible."""
    case = _locked(case)
    if case.is_confidential:
        raise Refused(_("This request is kept to named persons already."))
    case.concern, case.is_restricted = concern, True
    person = placing.responsible(case, on=on)
    Case.objects.filter(pk=case.pk).update(concern=concern, is_restricted=True)
    steps.note_act(case, "marked", by=by, on=on, **_label(case, by), concern=concern)
    if case.handler and case.is_open:
        placing.name(case, case.handler, TieKind.HANDLER, by=None, on=on, acting=by)
    placing.name(case, person, TieKind.DESK, by=None, on=on, acting=by)
    duties.keep(case, restricted=True)
    _out_of_the_enterprise(case, by=by, on=on)
    placing.settle(case, by=by, on=on)
    _tell_named(case, besides=by)


def _out_of_the_enterprise(case: Case, *, by, on: date) -> None:
    """A request that nobody handles yet leaves the worker's own union, as restricted ones never lie there."""
    if case.handler_id or not KINDS[case.organisation.kind].holds_members:
        return
    desk = routing.receiver(
        case.organisation, restricted=True, on=on, besides=reading.parties(case)
    )
    if desk is None:
        return
    Case.objects.filter(pk=case.pk).update(organisation=desk.organisation)
    case.organisation = desk.organisation
    duties.move(case, to_organisation=desk.organisation, to_office=desk.office, by=by, on=on)


@act
def lift(case: Case, *, restricted: bool, consent: str, by, on: date) -> None:
    """Let offices read it again, because the worker agreed; `consent` says when and how they did.

    `restricted`: the rights officers of federations only, else the union and those above it.
    """
    case = _locked(case)
    _refuse_open(case)
    if case.handler_id != by.pk:
        raise Refused(
            _("Only whoever handles the request can open it to offices again."),
            periods.article("no_leak"),
            instead=_("Ask them to speak with the worker."),
        )
    if not consent.strip():
        raise Refused(_("Write down when and how the worker agreed."), periods.article("no_leak"))
    if restricted and not can(by, "cases.view_restricted", case.organisation):
        raise Refused(
            _("You would not be able to read it yourself then."),
            instead=_("Hand it to a rights officer first, or let the union read it too."),
        )
    Case.objects.filter(pk=case.pk).update(concern="", is_restricted=restricted)
    case.concern, case.is_restricted = "", restricted
    placing.untie(case, TieKind.DESK, TieKind.HANDLER, TieKind.NAMED, TieKind.OVERRIDE)
    duties.keep(case, restricted=restricted)
    steps.note_act(case, "lifted", by=by, on=on, personal={"reason": consent})
    steps.tell_worker(case, "lifted")


@act
def name(case: Case, *, user: User, reason: str, by, on: date) -> None:
    """Name a further rights officer on a confidential request: they act on it as their office may."""
    case = _locked(case)
    _refuse_open(case)
    _refuse_stranger(case, by)
    able = can(user, "cases.view_restricted", case.organisation, on=on)
    if not able or user.pk in reading.parties(case):
        raise Refused(
            _("%(name)s holds no office that may read this request.") % {"name": user},
            periods.article("no_leak"),
            instead=_("Invite them instead, if they only have to read it."),
        )
    if user.pk in reading.named_on(case):
        raise Refused(_("%(name)s is named already.") % {"name": user})
    placing.name(case, user, TieKind.NAMED, by=by, on=on, reason=reason)
    steps.tell_officers(case, [user], "received")


@act
def unname(case: Case, *, user: User, reason: str, by, on: date) -> None:
    """End what somebody is named for; whoever handles it, and the last one, stay."""
    case = _locked(case)
    _refuse_open(case)
    _refuse_stranger(case, by)
    named = reading.named_on(case)
    if user.pk not in named:
        raise Refused(_("%(name)s is not named on it any longer.") % {"name": user})
    if user.pk == case.handler_id:
        raise Refused(
            _("%(name)s handles the request.") % {"name": user},
            instead=_("Hand it over first."),
        )
    if not named - {user.pk}:
        raise Refused(
            _("Nobody would be left who may read it."), instead=_("Name somebody else first.")
        )
    _ended(case, user, TieKind.DESK, TieKind.NAMED, TieKind.HANDLER)
    with routing.in_the_record():
        told = {"reason": reason, "to": routing.signature(user, case.organisation, on=on)}
    steps.note_act(case, "unnamed", by=by, on=on, personal=told)
    steps.tell_worker(case, "readers_changed")
    placing.settle(case, by=by, on=on)


@act
def invite(case: Case, *, user: User, reason: str, until: date | None = None, by, on: date) -> Tie:
    """Let an officer of any union read the request and leave notes, up to and with the day `until`."""
    case = _locked(case)
    _refuse_stranger(case, by)
    _refuse_other_than_handler(case, by)
    if not scope(user, "cases.view", on=on) or user.pk in reading.parties(case):
        raise Refused(
            _("%(name)s holds no office that may read requests.") % {"name": user},
            periods.article("no_leak"),
        )
    if until is not None and until < on:
        raise Refused(_("The last day lies in the past."))
    if queries.readable_by(user, on=on).filter(pk=case.pk).exists():
        raise Refused(_("%(name)s can read it already.") % {"name": user})
    end = None if until is None else _end_of(until)
    _ended(case, user, TieKind.INVITED)  # one that has run out
    found = placing.tie(case, user, TieKind.INVITED, by=by, reason=reason, until=end)
    with routing.in_the_record():
        told = {"reason": reason, "to": routing.signature(user, case.organisation, on=on)}
    steps.note_act(
        case, "invited", by=by, on=on, personal=told, until=until.isoformat() if until else ""
    )
    steps.tell_officers(case, [user], "invited")
    steps.tell_worker(case, "readers_changed")
    return found


@act
def dismiss(case: Case, *, user: User, by, on: date) -> None:
    """End at once what somebody was invited for, or let in for in an emergency."""
    case = _locked(case)
    _refuse_stranger(case, by)
    _refuse_other_than_handler(case, by)
    if not _ended(case, user, *GUESTS):
        raise Refused(_("%(name)s is not invited any longer.") % {"name": user})
    with routing.in_the_record():
        told = {"to": routing.signature(user, case.organisation, on=on)}
    steps.note_act(case, "dismissed", by=by, on=on, personal=told)
    steps.tell_worker(case, "readers_changed")


@act
def record_party(case: Case, *, user: User, reason: str = "", by, on: date) -> None:
    """Write down that the request is about an officer or their own people: it is shut to them from now on.

    What they had to do with it goes to a colleague, or one level up; they are told nothing.
    """
    case = _locked(case)
    _refuse_stranger(case, by, worker=True)
    if user.pk == case.person.user_id:
        raise Refused(_("This is the worker whose request it is."))
    if user.pk == by.pk:
        raise Refused(
            _("You cannot shut yourself out."),
            periods.article("recusal"),
            instead=_("Hand the request to a colleague, who writes it down."),
        )
    if Tie.objects.in_force().party().filter(case=case, user=user).exists():
        raise Refused(_("That is written down already."))
    _ended(case, user, *(kind for kind in TieKind if kind != TieKind.PARTY))
    placing.tie(case, user, TieKind.PARTY, by=by, reason=reason)
    told = {"reason": reason, "to": str(user)}
    steps.note_act(case, "party_recorded", by=by, on=on, personal=told, **_label(case, by))
    placing.settle(case, by=by, on=on)
    if by.pk != case.person.user_id:
        steps.tell_worker(case, "readers_changed")


@act
def strike_party(case: Case, *, user: User, reason: str, by, on: date) -> None:
    """Take back that it is about somebody, where that was an error."""
    case = _locked(case)
    _refuse_stranger(case, by, worker=True)
    tie = Tie.objects.in_force().party().filter(case=case, user=user).first()
    if tie is None:
        raise Refused(_("That is not written down any longer."))
    if (tie.by_id == case.person.user_id) != (by.pk == case.person.user_id):
        raise Refused(
            _("Only the side that said so, the worker or the union, takes it back."),
            periods.article("recusal"),
        )
    _ended(case, user, TieKind.PARTY)
    told = {"reason": reason, "to": str(user)}
    steps.note_act(case, "party_struck", by=by, on=on, personal=told, **_label(case, by))
    if by.pk != case.person.user_id:
        steps.tell_worker(case, "readers_changed")


def override(number: str, *, ground: str, reason: str, by, on: date) -> Case:
    """Open a confidential request in an emergency, for a day; the worker and those named are told at once.

    Whatever does not open by it is refused in the same words, known number or not; the try is on record,
    which is why this is not one act that a refusal would take back.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise Refused(_("Say why in at least %(signs)s signs.") % {"signs": LEAST_REASON})
    if ground not in Ground.values:
        raise Refused(_("Choose why it cannot wait."))
    case = _override(number, ground=ground, reason=reason.strip(), by=by, on=on)
    if case is None:
        raise Refused(
            _("Nothing was opened: there is no request that you can open in this way."),
            rules.citation(OVERRIDE_RULE),
            instead=_("Check the number with whoever gave it to you. The try is on record."),
        )
    return case


@act
def _override(number: str, *, ground: str, reason: str, by, on: date) -> Case | None:
    case = _overridable(number, by, on=on)
    if case is None:
        record(
            f"user:{by.pk}",
            "cases.override_tried",
            by=by,
            subject=by,
            facts={"ground": ground},
            on=on,
        )
        return None
    hours = int(rules.value(OVERRIDE_RULE, "hours", on=on))
    until = clock.now() + timedelta(hours=hours)
    _ended(case, by, TieKind.OVERRIDE)  # one that has run out
    placing.tie(case, by, TieKind.OVERRIDE, by=by, reason=reason, until=until)
    steps.note_act(
        case,
        "overridden",
        by=by,
        on=on,
        personal={"reason": f"{Ground(ground).label}: {reason}"},
        until=timezone.localtime(until).strftime("%Y-%m-%d %H:%M"),
    )
    steps.tell_worker(case, "overridden")
    _tell_named(case, besides=by)
    return case


def _overridable(number: str, by, *, on: date) -> Case | None:
    """The confidential request of that number below one of the higher federations where `by` may do it.

    Asked in one way whatever it finds, so that neither the words nor the work tell more.
    """
    held = scope(by, "cases.override", on=on)
    tops = Organisation.objects.filter(path__in=held.paths).only("path", "kind", "parent")
    above = [top.path for top in tops if not KINDS[top.kind].holds_members]
    unknown = reading.unknown_to(by)
    rows = Case.objects.exclude(concern="").filter(number=number.strip().upper())
    rows = rows.exclude(person__user=by).filter(pk__in=unknown)
    rows = rows.exclude(pk__in=Tie.objects.in_force().party().filter(user=by).values("case"))
    case = rows.select_related("organisation__parent", "person__user", "handler", "owner").first()
    if case is None:
        return None
    path = case.organisation.path
    higher = any(
        path.startswith(top) and (path != top or case.organisation.parent is None) for top in above
    )
    return case if higher else None


def _locked(case: Case) -> Case:
    """The request as it stands, kept from others until the act is done."""
    Case.objects.select_for_update().filter(pk=case.pk).first()
    case.refresh_from_db()
    return case


def _label(case: Case, by) -> dict[str, str]:
    """The worker's own acts carry the name alone."""
    return {"office": ""} if by is not None and by.pk == case.person.user_id else {}


def _refuse_open(case: Case) -> None:
    if not case.is_confidential:
        raise Refused(_("This request is not kept to named persons any longer."))


def _refuse_stranger(case: Case, by, *, worker: bool = False) -> None:
    """Only the worker where they may, and officers who know of it and are no guests."""
    if worker and by.pk == case.person.user_id:
        return
    known = by.pk in reading.named_on(case) if case.is_confidential else reading.knowing(case, [by])
    if not known:
        raise Refused(_("Nothing was done: this request is not with you any longer."))


def _refuse_other_than_handler(case: Case, by) -> None:
    if case.handler_id not in (None, by.pk):
        raise Refused(
            _("%(name)s handles the request and decides who else reads it.")
            % {"name": case.handler},
            instead=_("Ask them."),
        )


def _ended(case: Case, user: User, *kinds: TieKind) -> int:
    rows = Tie.objects.filter(case=case, user=user, ended_at=None)
    return rows.filter(kind__in=[str(kind) for kind in kinds]).update(ended_at=clock.now())


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _tell_named(case: Case, *, besides) -> None:
    named = reading.named_on(case) - ({besides.pk} if besides else set())
    steps.tell_officers(case, User.objects.filter(pk__in=named).order_by("pk"), "received")
