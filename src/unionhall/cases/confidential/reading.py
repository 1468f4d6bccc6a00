"""Who may know of a request: by their offices, by name, or not at all because it is about them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionhall.accounts.models import User
from unionhall.cases.confidential.models import GUESTS, KNOWING, Tie, TieKind
from unionhall.cases.models import NO_TIES, Case, Ties
from unionhall.core import clock
from unionhall.core.prepared import Prepared

# What somebody invited, or let in for a day, does: read and leave notes; nothing is decided by them.
GUEST_ABILITIES = ("cases.view", "cases.note")

_ties = Prepared(
    lambda user, now: (
        Tie.objects.filter(user__pk=user, ended_at=None)
        .filter(Q(until=None) | Q(until__gt=now))
        .values_list("case_id", "kind")
    )
)


def ties_of(user, ability: str = "cases.view", *, anywhere: bool = True) -> Ties:
    """The requests to which the user stands by name; one query.

    `anywhere`: whether the user holds the ability at all. Whoever left all offices reads nothing more.
    """
    if user is None or user.pk is None:
        return NO_TIES
    rows = _ties(user=user.pk, now=clock.now())
    if not rows:
        return NO_TIES
    guests = GUESTS if anywhere and ability in GUEST_ABILITIES else ()
    return Ties(
        named=frozenset(case for case, kind in rows if kind in KNOWING),
        guest=frozenset(case for case, kind in rows if kind in guests),
        party=frozenset(case for case, kind in rows if kind == TieKind.PARTY),
    )


def marks(user, now) -> dict[str, Exists]:
    """What the query of one request is annotated with: how the user stands to it, and whether anybody does."""
    ties = Tie.objects.filter(case=OuterRef("pk"), ended_at=None)
    ties = ties.filter(Q(until=None) | Q(until__gt=now))
    mine = ties.filter(user__pk=user)
    return {
        "has_ties": Exists(ties),
        "tied_named": Exists(mine.filter(kind__in=[str(kind) for kind in KNOWING])),
        "tied_guest": Exists(mine.filter(kind__in=[str(kind) for kind in GUESTS])),
        "tied_party": Exists(mine.filter(kind=str(TieKind.PARTY))),
    }


def ties_marked(case: Any) -> Ties:
    """The user's ties to a request that was asked for with `marks`."""
    key = frozenset([case.pk])
    return Ties(
        named=key if case.tied_named else frozenset(),
        guest=key if case.tied_guest else frozenset(),
        party=key if case.tied_party else frozenset(),
    )


def is_guest(case: Any, user) -> bool:
    """Whether the user reads the request only as somebody invited, or in an emergency."""
    if hasattr(case, "tied_guest"):
        return case.tied_guest and not case.tied_named
    ties = ties_of(user)
    return case.pk in ties.guest and case.pk not in ties.named


def unknown_to(user, *, besides_guests: bool = False) -> QuerySet:
    """The keys of requests of which the user must not learn that they exist; for a subquery.

    What hangs on one of them (a duty, a dispute grown out of it) is as unknown: apps above leave out
    rows whose request is among these. `besides_guests`: whoever is only invited, or let in for a day,
    reads the request and not what grew out of it.
    """
    confidential = Case.objects.exclude(concern="").order_by()
    if user is None or user.pk is None:
        return confidential.values("pk")
    mine = Tie.objects.in_force().filter(user=user.pk)
    known = mine.knowing() if besides_guests else mine.exclude(kind=TieKind.PARTY)
    others = confidential.exclude(pk__in=known.values("case"))
    return others.values("pk").union(mine.party().values("case"))


def parties(case: Case) -> frozenset[int]:
    """The keys of officers it is about, and of the worker's own account: none of them handles it."""
    found = set(Tie.objects.in_force().party().filter(case=case).values_list("user", flat=True))
    return frozenset(found | {case.person.user_id} if case.person.user_id else found)


def is_kept(case: Case) -> bool:
    """Whether somebody who reads other requests of its office must not know of this one."""
    return case.is_confidential or Tie.objects.in_force().party().filter(case=case).exists()


def named_on(case: Case) -> frozenset[int]:
    """The keys of those who act on it by name."""
    rows = Tie.objects.in_force().knowing().filter(case=case)
    return frozenset(rows.values_list("user", flat=True))


def knowing(case: Case, users: Iterable[User]) -> list[User]:
    """Those of the users who may be told of the request."""
    if not getattr(case, "has_ties", True):
        return list(users)
    rows = Tie.objects.in_force().filter(case=case).values_list("user", "kind")
    found = {(user, kind) for user, kind in rows}
    told = [user for user in users if (user.pk, TieKind.PARTY) not in found]
    if case.is_confidential:
        known = {user for user, _kind in found}
        told = [user for user in told if user.pk in known]
    return told


def ties_on(case: Case) -> list[Tie]:
    """Who stands to it now, those who act on it first; nobody is known without a query where it was `marked`."""
    if not getattr(case, "has_ties", True):
        return []
    return in_order(ties_of_case(case))


def ties_of_case(case: Case) -> QuerySet[Tie]:
    """Who stands to it now."""
    return Tie.objects.in_force().filter(case=case).select_related("user", "by")


def in_order(rows: Iterable[Tie]) -> list[Tie]:
    """The ties by their kinds, those who act on it first."""
    order = {str(kind): place for place, kind in enumerate(TieKind)}
    return sorted(rows, key=lambda tie: (order[tie.kind], tie.pk))
