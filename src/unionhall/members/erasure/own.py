"""What the register and the apps below it erase of a person, and what forbids that."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.models import Token
from unionhall.accounts.models import User, fresh_username
from unionhall.core.text import masked_id, masked_phone
from unionhall.documents.actions import detach
from unionhall.documents.models import Attachment
from unionhall.duties.models import Feed
from unionhall.history.actions import erase_person_key
from unionhall.members import search
from unionhall.members.applying.models import Application
from unionhall.members.binding.models import BindingRequest
from unionhall.members.bulk.models import BulkLine
from unionhall.members.card.models import Card
from unionhall.members.changes.models import ChangeProposal
from unionhall.members.delegates.models import Delegation
from unionhall.members.duplicates.models import Duplicate
from unionhall.members.erasure.models import Erasure, ErasureState, Hold
from unionhall.members.erasure.parts import Erased, obstacle, register
from unionhall.members.households.models import Relative
from unionhall.members.inviting.models import Invitation
from unionhall.members.merging.models import Merge
from unionhall.members.models import Person, Spell
from unionhall.members.sealing import open_id
from unionhall.members.transfers.models import Transfer
from unionhall.notifications.models import ChatAddress, Message, Preference
from unionhall.organisations.models import Mandate

NOBODY = "–"  # what stands where a name stood
FILE = {
    "name": NOBODY, "name_key": NOBODY, "birth_on": None, "id_number": None, "id_index": None,
    "phone": "", "department": "", "education": "", "employment": "", "is_migrant": None,
    "works_since": None, "remark": "", "died_on": None,
}  # fmt: skip


def _file(people: list[Person]) -> int:
    """The file itself: membership days and sex stay for the counts of past days, and say of nobody."""
    for person in people:
        tokens = search.tokens_of(person.name, person.phone, open_id(person))
        search.forget(list(person.spells.all()), tokens, person.name_key)
    keys = [person.pk for person in people]
    Spell.objects.filter(person__in=keys).update(employment="")
    return Person.objects.filter(pk__in=keys).update(**FILE)


def _account(people: list[Person]) -> int:
    """Accounts are closed and emptied; whoever held an office keeps the name under which they signed."""
    users: list[User] = [person.user for person in people if person.user]
    Person.objects.filter(pk__in=[person.pk for person in people]).update(user=None)
    owned: tuple[Any, ...] = (EmailAddress, Authenticator, UserSession, Token, Preference)
    owned += (ChatAddress, Feed)
    for model in owned:
        model.objects.filter(user__in=users).delete()
    Message.objects.filter(receiver__in=users).delete()
    signed = set(Mandate.objects.filter(user__in=users).values_list("user", flat=True))
    for user in users:
        user.username, user.phone, user.email = fresh_username(), None, ""
        user.name = user.name if user.pk in signed else NOBODY
        user.is_active, user.last_login, user.phone_verified = False, None, False
        user.set_unusable_password()
        user.save()
    return len(users)


def _ways_in(people: list[Person]) -> int:
    """Applications and first sign-ins, also those that were refused and so belong to no file; invitations."""
    same = Q(person__in=people)
    for person in people:
        if person.phone:
            same |= Q(person=None, name=person.name, phone=person.phone)
    found = Invitation.objects.filter(Q(person__in=people) | _sought(people)).delete()[0]
    brought = Application.objects.filter(delegation__person__in=people)
    found += brought.filter(person=None).delete()[0]
    for model in (Application, BindingRequest):
        rows = list(model.objects.filter(same))
        found += len(rows)
        model.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return found


def _sought(people: list[Person]) -> Q:
    """Invitations that named them and found nobody, because of the day."""
    found = Q(pk=None)
    for person in people:
        hints = [masked_phone(person.phone), masked_id(open_id(person))]
        found |= Q(person=None, name=person.name, hint__in=hints)
    return found


def _household(people: list[Person]) -> int:
    """Their own statements go; in another's household they stay as somebody without a name."""
    others = Relative.objects.filter(member__in=people).exclude(person__in=people)
    found = others.update(member=None, link="", name=NOBODY, birth_on=None)
    found += Relative.objects.filter(person__in=people).delete()[0]
    acting = Q(person__in=people) | Q(delegate__person__in=people)
    return found + Delegation.objects.filter(acting).update(reason="")


