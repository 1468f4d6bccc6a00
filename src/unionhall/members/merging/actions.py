"""Two files of one person made one, and made two again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.entering import sign_out_everywhere
from unionhall.accounts.models import User
from unionhall.core.clock import now
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.members import search
from unionhall.members.actions import FACTS
from unionhall.members.merging import ledger as books
from unionhall.members.merging.ledger import Ledger
from unionhall.members.merging.models import Merge
from unionhall.members.merging.references import pointing, repoint
from unionhall.members.models import Person, Spell, Transfer
from unionhall.members.queries import chain_of
from unionhall.members.sealing import id_digest, open_id, seal_id

KEPT, GONE = "kept", "gone"
BESIDE = ("name_key", "sex", "employment")


@act
def merge(
    kept: Person,
    gone: Person,
    *,
    choices: Mapping[str, str] | None = None,
    account: str = KEPT,
    reason: str,
    by: User,
    on: date,
) -> Merge:
    """Take one file up into another: its memberships, requests, papers, account and history.

    `choices` names the fields whose value is that of the file that goes; empty ones are filled anyway.
    Of two accounts the one of the file named by `account` stays, the other is closed.
    """
    if not reason.strip():
        raise Refused(_("A merge needs its reason; the member will read it."))
    kept, gone = _locked(kept, gone)
    _refuse_two_people(kept, gone)
    before, book = {kept.pk: _found_by(kept), gone.pk: _found_by(gone)}, Ledger()
    for person in (kept, gone):
        _forget(person, before[person.pk])
    values = _values(kept, gone, choices or {})
    closed = _accounts(book, kept, gone, account)
    _cards(book, kept, gone, on)
    _join(book, kept, gone)
    repoint(book, Person, gone.pk, kept.pk, but=frozenset({"members.spell"}))
    number = open_id(kept) or open_id(gone)
    # The old file's name stays readable where it is named; its number would stand in the way.
    book.change(Person, gone.pk, id_number=None, id_index=None, merged_into_id=kept.pk)
    if number and not open_id(kept):
        values |= {"id_number": seal_id(kept.uid, number), "id_index": id_digest(number)}
    book.change(Person, kept.pk, **values, version=kept.version + 1)
    merged = Merge(kept=kept, gone=gone, reason=reason.strip(), by=by)
    merged.changes = book.sealed(merged.uid)
    try:
        with transaction.atomic():
            merged.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("Somebody has just merged one of these files.")) from error
    _findable(kept.pk)
    _record(merged, "members.merged", by, on, {"reason": reason.strip()})
    if closed:
        sign_out_everywhere(closed, by=by)
    return merged


@act
def undo_merge(merged: Merge, *, by: User, on: date) -> list[str]:
    """Make two files of them again; returns what was changed since and therefore stays."""
    _locked(merged.kept, merged.gone)
    if merged.kept.erased_on:
        raise Refused(_("The data of this file was erased."))
    if not Merge.objects.filter(pk=merged.pk, undone_at=None).update(undone_at=now(), undone_by=by):
        raise Refused(_("This merge has been undone already."))
    later = Merge.objects.standing().filter(kept=merged.kept_id, at__gt=merged.at)
    if later.exists():
        raise Refused(
            _("Another file was merged into this one afterwards."),
            instead=_("Undo the later merge first."),
        )
    for person in Person.objects.filter(pk__in=[merged.kept_id, merged.gone_id]):
        _forget(person, _found_by(person))
    kept = books.put_back(books.opened(merged.changes, merged.uid))
    merged.refresh_from_db()
    for key in (merged.kept_id, merged.gone_id):
        _findable(key)
    names = sorted({entry["model"] for entry in kept})
    _record(merged, "members.merge_undone", by, on, {}, {"stays": names})
    return names


def _locked(first: Person, second: Person) -> tuple[Person, Person]:
    """Both as they stand now, locked in one order, so that two merges never wait for each other."""
    keys = sorted({first.pk, second.pk})
    rows = Person.objects.select_for_update(of=("self",)).select_related("user").order_by("pk")
    found = {person.pk: person for person in rows.filter(pk__in=keys)}
    return found[first.pk], found[second.pk]


def _refuse_two_people(kept: Person, gone: Person) -> None:
    if kept.pk == gone.pk:
        raise Refused(_("This is one file."))
    if kept.merged_into_id or gone.merged_into_id:
        raise Refused(_("Somebody has just merged one of these files."))
    numbers = open_id(kept), open_id(gone)
    if all(numbers) and numbers[0] != numbers[1]:
        raise Refused(
            _("These files have two different ID numbers."),
            instead=_("Correct the wrong number first, or note that they are two people."),
        )
    waiting = Transfer.objects.waiting().filter(person__in=[kept, gone])
    if len(set(waiting.values_list("person", flat=True))) > 1:
        raise Refused(
            _("Transfers of both files are under way."), instead=_("End one of them first.")
        )


def _values(kept: Person, gone: Person, choices: Mapping[str, str]) -> dict[str, Any]:
    """The facts that come from the file that goes: chosen ones, and where the other has none."""
    taken = {}
    for name in FACTS:
        mine, other = getattr(kept, name), getattr(gone, name)
        if other not in (None, "") and (choices.get(name) == GONE or mine in (None, "")):
            taken[name] = other
    if "name" in taken:
        taken["name_key"] = gone.name_key
    return {name: value for name, value in taken.items() if value != getattr(kept, name)}


def _accounts(book: Ledger, kept: Person, gone: Person, account: str) -> User | None:
    """Let one account be the person's; the other, if there are two, is closed and returned."""
    if gone.user_id is None:
        return None
    if kept.user_id is None:
        book.change(Person, gone.pk, user_id=None)
        book.change(Person, kept.pk, user_id=gone.user_id)
        return None
    stays, goes = (kept.user, gone.user) if account == KEPT else (gone.user, kept.user)
    if stays is None or goes is None:
        return None
    book.change(User, goes.pk, is_active=False)
    if account == GONE:
        book.change(Person, gone.pk, user_id=None)
        book.change(Person, kept.pk, user_id=stays.pk)
        book.change(Person, gone.pk, user_id=goes.pk)
    return goes


