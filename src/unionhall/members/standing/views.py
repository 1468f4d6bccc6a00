"""Officers change a membership: one page for each act, with the rule beside it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.actions import read_opened
from unionhall.members.models import Person, Spell
from unionhall.members.queries import chain_of
from unionhall.members.standing import correcting, forms, leaving, pages, rests
from unionhall.members.standing.models import Standing


@dataclass(frozen=True)
class Door:
    """One act on a membership as a page: its form, what it does, its words and the rules beside it."""

    form: type[forms.forms.Form]
    act: Callable[..., Any]
    title: str | Promise
    lead: str | Promise
    done: str | Promise
    rules: tuple[str, ...] = ()
    danger: bool = False


def spell_of(request, pk: int) -> Spell:
    """A membership in one of the unions the ability reaches."""
    spells = Spell.objects.filter(
        request.scope.q("organisation"), person__in=Person.objects.within(request.scope)
    )
    return get_object_or_404(spells.select_related("person", "organisation"), pk=pk)


@requires("members.change_membership")
def change(request, pk):
    """What can be done with a membership."""
    spell = spell_of(request, pk)
    read_opened(
        chain_of(spell.person), by=request.user, subject=spell.person, person=str(spell.person.uid)
    )
    return pages.change_page(request, spell)


@requires("members.change_membership")
def keep(request, pk):
    return _through(request, KEEP, spell_of(request, pk), {"from_on": today()})


@requires("members.change_membership")
def retire(request, pk):
    return _through(request, RETIRE, spell_of(request, pk), {"from_on": today(), "keeps": "yes"})


@requires("members.change_membership")
def suspend(request, pk):
    return _through(request, SUSPEND, spell_of(request, pk), {"from_on": today()})


@requires("members.change_membership")
def resume(request, pk):
    standings = Standing.objects.filter(
        request.scope.q("spell__organisation"),
        spell__person__in=Person.objects.within(request.scope),
    )
    standing = get_object_or_404(
        standings.select_related("spell__person", "spell__organisation"), pk=pk
    )
    return _through(request, RESUME, standing.spell, {"until_on": today()}, subject=standing)


@requires("members.change_membership")
def withdraw(request, pk):
    return _through(request, WITHDRAW, spell_of(request, pk), {"asked_on": today()})


@requires("members.announce_withdrawal")
def announce_withdrawal(request, pk):
    return _through(request, ANNOUNCE, spell_of(request, pk), {})


@requires("members.expel")
def expel(request, pk):
    return _through(request, EXPEL, spell_of(request, pk), {})


@requires("members.file_expulsion")
def file_expulsion(request, pk):
    return _through(request, FILE, spell_of(request, pk), {})


@requires("members.note_death")
def note_death(request, pk):
    return _through(request, NOTE_DEATH, _latest(request, pk), {}, on_person=True)


@requires("members.note_death")
def retract_death(request, pk):
    return _through(request, RETRACT_DEATH, _latest(request, pk), {}, on_person=True)


@requires("members.change_membership")
def correct_spell(request, pk):
    """In two steps: first what the correction moves, then the correction."""
    spell = spell_of(request, pk)
    if request.method != "POST":
        return pages.correct_page(request, spell)
    form = forms.CorrectSpellForm(request.POST)
    if not form.is_valid():
        return pages.correct_page(request, spell, form, status=422)
    days = form.stretches()
    if "confirmed" not in request.POST:
        return pages.correct_page(
            request, spell, form, moves=correcting.moves(spell, days["new"], on=today())
        )
    try:
        correcting.correct_spell(
            spell, **days, reason=form.cleaned_data["reason"], by=request.user, on=today()
        )
    except Refused as refusal:
        spell.refresh_from_db()
        return pages.correct_page(request, spell, form, refusal=refusal, status=409)
    messages.success(request, _("Corrected."))
    return redirect(spell.person)


def _latest(request, pk: int) -> Spell:
    """The membership through which somebody is theirs."""
    person = get_object_or_404(Person.objects.within(request.scope), pk=pk)
    return next(spell for spell in person.memberships if request.scope.covers(spell.organisation))


def _through(request, door: Door, spell: Spell, initial: dict, *, subject=None, on_person=False):
    """Show the door's page, or perform its act on what was typed."""
    if request.method != "POST":
        return pages.act_page(request, spell, door, door.form(initial=initial))
    form = door.form(request.POST)
    if not form.is_valid():
        return pages.act_page(request, spell, door, form, status=422)
    subject = subject or (spell.person if on_person else spell)
    try:
        door.act(subject, **form.cleaned_data, by=request.user, on=today())
    except Refused as refusal:
        return pages.act_page(request, spell, door, form, refusal=refusal, status=409)
    messages.success(request, str(door.done))
    return redirect(spell.person)


