"""What is done to the rulebook at run time: a union sets or ends a value of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.rulebook import places, rules
from unionhall.rulebook.explain import amount, direction
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.schema import Malformed, Param, Rule, checked
from unionhall.ui.pieces.text import written

CHAIN = "rulebook"
TOLD = ("union", "rule", "param", "value", "from_on", "source", "reason")


@act
def set_by_law(
    rule_id: str,
    param: str,
    value: Any,
    *,
    jurisdiction: str,
    source: str,
    reason: str = "",
    from_on: date,
    until_on: date | None = None,
    by: User | None,
    on: date,
) -> ByLaw:
    """Put a union's own value in the place of the general one, where the rule allows that direction.

    `jurisdiction` ends with the union's code ("CN-ZJ/HZ-1/HZ-1-17"); `source` names the resolution,
    and anybody may read the `reason`.
    An earlier value of the same union ends on the day this one begins; one from the same day was a
    slip, and this one takes its place.
    """
    rule = rules.get(rule_id, on=from_on, jurisdiction=jurisdiction)
    wanted = rules.param_of(rule, param)
    above, _slash, union = jurisdiction.rpartition("/")
    if not above or not union:
        raise Refused(_("Name the union that sets the value."))
    if from_on < on:
        raise Refused(
            _("A value cannot be set for days that have passed."), rules.citation(rule_id)
        )
    if until_on and until_on <= from_on:
        raise Refused(_("A value cannot end before it begins."))
    _must_move_as_allowed(rule, wanted, value, from_on, above)
    rows = ByLaw.objects.filter(union=union, rule=rule_id, param=param)
    if later := rows.filter(from_on__gt=from_on).order_by("from_on").first():
        raise Refused(
            _("A value from %(day)s is already set, and a value is not set before another.")
            % {"day": written(later.from_on)},
            rules.citation(rule_id),
            instead=_("Set that one again from the same day."),
        )
    before = rows.filter(from_on__lt=from_on)
    before.filter(Q(until_on=None) | Q(until_on__gt=from_on)).update(until_on=from_on)
    by_law, _new = ByLaw.objects.update_or_create(
        union=union,
        rule=rule_id,
        param=param,
        from_on=from_on,
        defaults={"value": value, "until_on": until_on, "source": source, "reason": reason},
    )
    facts = {name: getattr(by_law, name) for name in TOLD}
    record(CHAIN, "by_law_set", by=by, subject=by_law, facts=facts, on=on)
    return by_law


@act
def end_by_law(by_law: ByLaw, *, until_on: date, by: User | None, on: date) -> None:
    """Let a union's own value end: `until_on` is the first day on which the general one holds again."""
    if until_on < on:
        raise Refused(_("A value cannot be ended for days that have passed."))
    if until_on <= by_law.from_on:
        raise Refused(_("A value cannot end before it begins."))
    ended = ByLaw.objects.filter(Q(until_on=None) | Q(until_on__gt=until_on), pk=by_law.pk).update(
        until_on=until_on
    )
    if not ended:
        raise Refused(_("This value has already ended by then."))
    record(
        CHAIN,
        "by_law_ended",
        by=by,
        subject=by_law,
        facts={"union": by_law.union, "rule": by_law.rule, "until_on": until_on.isoformat()},
        on=on,
    )


def _must_move_as_allowed(rule: Rule, param: Param, value: Any, on: date, above: str) -> None:
    """Refuse a value of the wrong kind, or one that moves the value of the level above the wrong way."""
    places.chain(above)
    try:
        new = checked(value, param.unit, rule.id)
    except Malformed as error:
        raise Refused(
            _("“%(value)s” is no value for %(param)s.") % {"value": value, "param": param.name},
            rules.citation(rule.id),
        ) from error
    old = rules.resolved(rule, param, on=on, jurisdiction=above)
    if not param.allows(old, new):
        raise Refused(
            _("%(new)s cannot stand in the place of %(old)s.")
            % {"new": amount(new, param.unit), "old": amount(old, param.unit)},
            rules.citation(rule.id),
            instead=direction(param),
        )