def _cards(book: Ledger, kept: Person, gone: Person, on: date) -> None:
    """Only one card is good: that of the file that stays."""
    if kept.cards.live().exists():
        for card in gone.cards.live():
            book.change(type(card), card.pk, revoked_on=on)


def _join(book: Ledger, kept: Person, gone: Person) -> None:
    """Bring the memberships over; those of one union that overlap become one."""
    for spell in gone.spells.order_by("from_on", "pk"):
        overlapping = [
            mine
            for mine in kept.spells.filter(organisation=spell.organisation_id)
            if _overlap(mine, spell)
        ]
        if not overlapping:
            # What lists show of the person stands beside: a trigger carries later changes over, and back.
            beside = {name: getattr(kept, name) for name in BESIDE}
            book.change(Spell, spell.pk, carried=BESIDE, person_id=kept.pk, **beside)
            continue
        first, *others = sorted(overlapping, key=lambda one: (one.from_on, one.pk))
        early = min((*overlapping, spell), key=lambda one: one.from_on)
        last = max((*overlapping, spell), key=lambda one: one.until_on or date.max)
        for other in (spell, *others):
            repoint(book, Spell, other.pk, first.pk)
            if left := pointing(Spell, other.pk):
                raise Refused(
                    _("Two entries exclude each other: %(what)s.") % {"what": ", ".join(left)},
                    instead=_("End one of them first."),
                )
            book.delete(Spell, other.pk)
        book.change(
            Spell,
            first.pk,
            from_on=early.from_on,
            from_known=early.from_known,
            begun_by=early.begun_by,
            until_on=last.until_on,
            ended_by=last.ended_by,
        )


def _overlap(first: Spell, second: Spell) -> bool:
    return (first.until_on is None or second.from_on < first.until_on) and (
        second.until_on is None or first.from_on < second.until_on
    )


def _found_by(person: Person) -> set[str]:
    return search.tokens_of(person.name, person.phone, open_id(person))


def _forget(person: Person, tokens: set[str]) -> None:
    for spell in person.spells.all():
        search.forget([spell], tokens, spell.name_key)


def _findable(key: int) -> None:
    person = Person.objects.get(pk=key)
    tokens = _found_by(person)
    search.add(
        search.Findable(spell.pk, spell.organisation_id, spell.name_key, tokens)
        for spell in person.spells.all()
    )


def _record(
    merged: Merge, verb: str, by: User, on: date, personal: dict, facts: dict | None = None
) -> None:
    """In both files: whoever reads either learns of it."""
    for person in (merged.kept, merged.gone):
        record(
            chain_of(Person.objects.get(pk=merged.kept_id)),
            verb,
            by=by,
            subject=person,
            facts={"merge": merged.pk, **(facts or {})},
            personal=personal,
            person=str(person.uid),
            on=on,
        )
