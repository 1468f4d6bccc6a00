"""A membership whose rights rest: kept, retired or suspended, and resumed."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act
from unionhall.members.models import Ended, Spell
from unionhall.members.standing.models import Cause, Standing, State
from unionhall.members.standing.steps import end_spell, locked, needed, told, written_down
from unionhall.rulebook import rules


@act
def keep(
    spell: Spell,
    *,
    cause: str,
    from_on: date,
    until_on: date | None = None,
    reason: str,
    by: User,
    on: date,
) -> Standing:
    """Keep the membership while its holder is out of work or on long leave: no dues, and no vote."""
    if cause not in Cause.values:
        raise Refused(_("Say why the membership is kept."))
    return _begin(
        spell, State.KEPT, "members.kept", from_on, until_on, by=by, on=on, cause=cause,
        personal={"reason": needed(reason)},
    )  # fmt: skip


@act
def retire(spell: Spell, *, from_on: date, keeps: bool, by: User, on: date) -> Spell:
    """Note the retirement: `keeps` keeps the membership, without dues and vote; otherwise it ends."""
    if keeps:
        _begin(spell, State.RETIRED, "members.retired", from_on, None, by=by, on=on)
    else:
        end_spell(spell, Ended.RETIREMENT, "members.retired", until_on=from_on, by=by, on=on)
    return spell


@act
def suspend(
    spell: Spell,
    *,
    from_on: date,
    until_on: date | None = None,
    reason: str,
    resolution: str,
    by: User,
    on: date,
) -> Standing:
    """Suspend the rights of a membership by a resolution of the committee."""
    return _begin(
        spell, State.SUSPENDED, "members.suspended", from_on, until_on, by=by, on=on,
        facts={"resolution": needed(resolution, _("A suspension needs the committee's resolution."))},
        personal={"reason": needed(reason)},
    )  # fmt: skip


@act
def resume(standing: Standing, *, until_on: date, reason: str, by: User, on: date) -> Standing:
    """Let all rights hold again from a day on; from the first day on, as if they had never rested."""
    spell = locked(standing.spell)
    if standing.state == State.KEPT and not spell.organisation.kind_facts.holds_members:
        raise Refused(
            _("%(union)s keeps this membership and has no members of its own.")
            % {"union": spell.organisation},
            rules.citation("cn.mem.one_entry_dynamic"),
            instead=_("Ask that it is transferred to a union."),
        )
    rows = Standing.objects.filter(pk=standing.pk).filter(
        Q(until_on=None) | Q(until_on__gt=until_on)
    )
    if until_on <= standing.from_on:
        won, _kinds = rows.delete()
    else:
        won = rows.update(until_on=until_on)
    if not won:
        raise Refused(_("This has already ended, or ends before that day."))
    standing.until_on = until_on
    written_down(
        spell,
        "members.resumed",
        facts={"state": standing.state, "until_on": until_on},
        personal={"reason": needed(reason)},
        by=by,
        on=on,
    )
    told(spell, "members.resumed", until_on)
    return standing


def _begin(
    spell: Spell,
    state: State,
    verb: str,
    from_on: date,
    until_on: date | None,
    *,
    by: User,
    on: date,
    cause: str = "",
    facts: dict | None = None,
    personal: dict | None = None,
) -> Standing:
    spell = locked(spell)
    _refuse_days(spell, from_on, until_on)
    same = spell.standings.filter(Q(until_on=None) | Q(until_on__gt=from_on), state=state)
    if until_on:
        same = same.filter(from_on__lt=until_on)
    if other := same.order_by("from_on").first():
        raise Refused(
            _("This membership is already %(state)s from %(day)s on.")
            % {"state": other.get_state_display(), "day": date_format(other.from_on)},
            instead=_("End that first, or choose days outside it."),
        )
    try:
        with transaction.atomic():
            standing = Standing.objects.create(
                spell=spell, state=state, cause=cause, from_on=from_on, until_on=until_on
            )
    except IntegrityError as error:
        raise Refused(_("Somebody has just written the same.")) from error
    written_down(
        spell,
        verb,
        facts={"from_on": from_on, "until_on": until_on, "cause": cause, **(facts or {})},
        personal=personal or {},
        by=by,
        on=on,
    )
    told(spell, verb, from_on)
    return standing


def _refuse_days(spell: Spell, from_on: date, until_on: date | None) -> None:
    if not spell.covers(from_on):
        raise Refused(
            _("On %s there is no membership that could rest.") % date_format(from_on),
            instead=_("Choose a day of the membership."),
        )
    if until_on and until_on <= from_on:
        raise Refused(_("The end must lie after the beginning."))
