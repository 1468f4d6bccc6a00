"""The fields a Word template may use: {{ name }}, {{ union }} …, and the list `memberships` to repeat over."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from unionhall.documents.word.checking import Known
from unionhall.mailings import placeholders
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation
from unionhall.ui.pieces.text import written

NUMBER = "number"
PLAIN = {
    **{code: (each.label, each.sample) for code, each in placeholders.PLACEHOLDERS.items()},
    NUMBER: (_("the letter's number in this run"), "1"),
}
# A list, and the fields of each of its rows: {% for spell in memberships %}{{ spell.union }}{% endfor %}
LISTS = {
    "memberships": {
        "union": (_("the union of that membership"), "红星机械厂工会"),
        "from_on": (_("its first day"), "2020-01-01"),
        "until_on": (_("the first day it no longer held, empty while it lasts"), ""),
    }
}
KNOWN = Known(PLAIN, LISTS)
SAME_FOR_ALL = placeholders.OF_ALL


def sample() -> dict[str, Any]:
    """Invented values for every field, in words of the language of now."""
    shown = {code: each.sample for code, each in placeholders.PLACEHOLDERS.items()}
    rows = {name: [{k: s for k, (_l, s) in of.items()}] for name, of in LISTS.items()}
    return {**placeholders.shown(shown), NUMBER: "1", **rows}


def values(
    spells: Iterable[Spell], organisation: Organisation, on: Any, *, first: int, codes: set[str]
) -> list[dict[str, Any]]:
    """For each membership what stands for the codes, in words of the language of now."""
    spells = list(spells)
    plain = [code for code in placeholders.PLACEHOLDERS if code in codes]
    found = placeholders.values_of(spells, plain)
    if "memberships" in codes:
        _with_unions(spells)
    common = placeholders.common(organisation, on)
    made = []
    for number, spell in enumerate(spells, first):
        told: dict[str, Any] = placeholders.shown({**common, **found[spell.pk]})
        told[NUMBER] = str(number)
        if "memberships" in codes:
            told["memberships"] = [_row(each) for each in spell.person.memberships]
        made.append(told)
    return made


def _with_unions(spells: list[Spell]) -> None:
    of: dict[int, list[Spell]] = {spell.person_id: [] for spell in spells}
    rows = Spell.objects.filter(person__in=list(of)).select_related("organisation")
    for row in rows.order_by("-from_on", "-pk"):
        of[row.person_id].append(row)
    for spell in spells:
        spell.person.memberships = of[spell.person_id]


def _row(spell: Spell) -> dict[str, str]:
    return {
        "union": spell.organisation.name,
        "from_on": written(spell.from_on) if spell.from_known else "",
        "until_on": written(spell.until_on) if spell.until_on else "",
    }
