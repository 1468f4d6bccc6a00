"""Open requests of a union that ends go to the office that answers for its members from then on."""

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.cases import routing, steps
from unionhall.cases.confidential import placing
from unionhall.cases.confidential.reading import parties
from unionhall.cases.models import HANDLED, UNACCEPTED, Case, Status
from unionhall.cases.outcomes.actions import MONEY_CAME
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.organisations import estate


def _open(handing: estate.Handing, *, restricted: bool, confidential: bool = False):
    """The open ones, and those that are closed but whose promised money is still to come."""
    watched = Duty.objects.open().filter(subject_type="cases.case", kind=MONEY_CAME)
    rows = Case.objects.filter(
        Q(is_open=True) | Q(pk__in=watched.values("subject_id")),
        organisation=handing.source,
        is_restricted=restricted,
    )
    rows = rows.exclude(concern="") if confidential else rows.filter(concern="")
    if handing.persons is not None:
        rows = rows.filter(person__in=handing.persons)
    return rows.order_by("pk")


def _hand(handing: estate.Handing, *, restricted: bool) -> int:
    rows = _open(handing, restricted=restricted)
    cases = list(rows.select_related("organisation", "person__user", "owner"))
    for case in cases:
        _hand_one(case, handing)
    return len(cases)


def _hand_confidential(handing: estate.Handing) -> int:
    """They go on as the others do, and no plan and no record counts them."""
    rows = _open(handing, restricted=True, confidential=True)
    for case in rows.select_related("organisation", "person__user", "owner", "handler"):
        _hand_one(case, handing)
    return 0


def _hand_one(case: Case, handing: estate.Handing) -> None:
    """As any request is handed to another level: its dates stay, and the worker is told.

    Who took it down goes on answering for it until it is accepted there.
    """
    desk = routing.receiver(
        handing.to, restricted=case.is_restricted, on=handing.on, besides=parties(case)
    )
    if desk is None:
        raise Refused(
            _("Nobody at %(union)s or above may read and take on its requests.")
            % {"union": handing.to},
            instead=_("Appoint somebody there first."),
        )
    changes: dict = {"organisation": desk.organisation}
    if case.status in (*UNACCEPTED, *HANDLED):
        back = Status.RECEIVED if case.review_round == 0 else Status.REVIEW
        owner = case.handler if case.status in HANDLED else case.owner
        changes |= {"status": back, "handler": None, "owner": owner}
    steps.change(case, among=[case.status], **changes)
    duties.move(
        case,
        to_organisation=desk.organisation,
        to_office=desk.office,
        by=handing.by,
        on=handing.on,
    )
    placing.settle(case, by=handing.by, on=handing.on)
    steps.tell_desk(case, desk, "received", on=handing.on)
    with routing.in_the_record():
        told = {"reason": _("the union is no more"), "to": str(desk)}
    if handing.persons is not None:
        with routing.in_the_record():
            told["reason"] = _("the member belongs to another union now")
    steps.note_act(case, "handed_over", by=handing.by, on=handing.on, personal=told)
    steps.tell_worker(case, "handed_over")


estate.register(
    estate.Part(
        "cases",
        gettext_lazy("Open requests"),
        count=lambda handing: _open(handing, restricted=False).count(),
        hand=partial(_hand, restricted=False),
        named=lambda handing: [
            case.number for case in _open(handing, restricted=False)[: estate.SHOWN]
        ],
        ability="cases.view",
        subjects=("cases.case",),
        rank=10,
    )
)
# Whoever may not read them does not learn that there are any.
estate.register(
    estate.Part(
        "restricted_cases",
        gettext_lazy("Open requests kept to the rights officer"),
        count=lambda handing: _open(handing, restricted=True).count(),
        hand=partial(_hand, restricted=True),
        ability="cases.view_restricted",
        rank=10,
    )
)
# That there are any is not told to anybody who is not named on them, whatever their office.
estate.register(
    estate.Part(
        "confidential_cases",
        gettext_lazy("Open requests kept to named persons"),
        count=lambda handing: 0,
        hand=_hand_confidential,
        ability="cases.view_restricted",
        rank=10,
    )
)
