"""Looking a rule up: what held on a day, in a place, for a union."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from unionhall.core.errors import Citation
from unionhall.rulebook import places
from unionhall.rulebook.articles import shown
from unionhall.rulebook.book import book
from unionhall.rulebook.schema import Overlay, Param, Rule, Value
from unionhall.ui.pieces.text import written as written_day


class MissingRule(LookupError):
    """No such rule, none with that parameter, or none that holds in that place."""


class ExpiredRule(MissingRule):
    """The rule has no value on that day: not yet in force, or no longer."""


class NotBinding(MissingRule):
    """The rule may inform but not refuse: its text was not seen, or it only permits."""


def written(rule_id: str) -> Rule:
    """The rule as written, whatever the day; raises MissingRule with the ids that look alike."""
    rule = book().rules.get(rule_id)
    if rule is None:
        near = get_close_matches(rule_id, book().rules, n=3, cutoff=0.6)
        hint = " " + _("Did you mean %s?") % ", ".join(near) if near else ""
        raise MissingRule(_("There is no rule “%s”.") % rule_id + hint)
    return rule


def get(rule_id: str, *, on: date, jurisdiction: str = "CN") -> Rule:
    """The rule, if it holds in that place on that day; raises MissingRule or ExpiredRule."""
    rule = written(rule_id)
    _scope(rule, jurisdiction)
    if not rule.holds(on):
        raise ExpiredRule(_not_in_force(rule_id, rule.from_on, rule.until_on, on))
    return rule


def value(
    rule_id: str, param: str, *, on: date, jurisdiction: str = "CN", binding: bool = False
) -> Any:
    """A parameter's value on a day, as the place and its unions have set it.

    Raises MissingRule or ExpiredRule; with `binding`, NotBinding for a rule on which no act may be
    refused. Units: see `Rule.params[param].unit`; a majority is a Fraction.
    """
    rule = get(rule_id, on=on, jurisdiction=jurisdiction)
    if binding and not rule.binds:
        raise NotBinding(_("“%s” may inform, but no act may be refused on it.") % rule_id)
    return resolved(rule, param_of(rule, param), on=on, jurisdiction=jurisdiction)


def param_of(rule: Rule, name: str) -> Param:
    """The rule's parameter of that name; raises MissingRule with those it has."""
    if name not in rule.params:
        has = ", ".join(rule.params) or _("none")
        raise MissingRule(
            _("“%(rule)s” has no parameter “%(name)s”; it has: %(has)s.")
            % {"rule": rule.id, "name": name, "has": has}
        )
    return rule.params[name]


def resolved(rule: Rule, param: Param, *, on: date, jurisdiction: str = "CN") -> Any:
    """What remains of the written value after every overlay that still moves it the allowed way."""
    current = _value_on(param.values, on)
    if current is None:
        last = param.values[-1]
        raise ExpiredRule(_not_in_force(rule.id, param.values[0].from_on, last.until_on, on))
    result = current.value
    for overlay in overlays(rule, param, on=on, jurisdiction=jurisdiction):
        # A law that has since gone further than a promise overtakes it.
        if param.allows(result, overlay.value.value):
            result = overlay.value.value
    return result


def overlays(rule: Rule, param: Param, *, on: date, jurisdiction: str = "CN") -> list[Overlay]:
    """The overlays in force for a place and its unions, the more general first."""
    chain, unions = _scope(rule, jurisdiction)
    found = [
        overlay
        for overlay in book().overlays.get((rule.id, param.name), ())
        if overlay.place in chain and overlay.value.holds(on)
    ]
    if unions:
        from unionhall.rulebook.models import ByLaw  # the pure part needs no database

        found += ByLaw.objects.overlays(rule.id, param, unions, on=on)
    return found


def citation(rule_id: str, *, language: str | None = None) -> Citation:
    """Where the rule is written, in the reader's language unless another is named ("zh-hans", "en")."""
    rule = written(rule_id)
    if language is None:
        return Citation(rule.id, str(rule.law.name), shown(rule.article))
    with override(language):
        return Citation(rule.id, str(rule.law.name), shown(rule.article))


def _value_on(values: tuple[Value, ...], on: date) -> Value | None:
    return next((v for v in values if v.holds(on)), None)


def _scope(rule: Rule, jurisdiction: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places and unions that matter for a rule; raises MissingRule where the rule does not hold.

    Whoever asks for the nation alone may read a province's rule: the rule itself names the province.
    """
    chain, unions = places.chain(jurisdiction)
    if rule.jurisdiction == places.ANYWHERE or rule.jurisdiction in chain:
        return chain, unions
    own, _none = places.chain(rule.jurisdiction)
    if own[: len(chain)] == chain:
        return own, unions
    raise MissingRule(
        _("“%(rule)s” holds in %(its)s, not in %(asked)s.")
        % {"rule": rule.id, "its": rule.jurisdiction, "asked": jurisdiction}
    )


def _not_in_force(rule_id: str, from_on: date | None, until_on: date | None, on: date) -> str:
    facts = {"rule": rule_id, "on": written_day(on)}
    if from_on and on < from_on:
        return _("“%(rule)s” has no value for %(on)s: it is recorded from %(from)s.") % {
            **facts,
            "from": written_day(from_on),
        }
    if until_on is None:
        return _("“%(rule)s” has no value for %(on)s.") % facts
    return _("“%(rule)s” has no value for %(on)s: it ended on %(until)s.") % {
        **facts,
        "until": written_day(until_on),
    }
