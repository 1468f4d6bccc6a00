"""Acts on a membership over the interface: the same as on the pages."""

from collections.abc import Callable
from datetime import date

from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.interface import PROBLEMS
from unionhall.members.api import PLAIN, PersonOut
from unionhall.members.models import Person
from unionhall.members.rules import Stretch
from unionhall.members.standing import correcting, leaving, rests
from unionhall.members.standing.models import Cause, Standing
from unionhall.members.standing.views import spell_of

router = Router(tags=["members"])
REASON = Field(min_length=1, max_length=300, pattern=PLAIN)
RESOLUTION = Field(min_length=1, max_length=120, pattern=PLAIN)
ANSWER = {200: PersonOut, **PROBLEMS}


class MovedOut(Schema):
    """By how much the count at the ends of months changes, from one to another."""

    first_on: date
    last_on: date
    by: int


class DaysIn(Schema):
    """The days as they should be; an empty end lets the membership go on."""

    from_on: date
    until_on: date | None = None


class CorrectSpellIn(DaysIn):
    """The days as they should be, those seen before, and why."""

    seen_from_on: date
    seen_until_on: date | None = None
    reason: str = REASON


class KeepIn(Schema):
    cause: Cause
    from_on: date
    until_on: date | None = None
    reason: str = REASON


class RetireIn(Schema):
    from_on: date
    keeps: bool = Field(description="whether the member keeps the membership")


class SuspendIn(Schema):
    from_on: date
    until_on: date | None = None
    resolution: str = RESOLUTION
    reason: str = REASON


class ResumeIn(Schema):
    until_on: date = Field(description="from when on all rights hold again")
    reason: str = REASON


class WithdrawIn(Schema):
    asked_on: date
    reason: str = Field("", max_length=300, pattern=PLAIN)


class AnnounceIn(Schema):
    card_back: bool


class ExpelIn(Schema):
    until_on: date
    resolved_on: date
    resolution: str = RESOLUTION
    reason: str = Field(min_length=1, max_length=500, pattern=PLAIN)


class DeathIn(Schema):
    died_on: date


class RetractIn(Schema):
    reason: str = REASON


def _done(request, pk: int, act: Callable, **told) -> Person:
    """Perform the act on a membership of the scope; whose file it is afterwards."""
    spell = spell_of(request, pk)
    act(spell, **told, by=request.user, on=today())
    return Person.objects.get(pk=spell.person_id)


@router.post("/spells/{int:pk}/keep", response=ANSWER, operation_id="members_keep")
@requires("members.change_membership")
def keep(request, pk: int, wanted: KeepIn):
    """Keep a membership without dues and vote."""
    return _done(request, pk, rests.keep, **wanted.dict())


@router.post("/spells/{int:pk}/retire", response=ANSWER, operation_id="members_retire")
@requires("members.change_membership")
def retire(request, pk: int, wanted: RetireIn):
    """Note a retirement, with or without membership."""
    return _done(request, pk, rests.retire, **wanted.dict())


@router.post("/spells/{int:pk}/suspend", response=ANSWER, operation_id="members_suspend")
@requires("members.change_membership")
def suspend(request, pk: int, wanted: SuspendIn):
    """Suspend a membership by a resolution."""
    return _done(request, pk, rests.suspend, **wanted.dict())


@router.post("/spells/{int:pk}/resume", response=ANSWER, operation_id="members_resume")
@requires("members.change_membership")
def resume(request, pk: int, wanted: ResumeIn):
    """Let all rights hold again: ends whatever rests on that day."""
    spell = spell_of(request, pk)
    standings = Standing.objects.filter(spell=spell).exclude(until_on__lte=wanted.until_on)
    standing = get_object_or_404(standings.order_by("from_on")[:1])
    rests.resume(standing, **wanted.dict(), by=request.user, on=today())
    return Person.objects.get(pk=spell.person_id)


@router.post("/spells/{int:pk}/withdraw", response=ANSWER, operation_id="members_withdraw")
@requires("members.change_membership")
def withdraw(request, pk: int, wanted: WithdrawIn):
    """Take down a member's notice; it ends by itself when the notice is over."""
    return _done(request, pk, leaving.withdraw, **wanted.dict())


@router.post(
    "/spells/{int:pk}/announce-withdrawal",
    response=ANSWER,
    operation_id="members_announce_withdrawal",
)
@requires("members.announce_withdrawal")
def announce_withdrawal(request, pk: int, wanted: AnnounceIn):
    """Note that a withdrawal was announced."""
    return _done(request, pk, leaving.announce_withdrawal, **wanted.dict())


@router.post("/spells/{int:pk}/expel", response=ANSWER, operation_id="members_expel")
@requires("members.expel")
def expel(request, pk: int, wanted: ExpelIn):
    """Expel a member by a resolution."""
    return _done(request, pk, leaving.expel, **wanted.dict())


@router.post(
    "/spells/{int:pk}/file-expulsion", response=ANSWER, operation_id="members_file_expulsion"
)
@requires("members.file_expulsion")
def file_expulsion(request, pk: int):
    """Put an expulsion on file at the next higher union."""
    return _done(request, pk, leaving.file_expulsion)


@router.post(
    "/spells/{int:pk}/moves",
    response={200: list[MovedOut], **PROBLEMS},
    operation_id="members_moves",
)
@requires("members.change_membership")
def moves(request, pk: int, wanted: DaysIn):
    """What a correction of the days would move in counts of past months; changes nothing."""
    spell = spell_of(request, pk)
    found = correcting.moves(spell, Stretch(wanted.from_on, wanted.until_on), on=today())
    return [row._asdict() for row in found]


@router.post("/spells/{int:pk}/correct", response=ANSWER, operation_id="members_correct_spell")
@requires("members.change_membership")
def correct_spell(request, pk: int, wanted: CorrectSpellIn):
    """Put the days of a membership right."""
    return _done(
        request,
        pk,
        correcting.correct_spell,
        new=Stretch(wanted.from_on, wanted.until_on),
        seen=Stretch(wanted.seen_from_on, wanted.seen_until_on),
        reason=wanted.reason,
    )


def _person(request, pk: int) -> Person:
    return get_object_or_404(Person.objects.within(request.scope), pk=pk)


@router.post("/{int:pk}/note-death", response=ANSWER, operation_id="members_note_death")
@requires("members.note_death")
def note_death(request, pk: int, wanted: DeathIn):
    """Note a death: every membership ends, the account is closed."""
    return leaving.note_death(
        _person(request, pk), died_on=wanted.died_on, by=request.user, on=today()
    )


@router.post("/{int:pk}/retract-death", response=ANSWER, operation_id="members_retract_death")
@requires("members.note_death")
def retract_death(request, pk: int, wanted: RetractIn):
    """Take a wrong note of death back."""
    return leaving.retract_death(
        _person(request, pk), reason=wanted.reason, by=request.user, on=today()
    )
