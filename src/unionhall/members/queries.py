"""Pages of the register: its list, its search, and what stands on a member's page."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from unionhall.access.grants import offices_with
from unionhall.access.scope import Scope
from unionhall.core import paging
from unionhall.core.clock import today
from unionhall.core.paging import Page, keyset
from unionhall.core.prepared import Prepared
from unionhall.members import search
from unionhall.members.card.models import Card
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.models import Person, Spell, covering, later, stood, with_status
from unionhall.members.rules import Status
from unionhall.organisations.fields import key_of
from unionhall.organisations.kinds import HOLDING
from unionhall.organisations.models import Mandate, Organisation
from unionhall.organisations.offices import OFFICES

MOST_COUNTED = 1000
MOST_UNITS = 60
LISTED = (
    "uid", "name", "id_number", "sex", "birth_on", "phone", "department", "education", "employment",
)  # fmt: skip
ORDERS = {
    "name": ("name_key", "pk"),
    "joined": ("-from_on", "-pk"),
    "unit": ("organisation__path", "name_key", "pk"),
}


@dataclass(frozen=True)
class Filters:
    """Which memberships a list shows: inside a scope, and of those of one unit, state, sex, employment."""

    scope: Scope
    on: date
    # held: whoever is a member, also where rights rest; all: those and whoever left last; or a rules.Status
    status: str = "held"
    sex: str = ""
    employment: str = ""
    where: Any = None  # a search besides: members.saved.queries.Where

    def inside(self, unit: Organisation) -> "Filters":
        """The same, of one unit and everything below it."""
        return replace(self, scope=replace(self.scope, paths=(unit.path,)))

    def q(self, prefix: str = "") -> Q:
        """What a spell must fulfil; `prefix` leads to it."""
        found: Any = self.scope.q("organisation")
        if self.status == "held":
            found &= covering(self.on, prefix)
        elif self.status == "all":
            found &= covering(self.on, prefix) | ~Exists(later(prefix))
        else:
            found &= with_status(self.status, self.on, prefix)
        if self.sex:
            found &= Q(**{f"{prefix}sex": self.sex})
        if self.employment:
            found &= Q(**{f"{prefix}employment": self.employment})
        if self.where:
            found &= self.where.q(prefix, self.on)
        if self.status in (Status.ENDED, Status.COMING) or self.on != today():
            # Whoever has left for another union since is no longer ours to read.
            theirs = Spell.objects.filter(person=OuterRef(f"{prefix}person")).held_by(self.scope)
            found &= Q(Exists(theirs))
        return found


def register(filters: Filters, *, order: str = "name", cursor: str = "", size: int = 50) -> Page:
    """One page of memberships."""
    page = keyset(_shown(Spell.objects.filter(filters.q())), ORDERS[order], cursor, size=size)
    stood(page)
    return page


def counted(filters: Filters) -> int:
    """How many memberships the list shows, counted up to one more than MOST_COUNTED."""
    return Spell.objects.filter(filters.q())[: MOST_COUNTED + 1].count()


def _shown(spells: QuerySet[Spell]) -> QuerySet[Spell]:
    """What a line of the list may show, and no more."""
    return spells.select_related("person", "organisation").only(
        *("name_key", "from_on", "from_known", "until_on", "person", "organisation"),
        *(f"organisation__{name}" for name in ("code", "name", "short_name", "path")),
        *(f"person__{name}" for name in LISTED),
    )


def searched(typed: str, filters: Filters, *, cursor: str = "", size: int = 50) -> Page:
    """One page of what was found, in the order of names."""
    back, after = _read(cursor)
    found = search.hits(typed, filters.q, after=after, back=back, most=size + 1)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    spells = {spell.pk: spell for spell in stood(_lines(keys=[hit.spell_id for hit in found]))}
    before = _write("<", found[0]) if found and (more if back else after) else ""
    beyond = _write(">", found[-1]) if found and (more or back) else ""
    return Page([spells[hit.spell_id] for hit in found if hit.spell_id in spells], before, beyond)


_lines = Prepared(lambda keys: _shown(Spell.objects.filter(pk__in=keys)))


def beside(
    spell: Spell, filters: Filters, *, typed: str = "", order: str = "name", back: bool
) -> Spell | None:
    """The membership after one, or before it, in its list or among the hits of a search."""
    if not typed:
        return paging.beside(Spell.objects.filter(filters.q()), ORDERS[order], spell, back=back)
    here = search.Hit(spell.name_key, spell.pk)
    hits = search.hits(typed, filters.q, after=here, back=back, most=1)
    return Spell.objects.filter(pk__in=[hit.spell_id for hit in hits]).first()


def units_around(scope: Scope, unit: Organisation | None) -> list[tuple[str, str]]:
    """Code and name of the units one may go to from here: above within the scope, here, one level down.

    Empty where there are more than anybody would pick from.
    """
    if unit is None:
        rows = _tops(keys=[key_of(path) for path in scope.paths])
    else:
        near = Q(path__in=[*unit.ancestor_paths, unit.path]) | Q(parent=unit)
        rows = list(_named(Organisation.objects.within(scope).filter(near)))
    found = [(code, short_name or name) for code, short_name, name in rows]
    return found if len(found) <= MOST_UNITS else []


def _named(organisations):
    """Enough of them to know whether anybody would pick from so many."""
    names = organisations.open().order_by("path").values_list("code", "short_name", "name")
    return names[: MOST_UNITS + 1]


_tops = Prepared(
    lambda keys: _named(Organisation.objects.filter(Q(pk__in=keys) | Q(parent__pk__in=keys)))
)


def unit_called(text: str, scope: Scope, *, surely: bool = False) -> Organisation | None:
    """The scope's unit of this code or name, else the first whose name holds the text.

    `surely`: only where no other name holds it.
    """
    organisations = Organisation.objects.within(scope)
    exact = organisations.filter(Q(code=text) | Q(name=text) | Q(short_name=text))
    named = list(exact[:2]) or list(organisations.called(text).order_by("path")[:2])
    return named[0] if named and not (surely and len(named) > 1) else None


def holding_members(scope: Scope) -> list[Organisation]:
    """The unions of the scope that can take members; empty where there are more than one would pick from."""
    found = Organisation.objects.within(scope).open().filter(kind__in=HOLDING).order_by("code")
    rows = list(found[: MOST_UNITS + 1])
    return rows if len(rows) <= MOST_UNITS else []


def files_of(person: Person) -> list[Person]:
    """The person's file, and those that were taken up into it."""
    found, waiting = [], [person]
    while waiting:
        found.append(waiting.pop())
        waiting += Person.objects.filter(merged_into=found[-1])
    return found


