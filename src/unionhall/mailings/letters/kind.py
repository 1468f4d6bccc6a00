"""Letters as something that leaves the house: written, sealed, deleted and told as exports are."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.exports.scopes import holds, scope_of
from unionhall.core.errors import Refused
from unionhall.documents.word.checking import checked
from unionhall.exchange.exports.kinds import Table, register
from unionhall.exchange.exports.models import Export
from unionhall.mailings import audience
from unionhall.mailings.letters import fields
from unionhall.mailings.letters.merging import Letters
from unionhall.mailings.letters.models import LetterTemplate
from unionhall.members.models import Spell
from unionhall.organisations.models import Organisation

AT_ONCE = 500
MOST_TOGETHER, MOST_APART = 3000, 20_000


class LettersKind:
    """Letters from a template, to the memberships that `asked["query"]` describes."""

    name = "letters"
    title = gettext_lazy("Letters")
    ability = "mailings.print"
    sentence = gettext_lazy("wrote a letter from a template with the file's data")
    is_of_file = True

    def table(self, export: Export) -> Table:
        held = scope_of(export, self.ability)
        template = LetterTemplate.objects.usable(held).filter(pk=export.asked["template"]).first()
        content = template.content() if template else None
        if template is None or content is None:
            raise Refused(_("This template has been removed."))
        made = Letters(checked(content, fields.KNOWN))
        wanted = audience.chosen(export.asked["query"], held)
        sender = Organisation.objects.get(pk=export.asked["sender"])
        codes = set(template.fields)

        def write(format: str, file: Any, *, rows: Any, **_told: Any) -> None:
            letters = (row[0] for row in rows)
            (made.write_together if format == "docx" else made.write_apart)(file, letters)

        return Table(
            title=template.name,
            headings=[],
            rows=_rows(wanted, sender, export.on, codes),
            total=audience.total(wanted),
            write=write,
        )

    def may_still(self, export: Export, user: Any) -> bool:
        return holds(export, user, self.ability)


def _rows(wanted, sender: Organisation, on: Any, codes: set[str]) -> Iterator[tuple[int, list]]:
    """Each person once, in the order of names, with what is filled in."""
    rows = audience.memberships(wanted).order_by("name_key", "pk").values_list("pk", "person")
    seen: set[int] = set()
    keys = [key for key, person in rows if person not in seen and not seen.add(person)]  # type: ignore[func-returns-value]
    first = 1
    for some in _batches(keys):
        found = Spell.objects.select_related("person", "organisation").in_bulk(some)
        spells = [found[key] for key in some if key in found]
        made = fields.values(spells, sender, on, first=first, codes=codes)
        for spell, values in zip(spells, made, strict=True):
            yield spell.person_id, [values]
        first += len(spells)


def _batches(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]


LETTERS = LettersKind()
register(LETTERS)
