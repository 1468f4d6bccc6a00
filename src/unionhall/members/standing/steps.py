"""What the acts on a membership share."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import record
from unionhall.members.models import Spell
from unionhall.notifications.actions import notify


def locked(spell: Spell) -> Spell:
    """The membership as it stands now, for nobody else to change meanwhile."""
    rows = Spell.objects.select_for_update(no_key=True, of=("self",))
    spell.refresh_from_db(from_queryset=rows.select_related("person", "organisation"))
    spell.__dict__.pop("all_standings", None)
    return spell


def needed(text: str, otherwise: str = "") -> str:
    """The text, which may not be empty."""
    if not text.strip():
        raise Refused(otherwise or _("Give the reason; the member will read it."))
    return text.strip()


def written_down(
    spell: Spell, verb: str, *, facts: dict[str, Any], personal: dict[str, Any], by: User, on: date
) -> None:
    """Put an act on a membership into its union's record, beside the person it concerns."""
    known = {name: value for name, value in facts.items() if value not in (None, "")}
    record(
        spell.organisation.chain,
        verb,
        by=by,
        subject=spell.person,
        facts={"organisation": spell.organisation.code, "spell": spell.pk, **known},
        personal=personal,
        person=str(spell.person.uid),
        on=on,
    )


def told(spell: Spell, verb: str, day: date) -> None:
    """Tell the member that their membership changes from a day on."""
    if user := spell.person.user:
        notify(
            [user],
            "members/membership_changed",
            subject=spell,
            url="/me/card/",
            facts={
                "union": str(spell.organisation),
                "what": verb.partition(".")[2],
                "day": day.isoformat(),
            },
        )


def already_ending(spell: Spell) -> Refused:
    """What to say of a membership that has an end."""
    day = date_format(spell.until_on) if spell.until_on else ""
    return Refused(_("This membership already ends on %(day)s.") % {"day": day})


def end_spell(
    spell: Spell,
    way: str,
    verb: str,
    *,
    until_on: date,
    facts: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    by: User,
    on: date,
) -> Spell:
    """Let a membership end: `until_on` is the first day it no longer holds. One that ends sooner stays so."""
    if until_on <= spell.from_on:
        raise Refused(
            _("A membership cannot end before it began (%(day)s).")
            % {"day": date_format(spell.from_on)}
        )
    # Conditional: of two officers who end it at once, one is told.
    won = (
        Spell.objects.filter(pk=spell.pk)
        .filter(Q(until_on=None) | Q(until_on__gt=until_on))
        .update(until_on=until_on, ended_by=way)
    )
    spell.refresh_from_db()
    if not won:
        raise already_ending(spell)
    written_down(
        spell,
        verb,
        facts={"until_on": until_on, **(facts or {})},
        personal=personal or {},
        by=by,
        on=on,
    )
    told(spell, verb, until_on)
    return spell