def _proposals(people: list[Person]) -> int:
    rows = list(ChangeProposal.objects.filter(person__in=people))
    for attachment in _attached("members.changeproposal", [row.pk for row in rows]):
        detach(attachment)
    return ChangeProposal.objects.filter(pk__in=[row.pk for row in rows]).delete()[0]


def _attached(kind: str, keys: list[int]) -> list[Attachment]:
    return list(Attachment.objects.filter(subject_type=kind, subject_id__in=keys))


def _papers(people: list[Person]) -> int:
    """Words that others wrote about them; that something happened, and when, stays."""
    found = Transfer.objects.filter(person__in=people).update(reason=NOBODY, why_ended=NOBODY)
    Card.objects.filter(person__in=people).delete()
    Duplicate.objects.filter(Q(first__in=people) | Q(second__in=people)).delete()
    merges = Merge.objects.filter(Q(kept__in=people) | Q(gone__in=people))
    found += merges.update(changes=b"", reason=NOBODY)
    found += BulkLine.objects.filter(spell__person__in=people).update(before={}, why="")
    found += Hold.objects.filter(person__in=people).update(ground=NOBODY)
    decided = Erasure.objects.filter(person__in=people, state=ErasureState.REFUSED)
    return found + decided.update(why_not=NOBODY)


def _keys(people: list[Person]) -> int:
    """What the history and past imports say of them: nobody can open it once the key is destroyed."""
    return sum(erase_person_key(str(person.uid)) for person in people)


for _part in (
    Erased("ways_in", gettext_lazy("Applications, invitations and first sign-ins"),
           ("members.application", "members.bindingrequest", "members.invitation"), _ways_in),
    Erased("household", gettext_lazy("Household and delegates"),
           ("members.relative", "members.delegation"), _household),
    Erased("proposals", gettext_lazy("Proposed changes and their papers"),
           ("members.changeproposal", "documents.attachment"), _proposals),
    Erased("papers", gettext_lazy("Cards, and reasons written down about transfers, merges and corrections"),
           ("members.transfer", "members.card", "members.duplicate", "members.merge", "members.bulkline",
            "members.hold", "members.erasure"),
           _papers),
    Erased("account", gettext_lazy("The account, with its notices, devices and tokens"),
           ("accounts.user", "notifications.message", "notifications.preference", "access.token",
            "notifications.chataddress", "duties.feed"),
           _account),
    Erased("file", gettext_lazy("The file: name, numbers, birth and all other facts"),
           ("members.person", "members.spell", "members.token"), _file),
    Erased("keys", gettext_lazy("What the history says of them, by destroying its key"),
           ("history.entry", "history.personkey", "exchange.line"), _keys),
):  # fmt: skip
    register(_part)


@obstacle
def _memberships(people: list[Person], on: date) -> Iterator[str]:
    lasting = Q(until_on=None) | Q(until_on__gt=on)
    for spell in Spell.objects.filter(lasting, person__in=people).select_related("organisation"):
        yield _("The membership in %(union)s has not ended.") % {"union": spell.organisation}


@obstacle
def _offices(people: list[Person], on: date) -> Iterator[str]:
    for mandate in Mandate.objects.unfinished(on=on).filter(user__person__in=people):
        yield _("There is an office in %(union)s that has not ended.") % {
            "union": mandate.organisation
        }


@obstacle
def _held(people: list[Person], on: date) -> Iterator[str]:
    for hold in Hold.objects.in_force(on=on).filter(person__in=people):
        yield _("The data is kept for a legal reason: %(ground)s.") % {"ground": hold.ground}


@obstacle
def _under_way(people: list[Person], on: date) -> Iterator[str]:
    if Transfer.objects.waiting().filter(person__in=people).exists():
        yield _("A transfer is under way.")


def waiting_for(person: Person) -> Erasure | None:
    """The request that waits, if any."""
    return Erasure.objects.waiting().filter(person=person).first()