KEEP = Door(
    forms.KeepForm,
    rests.keep,
    gettext_lazy("Keep the membership"),
    gettext_lazy(
        "For somebody who is out of work or on long leave: they stay a member without dues, and without vote."
    ),
    gettext_lazy("The membership is kept."),
    ("cn.mem.retention", "cn.mem.retained_no_vote"),
)
RETIRE = Door(
    forms.RetireForm,
    rests.retire,
    gettext_lazy("Note the retirement"),
    gettext_lazy("A retired member may keep the membership without dues and vote, or end it."),
    gettext_lazy("The retirement is noted."),
    ("cn.mem.retention", "cn.mem.retained_no_vote"),
)
SUSPEND = Door(
    forms.SuspendForm,
    rests.suspend,
    gettext_lazy("Suspend the membership"),
    gettext_lazy("Only by a resolution of the committee; the member is told and reads the reason."),
    gettext_lazy("The membership is suspended."),
)
RESUME = Door(
    forms.ResumeForm,
    rests.resume,
    gettext_lazy("Let all rights hold again"),
    gettext_lazy("With the very day it began, it is as if the rights had never rested."),
    gettext_lazy("All rights hold again from that day."),
)
WITHDRAW = Door(
    forms.WithdrawForm,
    leaving.withdraw,
    gettext_lazy("Take down a withdrawal"),
    gettext_lazy(
        "The membership ends by itself when the notice is over; until then the member may stay after all."
    ),
    gettext_lazy("The notice runs. The committee has to announce it."),
    (leaving.NOTICE, "cn.mem.withdrawal"),
)
ANNOUNCE = Door(
    forms.AnnounceForm,
    leaving.announce_withdrawal,
    gettext_lazy("Note that the withdrawal was announced"),
    gettext_lazy("The committee announces who has withdrawn, and takes the card back."),
    gettext_lazy("Noted."),
    ("cn.mem.withdrawal",),
)
EXPEL = Door(
    forms.ExpelForm,
    leaving.expel,
    gettext_lazy("Expel the member"),
    gettext_lazy(
        "Only by a resolution of the committee. The member is told the grounds, and the next higher union"
        " keeps it on file."
    ),
    gettext_lazy("The member is expelled. The next higher union has to put it on file."),
    ("cn.mem.expulsion",),
    danger=True,
)
FILE = Door(
    forms.forms.Form,
    leaving.file_expulsion,
    gettext_lazy("Put the expulsion on file"),
    gettext_lazy(
        "Look whether the resolution and the opinion of the union group are complete first."
    ),
    gettext_lazy("The expulsion is on file."),
    ("cn.mem.expulsion",),
)
NOTE_DEATH = Door(
    forms.DeathForm,
    leaving.note_death,
    gettext_lazy("Note a death"),
    gettext_lazy(
        "Every membership ends with that day, the account is closed, and nothing is sent any more."
    ),
    gettext_lazy("The death is noted."),
    danger=True,
)
RETRACT_DEATH = Door(
    forms.RetractForm,
    leaving.retract_death,
    gettext_lazy("The person is alive"),
    gettext_lazy(
        "Takes a wrong note back: memberships go on as before it, and the account opens again."
    ),
    gettext_lazy("Taken back."),
)
