"""Whom a request goes to, and who may read it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from unionhall.access.grants import offices_with
from unionhall.accounts.models import User
from unionhall.core.prepared import Prepared
from unionhall.duties import succession
from unionhall.members.models import Person, Spell
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES

# Nearest the worker's trouble first; the chair answers where nobody else is in office.
RECEIVERS = ("rights_officer", "desk_officer", "vice_chair", "chair", "organiser")


def _titled(organisation: Organisation, office: str) -> str:
    return _("%(union)s, %(office)s") % {"union": organisation, "office": OFFICES[office].title}


def _signed(user, office: str) -> str:
    return _("%(name)s (%(office)s)") % {"name": user, "office": office} if office else str(user)


def in_the_record():
    """The language in which names of offices go into the history, whoever acts in whatever language."""
    return translation.override(settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class Desk:
    """An office in an organisation that can take a request on."""

    organisation: Organisation
    office: str
    # Who sits where from there up to the root, if it was asked to find the office.
    line: succession.Line | None = field(default=None, compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the office is called."""
        return OFFICES[self.office].title

    def __str__(self) -> str:
        return _titled(self.organisation, self.office)


def own_union(person: Person, *, on: date) -> Organisation | None:
    """The organisation the person is a member of on that day."""
    spell = _latest.first(person=person.pk, on=on)
    return spell.organisation if spell else None


_latest = Prepared(
    lambda person, on: (
        Spell.objects.covering(on=on)
        .filter(person=person)
        .select_related("organisation")
        .order_by("-from_on", "-pk")[:1]
    )
)


def employer_of(union: Organisation, desk: Desk) -> int | None:
    """The key of the employer at which the union's members work: its own, else that of a union above it.

    Asked of those above only where the line up to the desk shows that there may be one: most unions hang
    directly below a federation, and a request is to cost no question more.
    """
    units = desk.line.units if desk.line else ()
    within = any(not unit.federation and unit.organisation != union.pk for unit in units)
    if union.employer_id or not (within or not union.kind_facts.children):
        return union.employer_id
    above = Organisation.objects.above(union).filter(employer__isnull=False).order_by("-path")
    return above.values_list("employer", flat=True).first()


def _line(organisation: Organisation) -> list[int]:
    """The keys of the organisation and all above it, the nearest first."""
    return [int(key) for key in reversed(organisation.path.strip("/").split("/"))]


_sitting = Prepared(
    lambda line, offices, on: (
        Mandate.objects.in_force(on=on)
        .filter(organisation__pk__in=line, organisation__closed_on=None, office__in=offices)
        .select_related("organisation")
        .only("office", *(f"organisation__{name}" for name in ("name", "short_name", "kind")))
    )
)


def desks(
    organisation: Organisation, ability: str, *, on: date, federations_only: bool = False
) -> list[Desk]:
    """Every office that holds `ability` over the organisation on that day, the nearest first."""
    line = _line(organisation)
    found = _sitting(line=line, offices=sorted(offices_with(ability)), on=on)
    unique = {(mandate.organisation_id, mandate.office): mandate.organisation for mandate in found}
    order = {office: place for place, office in enumerate(RECEIVERS)}
    return [
        Desk(held, office)
        for (key, office), held in sorted(
            unique.items(), key=lambda row: (line.index(row[0][0]), order.get(row[0][1], 99))
        )
        if not (federations_only and KINDS[held.kind].holds_members)
    ]


def readers(organisation: Organisation, *, restricted: bool, on: date) -> list[Desk]:
    """Who will be able to read a request that lies with the organisation."""
    ability = "cases.view_restricted" if restricted else "cases.view"
    return desks(organisation, ability, on=on, federations_only=restricted)


def named(found: list[Desk]) -> list[str]:
    """Offices as the WhoSees component shows them, one line a union: "东湖区总工会：主席、副主席"."""
    lines: dict[str, list[str]] = {}
    for desk in found:
        lines.setdefault(str(desk.organisation), []).append(desk.title)
    return [
        _("%(union)s: %(offices)s") % {"union": union, "offices": _(", ").join(titles)}
        for union, titles in lines.items()
    ]


def receiver(
    organisation: Organisation,
    *,
    restricted: bool,
    on: date,
    besides: Collection[int] = frozenset(),
) -> Desk | None:
    """The nearest office that can take a request on; for a restricted one, in a federation only.

    An office in which only people of `besides` (keys) sit is passed over: it is about them.
    """
    able = offices_with("cases.view_restricted" if restricted else "cases.accept")
    line = succession.line(organisation, on=on).without(besides)
    names = {unit.pk: unit for unit in line.organisations}
    taken = {(seat.organisation, seat.office) for seat in line.seats}
    for unit in line.units:
        if restricted and not unit.federation:
            continue
        for office in RECEIVERS:
            if office in able and (unit.organisation, office) in taken:
                return Desk(names[unit.organisation], office, line.above(unit.organisation))
    return None


def one_level_up(
    organisation: Organisation,
    *,
    restricted: bool,
    on: date,
    besides: Collection[int] = frozenset(),
) -> Desk | None:
    """The nearest office above the organisation that can look at a request again."""
    if organisation.parent is None:
        return None
    return receiver(organisation.parent, restricted=restricted, on=on, besides=besides)


def holders(desk: Desk, *, on: date) -> list[User]:
    """The people in that office on that day."""
    if desk.line is None:
        return succession.in_office(desk.organisation.pk, desk.office, on=on)
    place = desk.organisation.pk, desk.office
    sitting = {seat.user for seat in desk.line.seats if (seat.organisation, seat.office) == place}
    return _users(keys=sorted(sitting))


_users = Prepared(lambda keys: User.objects.filter(pk__in=keys).order_by("pk"))


def in_line(organisation: Organisation, *, on: date) -> list[Mandate]:
    """Everybody in office there or above, each once, those nearest first."""
    line = _line(organisation)
    found = (
        Mandate.objects.in_force(on=on)
        .filter(organisation__in=line, organisation__closed_on=None, user__is_active=True)
        .select_related("user", "organisation")
        .order_by("-organisation__path", "user__name", "pk")
    )
    once: dict[int, Mandate] = {}
    for mandate in found:
        once.setdefault(mandate.user_id, mandate)
    return list(once.values())


def office_of(user, organisation: Organisation, *, on: date) -> str:
    """The office in which somebody acts there, as shown: the nearest one on the line up; "" without."""
    mandate = (
        Mandate.objects.in_force(on=on)
        .filter(user=user, organisation__in=_line(organisation))
        .select_related("organisation")
        .order_by("-organisation__path", "pk")
        .first()
    )
    return _titled(mandate.organisation, mandate.office) if mandate else ""


def signature(user, organisation: Organisation, *, on: date) -> str:
    """How an officer signs: name, union and office."""
    return _signed(user, office_of(user, organisation, on=on))


def signature_of(mandate: Mandate) -> str:
    """How the holder of a mandate signs; user and organisation should be selected with it."""
    return _signed(mandate.user, _titled(mandate.organisation, mandate.office))


def desks_below(
    organisation: Organisation, ability: str, *, on: date, restricted: bool
) -> list[Desk]:
    """Offices one level down that hold the ability; none for restricted requests, which never go down."""
    if restricted:
        return []
    found = (
        Mandate.objects.in_force(on=on)
        .filter(
            organisation__parent=organisation,
            organisation__closed_on=None,
            office__in=offices_with(ability),
        )
        .select_related("organisation")
        .order_by("organisation__name", "office")
    )
    return [Desk(mandate.organisation, mandate.office) for mandate in found[:200]]
