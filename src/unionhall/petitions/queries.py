"""What the pages of petitions show."""

from datetime import date

from django.db.models import Count, Exists, OuterRef

from unionhall.accounts.models import User
from unionhall.duties.models import Duty
from unionhall.members.models import Person
from unionhall.organisations.models import Mandate, Organisation
from unionhall.petitions.models import SETTLED, Petition, PetitionStage

SHOWN = ("open", "mine", "overdue", "received", "review", "over")
REVIEWING = (PetitionStage.IN_REVIEW, PetitionStage.REVIEWED, PetitionStage.IN_RECHECK)


def listed(rows, show: str, user: User, *, on: date):
    """The rows of one tab of the list."""
    if show == "mine":
        return rows.open().filter(handler=user)
    if show == "overdue":
        late = Duty.objects.overdue(on=on).filter(
            subject_type="petitions.petition", subject_id=OuterRef("pk")
        )
        return rows.open().filter(Exists(late))
    if show == "received":
        return rows.filter(stage=PetitionStage.RECEIVED)
    if show == "review":
        return rows.filter(stage__in=REVIEWING)
    return rows.filter(is_open=show == "open")


def counted(rows):
    """With how many people bring each: one matter, so many people."""
    return rows.annotate(people=Count("petitioners"))


def line_of(organisation: Organisation) -> list[int]:
    """The keys of an organisation and of all above it."""
    return [int(key) for key in organisation.path.strip("/").split("/")]


def organs(organisation: Organisation):
    """What a petition that starts there can be about: the union and everything above it."""
    return Organisation.objects.filter(pk__in=line_of(organisation)).order_by("-path")


def officers(organisation: Organisation, *, on: date):
    """Who is in office there or above."""
    held = Mandate.objects.in_force(on=on).filter(organisation__in=line_of(organisation))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name", "pk")


def earlier(person: Person, scope):
    """Their petitions that have an answer: the same matter is not accepted once more."""
    rows = Petition.objects.within(scope).filter(petitioners__person=person, stage__in=SETTLED)
    return rows.order_by("-pk")[:10]
