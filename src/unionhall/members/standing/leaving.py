"""Ways out of a union: withdrawal, expulsion, death."""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.accounts.entering import sign_out_everywhere
from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.history.actions import act, record
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.members.models import Ended, Person, Spell
from unionhall.members.queries import chain_of
from unionhall.members.standing import owed
from unionhall.members.standing.steps import end_spell, locked, needed, told, written_down
from unionhall.rulebook import rules

NOTICE = "own.membership.withdraw_30d"


def out_on(spell: Spell, *, asked_on: date) -> date:
    """The first day of no membership after notice was given: at the latest then, as the union set it."""
    place = jurisdiction_of(spell.organisation, on=asked_on)
    return asked_on + timedelta(
        days=rules.value(NOTICE, "days", on=asked_on, jurisdiction=place) + 1
    )


@act
def withdraw(spell: Spell, *, asked_on: date, reason: str = "", by: User, on: date) -> Spell:
    """Give notice, by the member or on paper through an officer; it ends by itself when notice is over.

    The committee owes the announcement. No reason is asked for: whoever wants to leave may.
    """
    if asked_on > on:
        raise Refused(_("The notice cannot be dated ahead."))
    spell = locked(spell)
    if not spell.covers(on):
        raise Refused(_("There is no membership that could be withdrawn from."))
    until_on = max(out_on(spell, asked_on=asked_on), spell.from_on + timedelta(days=1))
    end_spell(
        spell, Ended.WITHDRAWAL, "members.withdrawn", until_on=until_on,
        facts={"asked_on": asked_on}, personal={"reason": reason.strip()} if reason.strip() else {},
        by=by, on=on,
    )  # fmt: skip
    owed.open_for(spell, owed.ANNOUNCE, spell.organisation, start=asked_on, by=by, on=on)
    return spell


@act
def take_back_withdrawal(spell: Spell, *, by: User, on: date) -> Spell:
    """Stay after all, as long as the notice runs."""
    won = Spell.objects.filter(pk=spell.pk, ended_by=Ended.WITHDRAWAL, until_on__gt=on).update(
        until_on=None, ended_by=""
    )
    spell.refresh_from_db()
    if not won:
        raise Refused(
            _("There is no notice of withdrawal that still runs."),
            instead=_("Apply again; the years before are not lost from the file."),
        )
    duties.void(spell, owed.ANNOUNCE, by=by, on=on, reason=_("the notice was taken back"))
    written_down(spell, "members.withdrawal_taken_back", facts={}, personal={}, by=by, on=on)
    told(spell, "members.withdrawal_taken_back", on)
    return spell


@act
def announce_withdrawal(spell: Spell, *, card_back: bool, by: User, on: date) -> Spell:
    """Note that the committee announced the withdrawal, and whether the card came back."""
    if spell.ended_by != Ended.WITHDRAWAL or not duties.fulfil(spell, owed.ANNOUNCE, by=by, on=on):
        raise Refused(_("No withdrawal waits to be announced; somebody may just have done it."))
    written_down(
        spell,
        "members.withdrawal_announced",
        facts={"card_back": card_back},
        personal={},
        by=by,
        on=on,
    )
    return spell


@act
def expel(
    spell: Spell,
    *,
    until_on: date,
    reason: str,
    resolution: str,
    resolved_on: date,
    by: User,
    on: date,
) -> Spell:
    """Expel a member by a resolution of the committee; the next higher union keeps it on file."""
    number = needed(resolution, _("An expulsion needs the committee's resolution."))
    if resolved_on > on:
        raise Refused(_("The resolution cannot be dated ahead."))
    if until_on < resolved_on:
        raise Refused(_("Nobody is expelled before the committee resolved it."))
    if by == spell.person.user:
        raise Refused(_("Nobody expels himself or herself."), instead=_("Withdraw instead."))
    end_spell(
        locked(spell), Ended.EXPULSION, "members.expelled", until_on=until_on,
        facts={"resolution": number, "resolved_on": resolved_on},
        personal={"reason": needed(reason)}, by=by, on=on,
    )  # fmt: skip
    if above := spell.organisation.parent:
        owed.open_for(spell, owed.FILE, above, start=resolved_on, by=by, on=on)
    return spell


@act
def file_expulsion(spell: Spell, *, by: User, on: date) -> Spell:
    """Note at the next higher union that the expulsion is on file there."""
    if not duties.fulfil(spell, owed.FILE, by=by, on=on):
        raise Refused(_("No expulsion waits to be put on file; somebody may just have done it."))
    written_down(spell, "members.expulsion_filed", facts={}, personal={}, by=by, on=on)
    return spell


@act
def note_death(person: Person, *, died_on: date, by: User, on: date) -> Person:
    """End every membership with the day of death and close the account, so that nothing is sent any more."""
    if died_on > on:
        raise Refused(_("The day lies ahead."))
    lasting = Q(until_on=None) | Q(until_on__gt=died_on + timedelta(days=1))
    spells = list(person.spells.filter(lasting).select_related("organisation"))
    if late := next((spell for spell in spells if spell.from_on > died_on), None):
        raise Refused(
            _("A membership begins after that day, on %s.") % date_format(late.from_on),
            instead=_("Compare the dates, and correct the membership first if it is wrong."),
        )
    if not Person.objects.filter(pk=person.pk, died_on=None).update(died_on=died_on):
        raise Refused(_("The death is already written down."))
    person.refresh_from_db()
    before = {str(spell.pk): [spell.until_on, spell.ended_by] for spell in spells}
    Spell.objects.filter(pk__in=[spell.pk for spell in spells]).update(
        until_on=died_on + timedelta(days=1), ended_by=Ended.DEATH
    )
    was_open = _close_account(person, by)
    record(
        chain_of(person),
        "members.death_noted",
        by=by,
        subject=person,
        facts={"died_on": died_on, "before": before, "account_was_open": was_open},
        person=str(person.uid),
        on=on,
    )
    return person


@act
def retract_death(person: Person, *, reason: str, by: User, on: date) -> Person:
    """Take a wrong note of death back: memberships go on as before it, and the account opens again."""
    reason = needed(reason)
    if not Person.objects.filter(pk=person.pk, died_on__isnull=False).update(died_on=None):
        raise Refused(_("No death is written down."))
    person.refresh_from_db()
    noted = [entry for entry in trail(person) if entry.verb == "members.death_noted"][-1]
    _end_as_before(noted)
    if person.user and noted.facts["account_was_open"]:
        person.user.is_active = True
        person.user.save(update_fields=["is_active"])
    record(
        chain_of(person),
        "members.death_retracted",
        by=by,
        subject=person,
        facts={},
        personal={"reason": reason},
        person=str(person.uid),
        on=on,
    )
    return person


def _end_as_before(noted: Entry) -> None:
    ended_on = date.fromisoformat(noted.facts["died_on"]) + timedelta(days=1)
    for key, (until_on, ended_by) in noted.facts["before"].items():
        # What ends on another day by now was corrected since, and stays.
        Spell.objects.filter(pk=key, ended_by=Ended.DEATH, until_on=ended_on).update(
            until_on=until_on, ended_by=ended_by
        )


def _close_account(person: Person, by: User) -> bool:
    """Close the account; whether one was open."""
    user = person.user
    if user is None or not user.is_active:
        return False
    user.is_active = False
    user.save(update_fields=["is_active"])
    sign_out_everywhere(user, by=by)
    return True
