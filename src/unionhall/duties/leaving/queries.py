"""Whose desks can be handed over, to whom, and which lists the reader may read."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.duties.leaving.models import DeskHandover, DeskLine
from unionhall.duties.models import UNKNOWN, Duty
from unionhall.organisations.fields import key_of
from unionhall.organisations.models import Mandate, Organisation

AGO = timedelta(days=90)  # so long after the end of an office a desk can still be found here


@dataclass
class Leaver:
    """An officer of a union, and when their last office there ends or ended."""

    user: User
    organisation: Organisation
    offices: list[str] = field(default_factory=list)
    until_on: date | None = None


def officers(held: Scope, *, on: date) -> list[Leaver]:
    """Officers of the unions one leads, whoever ends soonest first, then by name."""
    keys = [key_of(path) for path in held.paths]
    mandates = Mandate.objects.filter(organisation__in=keys, from_on__lte=on)
    mandates = mandates.filter(Q(until_on=None) | Q(until_on__gt=on - AGO))
    found: dict[tuple[int, int], Leaver] = {}
    ends: dict[tuple[int, int], list[date]] = {}
    for mandate in mandates.select_related("user", "organisation").order_by("pk"):
        key = (mandate.organisation_id, mandate.user_id)
        leaver = found.setdefault(key, Leaver(mandate.user, mandate.organisation))
        leaver.offices.append(mandate.office_title)
        ends.setdefault(key, []).append(mandate.until_on or date.max)
    for key, leaver in found.items():
        last = max(ends[key])
        leaver.until_on = None if last == date.max else last
    return sorted(found.values(), key=lambda one: (one.until_on or date.max, str(one.user)))


def leaver(held: Scope, organisation: int, user: int, *, on: date) -> Leaver | None:
    """One of them, or None."""
    return next(
        (
            one
            for one in officers(held, on=on)
            if (one.organisation.pk, one.user.pk) == (organisation, user)
        ),
        None,
    )


def colleagues(leaving: Leaver, *, on: date) -> QuerySet[User]:
    """Who is in office there, or in the union above, and can take something over."""
    where = Q(organisation=leaving.organisation)
    if leaving.organisation.parent_id:
        where |= Q(organisation=leaving.organisation.parent_id)
    sitting = Mandate.objects.in_force(on=on).filter(where)
    users = User.objects.filter(pk__in=sitting.values("user"), is_active=True)
    return users.exclude(pk=leaving.user.pk).order_by("name", "pk")


def readable(user: User, held: Scope) -> QuerySet[DeskHandover]:
    """The lists of desks in one's scope, and those one has handed over, taken over or left."""
    mine = Q(by=user.pk) | Q(leaver=user.pk) | Q(lines__to=user.pk)
    return DeskHandover.objects.filter(held.q("organisation") | mine).distinct()


def shown(row: DeskHandover, user: User) -> QuerySet[DeskLine]:
    """Its lines; what is restricted only to those who open such, whoever left, and whoever took it.

    What somebody must not know of stands on nobody's list who looks, whoever it was that left it.
    """
    lines = DeskLine.objects.filter(handover=row)
    for subject_type, unknown in UNKNOWN.items():
        hidden = unknown(user)
        owed = Duty.objects.filter(subject_type=subject_type, subject_id__in=hidden)
        lines = lines.exclude(subject_type=subject_type, subject_id__in=hidden)
        lines = lines.exclude(subject_type="duties.duty", subject_id__in=owed.values("pk"))
    if row.leaver_id == user.pk or scope(user, "cases.view_restricted").covers(row.organisation):
        return lines
    return lines.filter(Q(restricted=False) | Q(to=user.pk))
