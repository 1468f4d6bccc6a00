"""Pages of the register: its list, its search, and what stands on a member's page."""

from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from unionhall.access.scope import Scope
from unionhall.core.clock import today
from unionhall.core.paging import Page, keyset
from unionhall.members import search
from unionhall.members.models import Person, Spell, in_force, later
from unionhall.organisations.models import Organisation

MOST_COUNTED = 1000
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
    status: str = "in_force"  # in_force, ended, or "" for whatever stands now
    sex: str = ""
    employment: str = ""

    def inside(self, unit: Organisation) -> "Filters":
        """The same, of one unit and everything below it."""
        return replace(self, scope=replace(self.scope, paths=(unit.path,)))

    def q(self, prefix: str = "") -> Q:
        """What a spell must fulfil; `prefix` leads to it."""
        found = self.scope.q("organisation")
        if self.status == "in_force":
            found &= in_force(self.on, prefix)
        elif self.status == "ended":
            found &= Q(**{f"{prefix}until_on__lte": self.on})
        else:
            found &= in_force(self.on, prefix) | ~Exists(later(prefix))
        if self.sex:
            found &= Q(**{f"{prefix}person__sex": self.sex})
        if self.employment:
            found &= Q(**{f"{prefix}person__employment": self.employment})
        if self.status == "ended" or self.on != today():
            # Whoever has left for another union since is no longer ours to read.
            theirs = Spell.objects.filter(person=OuterRef(f"{prefix}person")).held_by(self.scope)
            found &= Q(Exists(theirs))
        return found


def register(filters: Filters, *, order: str = "name", cursor: str = "", size: int = 50) -> Page:
    """One page of memberships."""
    return keyset(_shown(Spell.objects.filter(filters.q())), ORDERS[order], cursor, size=size)


def counted(filters: Filters) -> int:
    """How many memberships the list shows, counted up to one more than MOST_COUNTED."""
    return Spell.objects.filter(filters.q())[: MOST_COUNTED + 1].count()


def _shown(spells: QuerySet[Spell]) -> QuerySet[Spell]:
    return spells.select_related("person", "organisation").defer(
        "person__remark", "person__id_index"
    )


def searched(typed: str, filters: Filters, *, cursor: str = "", size: int = 50) -> Page:
    """One page of what was found, in the order of names."""
    back, after = _read(cursor)
    found = search.hits(typed, filters.q, after=after, back=back, most=size + 1)
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    spells = _shown(Spell.objects.all()).in_bulk([hit.spell_id for hit in found])
    before = _write("<", found[0]) if found and (more if back else after) else ""
    beyond = _write(">", found[-1]) if found and (more or back) else ""
    return Page([spells[hit.spell_id] for hit in found if hit.spell_id in spells], before, beyond)


def _write(direction: str, hit: search.Hit) -> str:
    return f"{direction}{hit.spell_id} {hit.name_key}"


def _read(cursor: str) -> tuple[bool, search.Hit | None]:
    key, _space, name_key = cursor[1:].partition(" ")
    return cursor[:1] == "<", search.Hit(name_key, int(key)) if key.isdigit() else None


def chain_of(person: Person) -> str:
    """The chain of history where what is done to this file stands: that of their latest union."""
    spell = person.spells.latest().select_related("organisation").first()
    return spell.organisation.chain if spell else f"person:{person.uid}"
