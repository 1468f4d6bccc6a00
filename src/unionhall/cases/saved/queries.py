"""Whose views are whose, and how many requests each shows."""

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from unionhall.access.scope import Scope
from unionhall.accounts.models import User
from unionhall.cases import queries
from unionhall.cases.saved.models import FirstView, SavedView
from unionhall.organisations.models import Organisation

MANY = 100  # counted up to here
SHOWN = 30


class Counted(Subquery):
    """How many rows a query has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()  # type: ignore[assignment]


def visible(scope: Scope) -> QuerySet[SavedView]:
    """One's own views, and those shared on one's line of the tree: with unions above, here and below."""
    above = {part for path in scope.paths for part in _line(path)}
    shared = Q(is_shared=True) & (scope.q("organisation") | Q(organisation__path__in=above))
    mine: Any = Q(owner=scope.user) if scope.user and scope.user.pk else Q(pk__in=[])
    return SavedView.objects.filter(mine | shared)


def _line(path: str) -> list[str]:
    """A path and all above it: "1/2/" → "1/", "1/2/"."""
    parts = path.strip("/").split("/")
    return [f"{'/'.join(parts[: at + 1])}/" for at in range(len(parts))]


def listed(scope: Scope) -> list[SavedView]:
    """Those that stand above the inbox, one's own first, in their order; `is_first` is where it begins."""
    rows = visible(scope).annotate(
        is_mine=ExpressionWrapper(Q(owner=scope.user.pk), output_field=BooleanField()),
        is_first=Exists(FirstView.objects.filter(user=scope.user.pk, view=OuterRef("pk"))),
    )
    return list(rows.select_related("owner").order_by("-is_mine", "position", "name", "pk")[:SHOWN])


def first_of(scope: Scope) -> SavedView | None:
    """The view with which the reader's inbox begins, if it may still be seen."""
    return visible(scope).filter(first_of__user=scope.user.pk).first()


def counts(views: list[SavedView], *, user: User, on: date) -> dict[int, int]:
    """How many requests each view shows, by its key, counted no further than MANY; one query for all."""
    if not views:
        return {}
    cases, units = queries.readable_by(user, on=on), _units(views)
    asked = {
        f"view_{view.pk}": Counted(
            queries.narrowed(cases, _with_unit(view.filters, units), user=user, on=on)
            .order_by()
            .values("pk")[:MANY]
        )
        for view in views
    }
    row: Any = User.objects.filter(pk=user.pk).values(**asked).get()
    # Filters that nothing can fit are not asked at all, and then there is no number.
    return {view.pk: row[f"view_{view.pk}"] or 0 for view in views}


def _units(views: list[SavedView]) -> dict[str, Organisation]:
    codes = {code for view in views if (code := view.filters.get("unit"))}
    return (
        {unit.code: unit for unit in Organisation.objects.filter(code__in=codes)} if codes else {}
    )


def _with_unit(filters: dict, units: dict[str, Organisation]) -> dict:
    """The filters with the unit itself, so that it need not be asked for once more."""
    code = filters.get("unit")
    return {**filters, "unit": units.get(code, code)} if code else filters


def renumbered(owner: User) -> QuerySet[SavedView]:
    """All of one person's, in their order."""
    return SavedView.objects.filter(owner=owner).order_by("position", "name", "pk")
