"""Divisions as a reader goes down through them: places of their own, mere levels of the code left out."""

from collections.abc import Iterable
from dataclasses import dataclass

from unionhall.organisations.models import Division

ELSEWHERE, UNTOLD = "elsewhere", ""


@dataclass(frozen=True)
class Places:
    """The divisions above some codes, and those directly below one of them."""

    top: str  # "" for the whole country
    parents: dict[str, str | None]
    names: dict[str, str]
    mere: frozenset[str]

    def under(self, code: str) -> str:
        """The place directly below `top` in which a division lies; `top` itself for nothing more exact,
        UNTOLD for no division, ELSEWHERE for one outside.
        """
        if not code:
            return UNTOLD
        at: str | None = code
        last = ""
        while at is not None and at != self.top:
            if at not in self.mere:
                last = at
            at = self.parents.get(at)
        if self.top and at != self.top:
            return ELSEWHERE
        return last or self.top

    @property
    def children(self) -> list[str]:
        """All places directly below `top`, by code, whether anything is counted there or not."""
        return sorted(
            code
            for code in self.parents
            if code not in self.mere
            and code != self.top
            and self._above(code) == (self.top or None)
        )

    def trail(self, until: str) -> list[str]:
        """The places from `until` down to `top`, both included."""
        found, at = [], self.top or None
        while at:
            if at not in self.mere:
                found.append(at)
            if at == until:
                break
            at = self.parents.get(at)
        return found[::-1]

    def _above(self, code: str) -> str | None:
        at = self.parents.get(code)
        while at is not None and at in self.mere and at != self.top:
            at = self.parents.get(at)
        return at


COLUMNS = ("code", "name", "parent_id", "is_placeholder")


def places(top: str, codes: Iterable[str]) -> Places:
    """`top` with the divisions below and above it, and those above the codes; a query for each level."""
    rows: dict[str, tuple] = {}
    wanted = {code for code in codes if code} | ({top} if top else set())
    while wanted:
        found = Division.objects.filter(code__among=list(wanted)).values_list(*COLUMNS)
        rows |= {row[0]: row for row in found}
        wanted = {row[2] for row in rows.values() if row[2]} - rows.keys()
    level = Division.objects.filter(parent=top or None).values_list(*COLUMNS)
    below = {row[0]: row for row in level}
    rows |= below
    if levels := [code for code, row in below.items() if row[3]]:
        deeper = Division.objects.filter(parent__in=levels).values_list(*COLUMNS)
        rows |= {row[0]: row for row in deeper}
    return Places(
        top,
        {row[0]: row[2] for row in rows.values()},
        {row[0]: row[1] for row in rows.values()},
        frozenset(row[0] for row in rows.values() if row[3]),
    )
