"""What is done to the register: people added, corrected, bound to an account, their membership ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError
from django.db.models import F
from django.utils.translation import gettext as _

from unionhall.accounts.happenings import tell
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.core.text import masked_id, pinyin_key
from unionhall.history.actions import act, read_opened, record
from unionhall.history.queries import trail
from unionhall.members import rules, search
from unionhall.members.models import Begun, Ended, Person, Spell
from unionhall.members.queries import chain_of
from unionhall.members.sealing import id_digest, open_id, seal_id
from unionhall.members.standing.steps import already_ending, end_spell, locked, needed
from unionhall.organisations.kinds import KINDS
from unionhall.organisations.models import Organisation

FACTS = (
    "name", "sex", "birth_on", "phone", "department", "education", "employment", "is_migrant",
    "works_since", "remark",
)  # fmt: skip
CORRECTABLE = (*FACTS, "id_number")


@act
def add(
    organisation: Organisation,
    *,
    name: str,
    id_number: str = "",
    from_on: date,
    begun_by: str = Begun.OFFICER,
    by: User,
    on: date,
    **facts: Any,
) -> Person:
    """Take a person into the register and begin their membership; a known ID number means the same person."""
    refuse_unfit(organisation)
    number = rules.id_number(id_number)
    facts = rules.completed({**facts, "name": name, "id_number": number}, on=on)
    person = _known(number, name) or _made(number, facts)
    _refuse_second(person, organisation, on=from_on)
    try:
        spell = Spell.objects.create(
            person=person,
            organisation=organisation,
            name_key=person.name_key,
            from_on=from_on,
            begun_by=begun_by,
        )
    except IntegrityError as error:
        raise Refused(_("Their membership here already covers a part of that time.")) from error
    tokens = search.tokens_of(person.name, person.phone, number)
    search.add([search.Findable(spell.pk, organisation.pk, spell.name_key, tokens)])
    record(
        organisation.chain,
        "members.added",
        by=by,
        subject=person,
        facts={"organisation": organisation.code, "from_on": from_on},
        personal={"name": person.name, "id_number": masked_id(number), "phone": person.phone},
        person=str(person.uid),
        on=on,
    )
    return person


def refuse_unfit(organisation: Organisation) -> None:
    """Refuse a union that is closed or has no members of its own."""
    if organisation.closed_on:
        raise Refused(_("%(union)s is closed.") % {"union": organisation})
    if not KINDS[organisation.kind].holds_members:
        raise Refused(
            _("%(union)s has no members of its own.") % {"union": organisation},
            instead=_("Choose the primary union that the worker belongs to."),
        )


def _known(number: str, name: str) -> Person | None:
    person = Person.objects.filter(id_index=id_digest(number)).first() if number else None
    if person and person.name != name:
        raise Refused(
            _("This ID number already stands in the register under another name."),
            instead=_("Compare name and number with the card."),
        )
    return person


def _made(number: str, facts: Mapping[str, Any]) -> Person:
    person = Person(**{name: facts[name] for name in FACTS if name in facts})
    if number:
        person.id_number, person.id_index = seal_id(person.uid, number), id_digest(number)
    try:
        person.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Somebody has just added this person.")) from error
    return person


def _refuse_second(person: Person, organisation: Organisation, *, on: date) -> None:
    """Refuse whoever is a member there already, under this file or under one of the same name and telephone."""
    there = Spell.objects.filter(organisation=organisation).exclude(until_on__lte=on)
    same = there.filter(person=person)
    if not same and person.phone:
        same = there.filter(person__name=person.name, person__phone=person.phone)
    if spell := same.first():
        raise Refused(
            _("%(name)s has been a member here since %(day)s.")
            % {"name": person.name, "day": spell.from_on},
            instead=_("Open the file and correct it there."),
        )


@act
def correct(
    person: Person,
    changes: Mapping[str, Any],
    *,
    version: int,
    reason: str,
    under: int | None = None,
    by: User,
    on: date,
) -> Person:
    """Put fields right; `version` is that of the file as the officer saw it.

    A delegate of the member does it `under` a delegation, whose key the history keeps.
    """
    if not reason.strip():
        raise Refused(_("A correction needs its reason."))
    old_number = open_id(person)
    old = {name: getattr(person, name) for name in FACTS} | {"id_number": old_number}
    new = old | {name: changes[name] for name in CORRECTABLE if name in changes}
    new["id_number"] = rules.id_number(new["id_number"])
    changed = sorted(name for name in new if new[name] != old[name])
    if not changed:
        raise Refused(_("Nothing was changed."))
    if {"id_number", "sex", "birth_on"} & set(changed):
        rules.completed(new, on=on)
    _write(person, {name: new[name] for name in changed}, version)
    before = search.tokens_of(person.name, person.phone, old_number), person.name_key
    person.refresh_from_db()
    after = search.tokens_of(person.name, person.phone, new["id_number"]), person.name_key
    if before != after:
        _find_anew(person, before, after)
    masked = {"id_number": masked_id(old["id_number"])}, {"id_number": masked_id(new["id_number"])}
    record(
        chain_of(person),
        "members.corrected",
        by=by,
        subject=person,
        facts={"fields": changed} | ({"under": under} if under else {}),
        personal={
            "reason": reason,
            "old": {name: (old | masked[0])[name] for name in changed},
            "new": {name: (new | masked[1])[name] for name in changed},
        },
        person=str(person.uid),
        on=on,
    )
    return person


def _write(person: Person, values: dict[str, Any], version: int) -> None:
    """Write the values if nobody wrote since the officer looked."""
    if "name" in values:
        values["name_key"] = pinyin_key(values["name"])
    if "id_number" in values:
        number = values["id_number"]
        values["id_index"] = id_digest(number) if number else None
        values["id_number"] = seal_id(person.uid, number) if number else None
    try:
        won = Person.objects.filter(pk=person.pk, version=version).update(
            **values, version=F("version") + 1
        )
    except IntegrityError as error:
        raise Refused(
            _("This ID number already belongs to somebody else in the register."),
            instead=_("Compare it with the card; if both files are one person, tell the district."),
        ) from error
    if not won:
        raise _overtaken(person)


def _overtaken(person: Person) -> Refused:
    done = [entry for entry in trail(person) if entry.verb == "members.corrected"]
    who = done[-1].actor if done else _("Somebody else")
    return Refused(
        _("%(who)s corrected this file while you had it open. Yours was not saved.") % {"who": who},
        instead=_("Compare what you typed with the file as it is now, and save again."),
    )


def _find_anew(person: Person, before: tuple[set, str], after: tuple[set, str]) -> None:
    spells = list(person.spells.all())
    gone, fresh = (before[0], after[0])
    if before[1] == after[1]:
        gone, fresh = gone - fresh, fresh - gone
    search.forget(spells, gone, before[1])
    search.add(search.Findable(s.pk, s.organisation_id, after[1], fresh) for s in spells)


@act
def end_membership(spell: Spell, *, until_on: date, reason: str, by: User, on: date) -> Spell:
    """End a spell for another reason than the ways out of `standing`: `until_on` is its first day no longer."""
    # No article: that of withdrawal was not seen, so nobody is refused on it.
    reason = needed(reason, _("Ending a membership needs its reason."))
    if locked(spell).until_on:
        raise already_ending(spell)
    return end_spell(
        spell,
        Ended.OFFICER,
        "members.membership_ended",
        until_on=until_on,
        personal={"reason": reason},
        by=by,
        on=on,
    )


@act
def reveal_id(person: Person, *, reason: str, by: User, on: date) -> str:
    """The ID number in the clear, for a reason that is recorded and shown to the person."""
    if not reason.strip():
        raise Refused(_("Opening an ID number needs its reason; the member will read it."))
    number = open_id(person)
    if not number:
        raise Refused(_("No ID number is known of this person."))
    read_opened(
        chain_of(person),
        by=by,
        subject=person,
        person=str(person.uid),
        why=reason,
        verb="members.id_revealed",
    )
    return number


@act
def bind(person: Person, user: User, *, by: User, on: date) -> Person:
    """Let an account be this person's."""
    try:
        won = Person.objects.filter(pk=person.pk, user=None).update(user=user)
    except IntegrityError as error:
        raise Refused(_("This account already belongs to another person.")) from error
    person.refresh_from_db()
    if not won:
        raise Refused(_("%(name)s already has an account.") % {"name": person.name})
    record(
        chain_of(person),
        "members.bound",
        by=by,
        subject=person,
        facts={"user": user.pk},
        person=str(person.uid),
        on=on,
    )
    tell(user, "bound", by=by)
    return person
