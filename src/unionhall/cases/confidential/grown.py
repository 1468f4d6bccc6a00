"""What apps above let grow out of a request is known to those only who may know of the request."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Model, Q, QuerySet

from unionhall.access.scope import Scope, ScopedQuerySet
from unionhall.accounts.models import User
from unionhall.cases.confidential import placing, reading
from unionhall.cases.confidential.models import Tie
from unionhall.cases.models import Case
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties import succession
from unionhall.duties.models import Duty
from unionhall.history.actions import act


class GrownQuerySet(ScopedQuerySet):
    """Rows that hang on a request, or on nothing; `case_way` leads to it."""

    case_way = "case"

    def within(self, scope: Scope):
        """Those the scope covers, without the ones that grew out of what its user must not know of."""
        return super().within(scope).known_to(scope.user)

    def known_to(self, user):
        """Those but for the ones that grew out of a request of which the user must not know."""
        return self.exclude(
            **{f"{self.case_way}__in": reading.unknown_to(user, besides_guests=True)}
        )

    def counted_in_figures(self):
        """Those but for the ones that grew out of a confidential request: no figure tells of them."""
        return self.filter(Q(**{self.case_way: None}) | Q(**{f"{self.case_way}__concern": ""}))


# Models whose duties lie with somebody named: the way to the request, and kinds of duty that are others'.
_grown: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {}


def unknown(model: type[Model]) -> Callable[[User], QuerySet]:
    """For `duties.subjects.register`: which rows of the model a user must not know of.

    The model's manager comes from a GrownQuerySet. Duties about rows of confidential requests are
    from then on held by somebody named on the request.
    """
    way = _way(model)
    follow(model, way)
    return lambda user: model._default_manager.filter(
        **{f"{way}__in": reading.unknown_to(user, besides_guests=True)}
    ).values("pk")


def _way(model: type[Model]) -> str:
    rows = model._default_manager.all()
    assert isinstance(rows, GrownQuerySet)
    return rows.case_way


def follow(model: type[Model], way: str, *, besides: tuple[str, ...] = ()) -> None:
    """Let open duties about rows of the model lie with somebody who may know of the request at `way`.

    `besides` are kinds of duty that somebody else owes, whatever the request.
    """
    _grown[model._meta.label_lower] = model, way, besides


def knowing(case: Case | None, users: Iterable[User]) -> list[User]:
    """Those of the users who may be told of what grew out of the request; all where it grew out of none."""
    return list(users) if case is None else reading.knowing(case, users)


def unsettled() -> list[tuple[Duty, Case]]:
    """Open duties about what grew out of requests, held by nobody who may know of those."""
    found = []
    for subject_type, (model, way, besides) in _grown.items():
        shut = Tie.objects.in_force().party()
        kept = ~Q(**{f"{way}__concern": ""}) | Q(**{f"{way}__in": shut.values("case")})
        rows = model._default_manager.filter(kept).exclude(**{way: None})
        cases = dict(rows.values_list("pk", way))
        open_ones = Duty.objects.open().filter(subject_type=subject_type, subject_id__in=cases)
        open_ones = open_ones.exclude(kind__in=besides)
        related = ("organisation__parent", "person__user", "handler")
        about = Case.objects.select_related(*related).in_bulk(set(cases.values()))
        ties = Tie.objects.in_force().knowing().filter(case__in=list(about))
        named = set(ties.values_list("case", "user"))
        party = set(shut.filter(case__in=list(about)).values_list("case", "user"))
        for duty in open_ones.select_related("holder", "organisation", "office_at").order_by("pk"):
            case = about[cases[duty.subject_id]]
            held = (case.pk, duty.holder_id)
            if held not in named if case.is_confidential else held in party:
                found.append((duty, case))
    return found


@act
def settle(duty: Duty, case: Case, *, on: date) -> None:
    """Give such a duty to somebody named on the request, those of its office first; else to whoever handles it."""
    shut_out = reading.parties(case)
    named = reading.named_on(case) - shut_out
    able = [user for user in succession.holders(duty, on=on) if user.pk in named]
    able += User.objects.filter(pk__in=named - {user.pk for user in able}).order_by("pk")
    if not case.is_confidential and case.handler and case.handler_id not in shut_out:
        able.append(case.handler)
    for user in able or [placing.responsible(case, on=on)]:
        try:
            duties.entrust(duty, to=user, by=None, on=on)
            return
        except Refused:
            continue  # holds no office there
