"""Putting the days of a membership right, with what that moves in figures already counted."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.members import rules
from unionhall.members.models import Ended, Spell
from unionhall.members.rules import Moved, Stretch
from unionhall.members.standing.steps import needed, told, written_down


def moves(spell: Spell, new: Stretch, *, on: date) -> list[Moved]:
    """How the count of the union, and of every unit above it, changes at the ends of past months."""
    return rules.moved(spell.stretch, new, on=on)


@act
def correct_spell(
    spell: Spell, new: Stretch, *, seen: Stretch, reason: str, by: User, on: date
) -> Spell:
    """Put first day and end right; `seen` are the days as the officer saw them."""
    reason = needed(reason)
    if new == seen:
        raise Refused(_("Nothing was changed."))
    if new.until_on is not None and new.until_on <= new.from_on:
        raise Refused(
            _("A membership cannot end before it began (%(day)s).")
            % {"day": date_format(new.from_on)}
        )
    _refuse_unborn(spell, new)
    moved = rules.moved(seen, new, on=on)
    changes = {
        "from_on": new.from_on,
        "from_known": True if new.from_on != seen.from_on else spell.from_known,
        "until_on": new.until_on,
        "ended_by": (spell.ended_by or Ended.OFFICER) if new.until_on else "",
    }
    try:
        with transaction.atomic():
            won = Spell.objects.filter(
                pk=spell.pk, from_on=seen.from_on, until_on=seen.until_on
            ).update(**changes)
    except IntegrityError as error:
        raise Refused(
            _("Another membership in the same union covers a part of these days."),
            instead=_("Look at both, and correct the other one first."),
        ) from error
    spell.refresh_from_db()
    if not won:
        raise Refused(
            _("Somebody changed these days while you had the page open. Yours were not saved."),
            instead=_("Look at them as they are now, and correct them again if need be."),
        )
    written_down(
        spell,
        "members.spell_corrected",
        facts={
            "old": [seen.from_on, seen.until_on],
            "new": [new.from_on, new.until_on],
            "moves": [list(row) for row in moved],
        },
        personal={"reason": reason},
        by=by,
        on=on,
    )
    told(spell, "members.spell_corrected", new.from_on)
    return spell


def _refuse_unborn(spell: Spell, new: Stretch) -> None:
    born = spell.person.birth_on
    if born and rules.age(born, on=new.from_on) < rules.WORKING_AGE:
        raise Refused(
            _("On %s this person was not yet sixteen.") % date_format(new.from_on),
            instead=_("Compare the day with the date of birth."),
        )
