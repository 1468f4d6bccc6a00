"""Who of the register a claim may speak of, and which union decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.db.models.functions import Length, Replace

from unionhall.access.grants import offices_with
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.text import compact
from unionhall.members.binding.models import BindingRequest, Cause
from unionhall.members.binding.rules import Claim, Likeness, cause, like, meeting
from unionhall.members.models import Person, Spell, Token
from unionhall.members.sealing import open_id, tail_digest
from unionhall.organisations.fields import below
from unionhall.organisations.models import Mandate, Organisation

MOST = 50


@dataclass(frozen=True)
class Candidate:
    """A person who may be the applicant, what agrees, and the union they were last in."""

    person: Person
    likeness: Likeness
    union: Organisation | None


@dataclass(frozen=True)
class Judgement:
    """What a claim comes to: the person and the account to bind, or why and where it is decided."""

    person: Person | None
    user: User | None
    cause: Cause | None
    organisation: Organisation | None


def candidates(claim: Claim) -> list[Candidate]:
    """Everybody with the claimed number, and everybody of that name with that end of the ID number."""
    if claim.tail:
        spells = Token.objects.filter(token=tail_digest(claim.tail)).values("spell")
        by_tail = Spell.objects.filter(pk__in=spells).values("person")
        people = Person.objects.filter(Q(phone=claim.phone) | Q(pk__in=by_tail))
    else:
        people = Person.objects.filter(phone=claim.phone)
    people = people.select_related("user").order_by("pk")
    found = [(person, likeness(claim, person)) for person in people[:MOST]]
    return with_unions([(person, how) for person, how in found if how.phone or how.near])


def likeness(claim: Claim, person: Person) -> Likeness:
    """How a claim stands to one person."""
    return like(claim, name=person.name, phone=person.phone, id_number=open_id(person))


def with_unions(found: Iterable[tuple[Person, Likeness]]) -> list[Candidate]:
    """Each with the union of the membership in force, or of the latest one."""
    found = list(found)
    spells = Spell.objects.filter(person__in=[person for person, _ in found])
    on, unions = today(), {}
    # The last one written wins: a membership in force before one that ended, a later before an earlier.
    for spell in sorted(
        spells.select_related("organisation"),
        key=lambda s: (s.until_on is None or s.until_on > on, s.from_on, s.pk),
    ):
        unions[spell.person_id] = spell.organisation
    return [Candidate(person, how, unions.get(person.pk)) for person, how in found]


def judge(claim: Claim) -> Judgement:
    """Whether the claim can be settled at once, and if not, why and by whom it is decided."""
    found = candidates(claim)
    why = cause([candidate.likeness for candidate in found])
    if why is None:
        person = next(one.person for one in found if one.likeness.whole)
        holder = User.objects.filter(phone=claim.phone).first()
        if person.user_id:
            why = Cause.ALREADY_BOUND
        elif holder and not is_free_for(holder, claim.name):
            why = Cause.PHONE_TAKEN
        else:
            return Judgement(person, holder, None, None)
    return Judgement(None, None, why, deciding(found))


def is_free_for(user: User, name: str) -> bool:
    """Whether an account stands open for somebody of this name: an officer's, say, not yet a member's."""
    bound = Person.objects.filter(user=user).exists()
    return user.is_active and not bound and compact(user.name) == compact(name)


def deciding(found: Iterable[Candidate]) -> Organisation | None:
    """The union above all who may be meant; the topmost one where nobody may; None on an empty site.

    Where nobody there or above may decide, the topmost one below in which somebody may.
    """
    paths = [one.union.path for one in found if one.union and one.likeness.near]
    path = meeting(paths) if paths else ""
    union = (
        Organisation.objects.filter(path=path).first()
        or Organisation.objects.filter(parent=None).order_by("pk").first()
    )
    if union is None:
        return None
    sitting = (
        Mandate.objects.in_force(on=today())
        .of_office(*offices_with("accounts.bind"))
        .filter(user__is_active=True, organisation__closed_on=None)
    )
    if sitting.filter(organisation__path__in=[union.path, *union.ancestor_paths]).exists():
        return union
    low, high = below(union.path)
    way = F("organisation__path")
    steps = Length(way) - Length(Replace(way, Value("/"), Value("")))
    nearest = (
        sitting.filter(organisation__path__gte=low, organisation__path__lt=high)
        .select_related("organisation")
        .order_by(steps, "pk")
        .first()
    )
    return nearest.organisation if nearest else union


def claim_of(asked: BindingRequest) -> Claim:
    """What a waiting request claims; the end of the ID number is "" once it is decided."""
    return Claim(asked.name, asked.phone, asked.open_tail())
