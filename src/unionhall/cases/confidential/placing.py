"""Where a request goes that must not go to everybody: nobody it is about, and if it is confidential, by name."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from unionhall.access.scope import can
from unionhall.accounts.models import User
from unionhall.cases import periods, routing, steps
from unionhall.cases.confidential.models import Tie, TieKind
from unionhall.cases.confidential.reading import knowing, named_on, parties
from unionhall.cases.models import HANDLED, Case
from unionhall.core import clock
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.duties.models import Duty
from unionhall.history.actions import act


def tie(case: Case, user: User, kind: TieKind, *, by, reason: str = "", until=None) -> Tie:
    """Write down what an officer is to a request, once."""
    found, _created = Tie.objects.get_or_create(
        case=case,
        user=user,
        kind=kind,
        ended_at=None,
        defaults={"by": by, "at": clock.now(), "reason": reason, "until": until},
    )
    return found


def untie(case: Case, *kinds: TieKind, besides: User | None = None) -> int:
    """End the ties of these kinds; how many there were."""
    rows = Tie.objects.filter(case=case, kind__in=[str(kind) for kind in kinds], ended_at=None)
    if besides is not None:
        rows = rows.exclude(user=besides)
    return rows.update(ended_at=clock.now())


def responsible(case: Case, *, on: date) -> User:
    """The one officer to whom it falls where it lies or above; raises Refused where nobody may take it."""
    shut_out = parties(case)
    desk = routing.receiver(
        case.organisation, restricted=case.is_restricted, on=on, besides=shut_out
    )
    if desk is None:
        raise Refused(
            _("Nobody is in office who could take this request on."),
            periods.article("no_leak"),
            instead=_("Appoint a rights officer at this level or above first."),
        )
    return routing.holders(desk, on=on)[0]


def settle(case: Case, *, by, on: date) -> None:
    """See that each open duty, and the handling, lies with somebody who may know of the request.

    Of an ordinary request that is about nobody in office this asks one question and does nothing.
    """
    shut_out = parties(case)
    if not case.is_confidential and not shut_out - {case.person.user_id}:
        return
    found = Duty.objects.about(case).open().select_related("holder", "organisation", "office_at")
    person = answers = None
    for duty in found.order_by("pk"):
        able = _able(case, duty, shut_out, on=on)
        if able and (duty.holder_id or not case.is_confidential):
            continue
        person = able[0] if able else person or _next(case, shut_out, on=on)
        _entrust(case, duty, person, by=by, on=on)
        answers = person if duty.kind == "cases.answer" else answers
    _keep_handler(case, shut_out, answers, on=on)


def _next(case: Case, shut_out, *, on: date) -> User:
    """Who goes on with it: somebody named whose office may, else whoever it falls to."""
    if case.is_confidential:
        for user in User.objects.filter(pk__in=named_on(case) - shut_out).order_by("pk"):
            if can(user, "cases.view_restricted", case.organisation, on=on):
                return user
    return responsible(case, on=on)


def _able(case: Case, duty: Duty, shut_out, *, on: date) -> list[User]:
    """Those who hold the duty and may know of it; of an office's, those named first."""
    holding = [u for u in succession.holders(duty, on=on) if u.pk not in shut_out]
    if not case.is_confidential:
        return holding
    named = named_on(case)
    return [user for user in holding if user.pk in named]


def _entrust(case: Case, duty: Duty, person: User, *, by, on: date) -> None:
    known = bool(knowing(case, [person])) and case.is_confidential
    if case.is_confidential:
        name(case, person, TieKind.DESK, by=None, on=on, acting=by)
    duties.entrust(duty, to=person, by=by, on=on)
    if not known:
        steps.tell_officers(case, [person], "received")


def name(
    case: Case, person: User, kind: TieKind, *, by, on: date, reason: str = "", acting=None
) -> Tie:
    """Name somebody on a confidential request; the history and the worker learn whom.

    `acting` is whose act led to it: a worker who has just acted reads it on the page.
    """
    already = person.pk in named_on(case)
    found = tie(case, person, kind, by=by, reason=reason)
    if not already:
        with routing.in_the_record():
            told = {"reason": reason, "to": routing.signature(person, case.organisation, on=on)}
        steps.note_act(case, "named", by=by, on=on, personal=told)
        if acting is None or acting.pk != case.person.user_id:
            steps.tell_worker(case, "named")
    return found


def name_at(case: Case, organisation: int, office: str, *, on: date) -> None:
    """One person of an office elsewhere on the line is named, unless one is; nobody it is about."""
    shut_out, named = parties(case), named_on(case)
    people = succession.in_office(organisation, office, on=on)
    able = [user for user in people if user.pk not in shut_out]
    if able and not {user.pk for user in able} & named:
        name(case, able[0], TieKind.DESK, by=None, on=on)


def name_handler(case: Case, handler: User) -> None:
    """Whoever handles a confidential request is named on it; whoever did before, no longer for that."""
    if case.is_confidential:
        tie(case, handler, TieKind.HANDLER, by=None)
        untie(case, TieKind.HANDLER, besides=handler)


def _keep_handler(case: Case, shut_out, person: User | None, *, on: date) -> None:
    """Whoever holds the duty handles it; nobody it is about does, or answers for it until somebody else does."""
    changes: dict = {}
    gone = case.handler_id in shut_out
    if case.is_open and (gone or (person is not None and case.status in HANDLED)):
        changes["handler"] = person or _next(case, shut_out, on=on)
    if case.owner_id in shut_out or (changes and case.owner_id == case.handler_id):
        changes["owner"] = changes.get("handler", person)
    if not changes:
        return
    Case.objects.filter(pk=case.pk).update(**changes)
    for field, value in changes.items():
        setattr(case, field, value)
    if "handler" in changes:
        name_handler(case, changes["handler"])


@act
def resettle(case: Case, *, on: date) -> None:
    """Settle a request anew after mandates began or ended."""
    settle(case, by=None, on=on)


def unsettled() -> QuerySet[Case]:
    """Requests of which something open may lie with nobody who may know of them."""
    named = Tie.objects.in_force().knowing()
    named = named.filter(case_id=OuterRef("subject_id"), user_id=OuterRef("holder_id"))
    confidential = Case.objects.exclude(concern="").order_by().values("pk")
    adrift = Duty.objects.open().filter(subject_type="cases.case", subject_id__in=confidential)
    adrift = adrift.filter(Q(holder=None) | ~Exists(named)).order_by()
    about = Tie.objects.in_force().party().values("case")
    # Of one that has ended, a look whether promised money came may be owed still.
    found = Q(pk__in=adrift.values("subject_id")) | Q(is_open=True, pk__in=about)
    related = ("organisation__parent", "person__user", "handler", "owner")
    return Case.objects.filter(found).select_related(*related).order_by("pk")
