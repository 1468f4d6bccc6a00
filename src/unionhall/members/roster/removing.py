"""What an import added, taken out of the register again, unless it has been changed since or is in use."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from django.db import connection

from unionhall.exchange.models import Line
from unionhall.members import search
from unionhall.members.models import Duplicate, Person, Spell
from unionhall.members.roster.adding import PERSON, PERSON_FACTS, SPELL_FACTS, line_digest
from unionhall.members.sealing import open_id

CHANGED, IN_USE, GONE = "changed", "in_use", "gone"


def remove(lines: Sequence[Line]) -> dict[int, str]:
    """Delete what the lines added; by key of the spell, why others were left alone."""
    found = Spell.objects.filter(pk__among=[line.subject_id for line in lines])
    spells = {spell.pk: spell for spell in found.select_related("person")}
    made = {line.subject_id for line in lines if line.what == PERSON}
    kept = {line.subject_id: GONE for line in lines if line.subject_id not in spells}
    for line in lines:
        if line.subject_id in spells and not _is_as_added(spells[line.subject_id], line):
            kept[line.subject_id] = CHANGED
    people = [spells[key].person_id for key in made & spells.keys()]
    used = _pointed_to(people, lambda app: app == "members")
    # That a request stands in the way may not show: its person stays, and nothing is said of it.
    staying = _pointed_to(people, lambda app: app != "members")
    for key in made & spells.keys() - kept.keys():
        if spells[key].person_id in used or spells[key].person.user_id:
            kept[key] = IN_USE
    going = {key for key in made & spells.keys() if spells[key].person_id not in staying}
    _delete([spells[key] for key in spells.keys() - kept.keys()], going)
    return kept


def _is_as_added(spell: Spell, line: Line) -> bool:
    person = [_plain(getattr(spell.person, name)) for name in PERSON_FACTS]
    facts = [_plain(getattr(spell, name)) for name in SPELL_FACTS]
    return line_digest(person if line.what == PERSON else None, facts) == bytes(line.digest)


def _plain(value):
    """A value as it was when it was added: days as text, bytes as bytes."""
    if isinstance(value, date):
        return value.isoformat()
    return bytes(value) if isinstance(value, memoryview) else value


def _pointed_to(keys: list[int], wanted: Callable[[str], bool]) -> set[int]:
    """Those that another row of the wanted apps points to: another spell, a first sign-in, a request, …"""
    found: set[int] = set()
    for relation in Person._meta.related_objects:
        if relation.related_model is Duplicate:  # only found by machine; it goes with the file
            continue
        if not wanted(relation.related_model._meta.app_label):
            continue
        column = relation.field.attname
        rows = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__id__among": keys}
        )
        pointing = list(rows.values_list(column, flat=True))
        found |= _twice(pointing) if relation.related_model is Spell else set(pointing)
    return found


def _twice(keys: list[int]) -> set[int]:
    return {key for key, times in Counter(keys).items() if times > 1}


def _delete(spells: list[Spell], made: set[int]) -> None:
    search.forget_all(
        search.Findable(
            spell.pk,
            spell.organisation_id,
            spell.name_key,
            search.tokens_of(spell.person.name, spell.person.phone, open_id(spell.person)),
        )
        for spell in spells
    )
    keys = [spell.pk for spell in spells]
    people = [spell.person_id for spell in spells if spell.pk in made]
    # Nothing else hangs on them (see _pointed_to), so the rows go at once and not one by one.
    Spell.objects.filter(pk__among=keys)._raw_delete(connection.alias)
    for side in ("first", "second"):
        Duplicate.objects.filter(**{f"{side}__id__among": people}).delete()
    Person.objects.filter(pk__among=people)._raw_delete(connection.alias)
