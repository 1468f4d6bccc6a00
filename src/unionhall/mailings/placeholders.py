"""What may be filled into a message or a letter: {name}, {union}, {member_since} and the like."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.members.forms import EMPLOYMENTS
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation
from unionhall.ui.pieces.text import written

MARK = re.compile(r"\{([^{}\n]{0,60})\}")


@dataclass(frozen=True)
class Placeholder:
    """One of them: what it is called, what it looks like, how it is found and how it is shown."""

    code: str
    label: Any
    sample: str
    find: Callable[[Spell], Any] | None = None  # None: the same for everybody, see `common`
    show: Callable[[Any], str] = str


def _day(value: str | None) -> str:
    return written(date.fromisoformat(value)) if value else ""


def _since(spell: Spell) -> str | None:
    found = spell.person.member_since(today())
    return found.isoformat() if found else None


def _employment(value: str) -> str:
    return str(dict(EMPLOYMENTS).get(value, value))


PLACEHOLDERS = {
    each.code: each
    for each in (
        Placeholder("name", gettext_lazy("the member's name"), "李小明", lambda s: s.person.name),
        Placeholder(
            "union", gettext_lazy("the member's union"), "红星机械厂工会",
            lambda s: s.organisation.name,
        ),
        Placeholder(
            "member_since", gettext_lazy("member without a break since"), "2020-01-01", _since, _day
        ),
        Placeholder(
            "department", gettext_lazy("department"), "装配车间", lambda s: s.person.department
        ),
        Placeholder(
            "employment", gettext_lazy("form of employment"), "合同制",
            lambda s: s.person.employment, _employment,
        ),
        Placeholder("sender", gettext_lazy("the union that writes"), "东湖区总工会"),
        Placeholder("date", gettext_lazy("the day of writing"), "2026-06-01", show=_day),
    )
}  # fmt: skip
OF_ALL = tuple(code for code, each in PLACEHOLDERS.items() if each.find is None)


def used(*texts: str) -> list[str]:
    """The codes that stand in the texts, each once, known or not."""
    return list(dict.fromkeys(code.strip() for text in texts for code in MARK.findall(text)))


def refuse_unknown(codes: Iterable[str], known: Iterable[str] = PLACEHOLDERS) -> None:
    """Refuse codes that nothing is known for, and name those that are."""
    known = list(known)
    if wrong := [code for code in codes if code not in known]:
        raise Refused(
            _("Nothing can be filled in for %(wrong)s.")
            % {"wrong": ", ".join(f"{{{code}}}" for code in wrong)},
            instead=_("These can be filled in: %(known)s.")
            % {"known": ", ".join(f"{{{code}}}" for code in known)},
        )


def common(organisation: Organisation, on: date) -> dict[str, Any]:
    """What is the same for everybody whom the union writes to on the day."""
    return {"sender": organisation.name, "date": on.isoformat()}


def values_of(spells: Iterable[Spell], codes: Iterable[str]) -> dict[int, dict[str, Any]]:
    """By spell, what stands for the codes that differ from member to member, as plain values for JSON."""
    codes = [code for code in codes if code not in OF_ALL]
    spells = list(spells)
    if "member_since" in codes:
        _with_memberships(spells)
    found: dict[int, dict[str, Any]] = {}
    for spell in spells:
        finds = {code: PLACEHOLDERS[code].find for code in codes}
        found[spell.pk] = {code: find(spell) for code, find in finds.items() if find}
    return found


def _with_memberships(spells: list[Spell]) -> None:
    """Each person with their memberships at hand, asked for all at once."""
    of: dict[int, list[Spell]] = {spell.person_id: [] for spell in spells}
    for row in Spell.objects.filter(person__in=list(of)).order_by("-from_on", "-pk"):
        of[row.person_id].append(row)
    for spell in spells:
        spell.person.memberships = of[spell.person_id]


def shown(values: dict[str, Any]) -> dict[str, str]:
    """The values in words, in the language of now."""
    return {code: PLACEHOLDERS[code].show(value or "") for code, value in values.items()}


def filled(text: str, values: dict[str, Any]) -> str:
    """The text with the values in their places, in the language of now."""
    words = shown(values)
    return MARK.sub(lambda mark: words.get(mark[1].strip(), mark[0]), text)
