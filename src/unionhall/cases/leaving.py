"""Requests on the desk of an officer who leaves: those they handle, and those they answer for."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.cases import actions, queries
from unionhall.cases.models import UNACCEPTED, Case, Status
from unionhall.core.errors import Refused
from unionhall.duties.leaving.holdings import Desk, Held, Holding, register

NEEDED = ("organisation__parent", "person__user", "handler", "owner")


def _held(desk: Desk, *, which: Q) -> list[Held]:
    """As far as whoever hands over may hand each of them over."""
    rows = queries.readable_by(desk.by, "cases.hand_over", on=desk.on).open().filter(which)
    rows = rows.filter(Scope("", (desk.organisation.path,)).q("organisation"))
    return [
        Held(
            "cases.case",
            row.pk,
            row.number,
            row.due_on,
            row.get_absolute_url(),
            row,
            row.is_restricted,
        )
        for row in rows.select_related(*NEEDED).order_by("due_on", "pk")
    ]


def _handled(desk: Desk) -> list[Held]:
    return _held(desk, which=Q(handler=desk.leaver) & ~Q(status__in=UNACCEPTED))


def _answered_for(desk: Desk) -> list[Held]:
    """Those nobody has taken on yet, for which the leaver answers until then."""
    return _held(desk, which=Q(owner=desk.leaver, status__in=UNACCEPTED))


def _give(held: Held, to: User, desk: Desk) -> None:
    case: Case = held.row
    if case.status == Status.PROPOSED:
        raise Refused(_("It has been answered; the worker has the word."))
    actions.hand_over(case, to_user=to, reason=desk.reason, by=desk.by, on=desk.on, tells=False)


def _answer_for(held: Held, to: User, desk: Desk) -> None:
    actions.answer_for(held.row, owner=to, by=desk.by, on=desk.on)


register(
    Holding(
        "cases",
        gettext_lazy("Requests they handle"),
        _handled,
        _give,
        subjects=("cases.case",),
        rank=10,
    )
)
register(
    Holding(
        "owned_cases",
        gettext_lazy("Requests not taken on, for which they answer until then"),
        _answered_for,
        _answer_for,
        rank=11,
    )
)