def read(pk: int, scope: Scope) -> Person | None:
    """A person of the scope as their page shows them (with `card_key`, `card_until`, `change_key`), or None."""
    person = _of_pk.first(pk=pk)
    return person if person and person.is_within(scope) else None


_live_card = Card.objects.live().filter(person=OuterRef("pk"))
_waiting_change = ChangeProposal.objects.waiting().filter(person=OuterRef("pk"))
_of_pk = Prepared(
    lambda pk: Person.objects.filter(pk=pk).annotate(
        has_merged=Exists(Person.objects.filter(merged_into=OuterRef("pk"))),
        card_key=Subquery(_live_card.values("pk")),
        card_until=Subquery(_live_card.values("last_on")),
        change_key=Subquery(_waiting_change.values("pk")[:1]),
    )
)
_offices = Prepared(
    lambda user, on: (
        Mandate.objects.in_force(on=on)
        .filter(user=user)
        .select_related("organisation")
        .order_by("organisation__path", "pk")
    )
)
_sitting = Prepared(
    lambda paths, offices, on: (
        Mandate.objects.in_force(on=on)
        .filter(organisation__path__in=paths, office__in=offices)
        .select_related("organisation")
    )
)


def offices_of(person: Person, *, on: date) -> list[str]:
    """The offices the person holds on the day: "红星厂工会 主席"."""
    if person.user_id is None:
        return []
    return [
        f"{mandate.organisation} {OFFICES[mandate.office].title}"
        for mandate in _offices(user=person.user_id, on=on)
    ]


def readers(
    organisations: list[Organisation], *, on: date, ability: str = "members.view"
) -> list[str]:
    """The offices that may open a file of these unions, the nearest first: "红星厂工会 主席"."""
    line = {path for unit in organisations for path in (*unit.ancestor_paths, unit.path)}
    held = _sitting(paths=sorted(line), offices=sorted(offices_with(ability)), on=on)
    found = {(mandate.organisation.path, mandate.office): mandate for mandate in held}
    near_first = sorted(found, key=lambda key: (-key[0].count("/"), key))
    return [f"{found[key].organisation} {OFFICES[key[1]].title}" for key in near_first]


def _write(direction: str, hit: search.Hit) -> str:
    return f"{direction}{hit.spell_id} {hit.name_key}"


def _read(cursor: str) -> tuple[bool, search.Hit | None]:
    key, _space, name_key = cursor[1:].partition(" ")
    return cursor[:1] == "<", search.Hit(name_key, int(key)) if key.isdigit() else None


def chain_of_scope(scope: Scope) -> str:
    """The chain of history where a search of the scope stands: that of its first unit."""
    return f"organisation:{scope.paths[0].rstrip('/').rsplit('/', 1)[-1]}"


def chain_of(person: Person) -> str:
    """The chain of history where what is done to this file stands: that of their latest union."""
    spells = person.memberships
    return spells[0].organisation.chain if spells else f"person:{person.uid}"
