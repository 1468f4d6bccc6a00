"""The divisions of a union's area, found by code, by name or in an address."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from unionhall.organisations.models import Division, Organisation

MOST_SOUGHT = 3000  # named divisions looked for in addresses; a whole country's are too many
UNKNOWN, SEVERAL, OUTSIDE = "unknown", "several", "outside"


@dataclass(frozen=True)
class Area:
    """The divisions of one union's area; where the union has none, all divisions there are."""

    own: str  # code of the union's own division, "" for none
    parents: dict[str, str | None]
    names: dict[str, str]  # of those that are places of their own
    by_name: dict[str, list[str]] = field(repr=False)
    elsewhere: frozenset[str] = field(default=frozenset(), repr=False)  # other divisions' codes

    def find(self, said: str) -> str:
        """The code of the division that a cell means: its code or name, alone or at the end of a longer one.

        Raises LookupError with UNKNOWN, SEVERAL or OUTSIDE.
        """
        if said.isdigit():
            return self._coded(said)
        codes = self.by_name.get(said, [])
        if len(codes) == 1:
            return codes[0]
        if found := self.in_address(said):
            return found
        raise LookupError(SEVERAL if codes else UNKNOWN)

    def _coded(self, said: str) -> str:
        # Statistics write twelve digits, most of them noughts.
        for code in [said] + [said[:n] for n in (9, 6, 4, 2) if not said[n:].strip("0")]:
            if code in self.parents:
                return code
            if code in self.elsewhere:
                raise LookupError(OUTSIDE)
        raise LookupError(UNKNOWN)

    def in_address(self, address: str) -> str:
        """The lowest division of the area whose name stands in the address; "" where none or several do."""
        if not address or len(self.names) > MOST_SOUGHT:
            return ""
        found = [code for code, name in self.names.items() if name in address]
        above = {parent for code in found for parent in self.lines(code)[1:]}
        lowest = [code for code in found if code not in above]
        return lowest[0] if len(lowest) == 1 else ""

    def lines(self, code: str) -> list[str]:
        """A division and what lies above it within the area, the lowest first."""
        found = []
        at: str | None = code
        while at is not None and at in self.parents:
            found.append(at)
            at = self.parents[at]
        return found


def below(codes: Iterable[str]) -> list[tuple[str, str, str | None, bool]]:
    """Divisions and all below them: (code, name, parent's code, whether it is a mere level)."""
    columns = ("code", "name", "parent_id", "is_placeholder")
    found = list(Division.objects.filter(pk__in=list(codes)).values_list(*columns))
    level = [row[0] for row in found]
    while level:
        rows = list(Division.objects.filter(parent__in=level).values_list(*columns))
        found += rows
        level = [row[0] for row in rows]
    return found


def area_of(organisation: Organisation) -> Area:
    """The area of a union; two queries for each level of divisions in it."""
    own = organisation.division_id or ""
    columns = ("code", "name", "parent_id", "is_placeholder")
    rows = below([own]) if own else list(Division.objects.values_list(*columns))
    by_name: dict[str, list[str]] = defaultdict(list)
    for code, name, _parent, is_placeholder in rows:
        if not is_placeholder:
            by_name[name].append(code)
    parents = {code: parent for code, _name, parent, _mere in rows}
    others = Division.objects.exclude(pk__in=list(parents)) if own else Division.objects.none()
    return Area(
        own,
        parents,
        {code: name for code, name, _parent, mere in rows if not mere},
        dict(by_name),
        frozenset(others.values_list("pk", flat=True)),
    )


def keepers(organisation: Organisation) -> dict[str, int]:
    """Which open federation of the union's own subtree keeps the files of each division's employers."""
    units = Organisation.objects.open().below(organisation).filter(division__isnull=False)
    federations = units.filter(kind__in=FEDERATIONS).order_by("-path")
    return dict(federations.values_list("division_id", "pk"))


FEDERATIONS = ("national", "province", "city", "county", "township")
