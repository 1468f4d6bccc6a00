"""The acts that can be done to many requests at once; each is the same act as on one request's page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import Scope, scope
from unionhall.cases import actions, queries, routing
from unionhall.cases.bulk.models import Bulk
from unionhall.cases.models import HANDLED, UNACCEPTED, Case, Status


class Judge:
    """Why a request is left as it is, from what is asked once for the whole list."""

    def __init__(self, bulk: Bulk, on: date):
        self.bulk, self.on = bulk, on

    @cached_property
    def receiving(self) -> tuple[Scope, Scope]:
        """Where the colleague may take requests on, and where restricted ones."""
        held = scope(self.bulk.to_user, "cases.accept", on=self.on)
        confided = scope(self.bulk.to_user, "cases.view_restricted", on=self.on)
        return held, queries.meet(held, confided)

    @cached_property
    def able(self) -> dict[bool, bool]:
        """Whether anybody there may read and take on ordinary requests, and restricted ones."""
        unit = self.bulk.to_organisation
        return {restricted: bool(self._desks(unit, restricted)) for restricted in (False, True)}

    def _desks(self, unit, restricted: bool) -> list[routing.Desk]:
        return [
            desk
            for desk in routing.readers(unit, restricted=restricted, on=self.on)
            if desk.organisation.pk == unit.pk and desk.office in routing.RECEIVERS
        ]

    def desk(self) -> routing.Desk | None:
        """The office of the other union that is told."""
        found = self._desks(self.bulk.to_organisation, False)
        return found[0] if found else None


def _accept_refused(judge: Judge, case: Case) -> str:
    if case.status not in UNACCEPTED:
        return _("It is “%(state)s” already.") % {"state": case.status_label}
    if case.person.user_id == judge.bulk.by_id:
        return _("You cannot handle your own request.")
    return ""


def _accept(bulk: Bulk, case: Case) -> None:
    actions.accept(case, by=bulk.by, on=bulk.on)


def _assign_refused(judge: Judge, case: Case) -> str:
    to_level = judge.bulk.to_organisation_id is not None
    movable = (*UNACCEPTED, *HANDLED) if to_level else (Status.RECEIVED, *HANDLED)
    if case.status not in movable:
        return _NOT_MOVABLE.get(Status(case.status), _("This request has ended."))
    return _not_to_level(judge, case) if to_level else _not_to_colleague(judge, case)


_NOT_MOVABLE: dict[Status, Any] = {
    Status.PROPOSED: gettext_lazy("It has been answered; the worker has the word."),
    Status.REVIEW: gettext_lazy("It is being looked at again; hand it over on its own page."),
}


def _not_to_colleague(judge: Judge, case: Case) -> str:
    held, confided = judge.receiving
    told = {"name": judge.bulk.to_user, "union": case.organisation}
    if case.handler_id == judge.bulk.to_user_id:
        return _("%(name)s has it already.") % told
    if not held.covers(case.organisation):
        return _("%(name)s holds no office that may take on requests of %(union)s.") % told
    if case.is_restricted and not confided.covers(case.organisation):
        return _("%(name)s may not read requests kept to the rights officer.") % told
    if case.person.user_id == judge.bulk.to_user_id:
        return _("It is the request of %(name)s.") % told
    return ""


def _not_to_level(judge: Judge, case: Case) -> str:
    if case.organisation_id == judge.bulk.to_organisation_id:
        return _("It is with this union already.")
    if not judge.able[case.is_restricted]:
        return _("Nobody at %(union)s may read and take on this request.") % {
            "union": judge.bulk.to_organisation
        }
    return ""


def _assign(bulk: Bulk, case: Case) -> None:
    actions.hand_over(
        case,
        to_user=bulk.to_user,
        to_organisation=bulk.to_organisation,
        reason=bulk.reason,
        by=bulk.by,
        on=bulk.on,
        tells=False,
    )


@dataclass(frozen=True)
class Act:
    """One of them: the ability it needs, why a row is left as it is, and how it is done."""

    code: str
    title: Any
    hint: Any
    ability: str
    why_not: Callable[[Judge, Case], str]
    do: Callable[[Bulk, Case], None]

    @property
    def asks(self) -> bool:
        """Whether it needs a receiver and a reason."""
        return self.code == "assign"


ACTS = {
    act.code: act
    for act in (
        Act(
            "assign",
            gettext_lazy("Hand over many requests"),
            gettext_lazy("To a colleague, or to the desk of another union."),
            "cases.hand_over",
            _assign_refused,
            _assign,
        ),
        Act(
            "accept",
            gettext_lazy("Take on many requests"),
            gettext_lazy("For yourself; the period for each answer begins."),
            "cases.accept",
            _accept_refused,
            _accept,
        ),
    )
}
