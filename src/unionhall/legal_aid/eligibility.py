"""What the rules of the place say of an application: each with its article, kept or not."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from unionhall.core.errors import Refused
from unionhall.duties.by_laws.queries import jurisdiction_of
from unionhall.legal_aid import periods
from unionhall.legal_aid import rules as arithmetic
from unionhall.legal_aid.models import Aid, Matter
from unionhall.organisations.models import Organisation
from unionhall.rulebook import rules


@dataclass(frozen=True)
class Check:
    """One condition: its rule, what it asks in words, and whether it is met."""

    rule: str
    words: str
    met: bool


def checks(aid: Aid, *, on) -> list[Check]:
    """Every condition that holds where the application is decided."""
    place = jurisdiction_of(aid.organisation, on=on)
    found = [
        Check(
            periods.rule_at("scope", place)[0],
            _("It is one of the matters that union legal aid takes up."),
            aid.matter in Matter.values,
        )
    ]
    rule = periods.rule_at("conditions", place)[0]
    if rule:
        least = rules.value(rule, "claim_min", on=on, jurisdiction=place)
        free = aid.no_means_test
        enough = free or arithmetic.is_large_enough(aid.claim, least)
        words = _("The claim is %(n)s yuan or more, unless no means test applies.") % {"n": least}
        found.append(Check(rule, words, enough))
        words = _(
            "The household's income per head is below the city's minimum wage, or no means test applies."
        )
        found.append(Check(rule, words, free or aid.low_income))
    return found


def refuse_unmet(aid: Aid, *, on) -> None:
    """Raise Refused, with the article, where a binding condition is not met."""
    for check in checks(aid, on=on):
        if not check.met and rules.written(check.rule).binds:
            raise Refused(
                _("A condition for legal aid is not met: %s") % check.words,
                rules.citation(check.rule),
                instead=_("Put right what the application says, or refuse it with this reason."),
            )


def binding(organisation: Organisation, *, on) -> list[tuple[str, str]]:
    """The rules on which an application may be refused there: (id, article and title)."""
    place = jurisdiction_of(organisation, on=on)
    found = {periods.rule_at(step, place)[0] for step in ("scope", "conditions", "free")}
    written = [rules.written(rule) for rule in sorted(found - {""})]
    return [(r.id, f"{r.title} · {rules.citation(r.id)}") for r in written if r.binds]
