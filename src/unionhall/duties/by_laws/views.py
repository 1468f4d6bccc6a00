"""The pages on which a union's own value is set and ended."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from unionhall.access.organisations.pages import perform, words_in
from unionhall.access.scope import requires
from unionhall.core.clock import today
from unionhall.duties.by_laws import actions, forms, queries
from unionhall.organisations.models import Organisation
from unionhall.rulebook import actions as rulebook
from unionhall.rulebook import rules
from unionhall.rulebook.explain import explained
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.schema import Rule


def _written(rule_id: str) -> Rule:
    try:
        return rules.written(rule_id)
    except rules.MissingRule as error:
        raise Http404(str(error)) from error


def _page_of(rule: Rule) -> str:
    return reverse("rulebook:rule", args=[rule.id]) + "#local"


@requires("rulebook.set_by_law")
def set_by_law(request, rule_id):
    """What the rule says in a union, which way it may be set there, and a form to set it."""
    rule, units = _written(rule_id), queries.units(request.scope)
    code = words_in(request, "union")
    if not code:
        return redirect(f"{request.path}?{urlencode({'union': _highest(units).code})}")
    unit = get_object_or_404(units, code=code)

    def act(data):
        told = {name: data[name] for name in ("source", "reason", "from_on", "until_on")}
        param, value = data["param"], data["value"]
        actions.set_by_law(rule, param, value, unit=unit, by=request.user, on=today(), **told)
        return _page_of(rule)

    return perform(
        request,
        "by_laws/set.html",
        forms.ByLawForm(request.POST or None, rule=rule),
        act,
        done=_("It holds for %(union)s from the day you named; the rule's page shows it.")
        % {"union": unit},
        union_form=forms.UnionForm(units=units, initial={"union": unit.code}),
        **_shown(rule, unit),
    )


def _highest(units) -> Organisation:
    unit = units.first()
    if unit is None:
        raise Http404
    return unit


def _shown(rule: Rule, unit: Organisation) -> dict:
    """What the page tells of the rule in the union, or why it does not hold there."""
    on = today()
    try:
        here, missing = queries.here(rule, unit, on=on), ""
    except rules.MissingRule as error:
        here, missing = [], str(error.args[0])
    return {
        "rule": rule,
        "explained": explained(rule.id),
        "unit": unit,
        "here": here,
        "missing": missing,
        "own": queries.own(rule, unit, on=on),
        "may_be_set": any(item.may_be_set for item in here),
    }


@requires("rulebook.end_by_law")
def end_by_law(request, pk):
    """Let the general value hold again from a day on."""
    unions = queries.units(request.scope).values("code")
    row = get_object_or_404(ByLaw.objects.filter(union__in=unions), pk=pk)
    rule = _written(row.rule)

    def act(data):
        rulebook.end_by_law(row, until_on=data["until_on"], by=request.user, on=today())
        return _page_of(rule)

    return perform(
        request,
        "by_laws/end.html",
        forms.EndForm(request.POST or None),
        act,
        done=_("Ended; the general value holds again from that day."),
        rule=rule,
        explained=explained(rule.id),
        own=queries.shown(row, rule),
        unit=queries.units(request.scope).get(code=row.union),
    )
