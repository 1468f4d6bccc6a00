"""What the pages on a membership show."""

from typing import Any, NamedTuple

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from unionhall.core.clock import today
from unionhall.duties.models import Duty
from unionhall.members.models import Ended, Spell
from unionhall.members.rules import Moved, Status
from unionhall.members.standing import owed
from unionhall.members.standing.forms import CorrectSpellForm
from unionhall.members.standing.words import told
from unionhall.ui.pieces.text import written


class Choice(NamedTuple):
    """An act one may choose: what it is for, its icon and where it lies."""

    url: str
    title: str
    why: str
    icon: str


def act_page(request, spell: Spell, door, form, *, refusal=None, status=200):
    """One act on a membership."""
    context = {"spell": spell, "door": door, "form": form, "refusal": refusal}
    return render(request, "members/standing/act.html", context, status=status)


def change_page(request, spell: Spell):
    """The acts that fit how the membership stands today."""
    rows = [
        {"standing": row, "state": row.get_state_display(), "since": written(row.from_on)}
        for row in spell.all_standings
        if row.until_on is None or row.until_on > today()
    ]
    context = {"spell": spell, "choices": choices(request, spell), "standings": rows}
    return render(request, "members/standing/change.html", context)


def choices(request, spell: Spell) -> list[Choice]:
    """What the reader may do with the membership."""
    on = today()

    def to(name: str, title: str, why: str, icon: str, *, key: int = spell.pk) -> Choice:
        return Choice(reverse(f"standing:{name}", args=[key]), title, why, icon)

    found = [
        to("correct_spell", _("Correct its days"), _("They were written down wrongly."), "calendar")
    ]
    if spell.status(on) in (Status.IN_FORCE, Status.KEPT, Status.RETIRED, Status.SUSPENDED):
        found += [
            to("keep", _("Keep it"), _("Out of work, or on long leave."), "hourglass"),
            to("retire", _("Note the retirement"), _("With or without membership."), "home"),
            to("suspend", _("Suspend it"), _("The committee resolved it."), "player-pause"),
        ]
        if request.scope.also("members.ask_transfer").covers(spell.organisation):
            found.insert(
                0,
                Choice(
                    reverse("transfers:ask", args=[spell.pk]),
                    _("Transfer to another union"),
                    _("The member has a new workplace."),
                    "arrows-exchange",
                ),
            )
        if spell.until_on is None:
            found.append(
                to("withdraw", _("Take down a withdrawal"), _("The member gave notice."), "logout")
            )
            ended = reverse("members:end_membership", args=[spell.pk])
            found.append(
                Choice(ended, _("End this membership"), _("For another reason."), "circle-x")
            )
            if request.scope.also("members.expel").covers(spell.organisation):
                found.append(
                    to("expel", _("Expel the member"), _("The committee resolved it."), "ban")
                )
    if request.scope.also("members.note_death").covers(spell.organisation):
        name, title = ("retract_death", _("The person is alive"))
        if spell.person.died_on is None:
            name, title = ("note_death", _("Note a death"))
        found.append(to(name, title, _("For the whole file."), "user-circle", key=spell.person_id))
    return found


def correct_page(
    request, spell: Spell, form=None, *, moves: list[Moved] | None = None, refusal=None, status=200
):
    """The days of a membership to put right; with `moves`, what that does to past counts, to be confirmed."""
    form = form or CorrectSpellForm(
        initial={
            "from_on": spell.from_on,
            "until_on": spell.until_on,
            "seen_from_on": spell.from_on,
            "seen_until_on": spell.until_on,
        }
    )
    context = {
        "spell": spell,
        "form": form,
        "confirms": moves is not None,
        "moves": [told(row) for row in moves or ()],
        "refusal": refusal,
    }
    return render(request, "members/standing/correct.html", context, status=status)


def waiting(request, spells: list[Spell]) -> dict[int, dict[str, Any]]:
    """What is still owed about memberships that ended, by membership: the act's name, its words and its day."""
    gone = {spell.pk for spell in spells if spell.ended_by in (Ended.WITHDRAWAL, Ended.EXPULSION)}
    if not gone:
        return {}
    names = {
        owed.ANNOUNCE: ("announce_withdrawal", _("Announce the withdrawal")),
        owed.FILE: ("file_expulsion", _("Put the expulsion on file")),
    }
    found = {}
    for duty in Duty.objects.open().filter(subject_type="members.spell", subject_id__in=gone):
        if duty.kind in names and request.scope.also(duty.kind):
            name, title = names[duty.kind]
            url = reverse(f"standing:{name}", args=[duty.subject_id])
            found[duty.subject_id] = {"url": url, "title": title, "duty": duty}
    return found
