"""Setting and ending a union's own value, by the union rather than by its place in the rulebook."""

from datetime import date
from typing import Any

from unionhall.accounts.models import User
from unionhall.core.errors import Refused
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.history.actions import act
from unionhall.organisations.models import Organisation
from unionhall.rulebook import actions, rules
from unionhall.rulebook.models import ByLaw
from unionhall.rulebook.schema import Rule


@act
def set_by_law(
    rule: Rule, param: str, value: Any, *, unit: Organisation, by: User, on: date, **told: Any
) -> ByLaw:
    """Put the unit's own value in the place of the general one; `told` as in the rulebook's act.

    The clock reckons open duties anew that hang on it, as after the command.
    """
    place = jurisdiction_of(unit, on=on)
    try:
        return actions.set_by_law(rule.id, param, value, jurisdiction=place, by=by, on=on, **told)
    except rules.MissingRule as error:
        raise Refused(str(error.args[0]), rules.citation(rule.id)) from error
