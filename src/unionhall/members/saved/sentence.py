"""A search in words: “Members of 红星厂工会 who have no mobile number and have never signed in”."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from unionhall.access.scope import Scope
from unionhall.members.saved.fields import FIELDS, Field
from unionhall.members.saved.grammar import NEEDS, UNIT, Condition, Group
from unionhall.organisations.models import Organisation
from unionhall.ui.pieces.text import written

PHRASES = {
    "missing": gettext_lazy("have no %(field)s written down"),
    "given": gettext_lazy("have their %(field)s written down"),
    "contains": gettext_lazy("have “%(value)s” in their %(field)s"),
    "lacks": gettext_lazy("do not have “%(value)s” in their %(field)s"),
    "is": gettext_lazy("have “%(value)s” as their %(field)s"),
    "is_not": gettext_lazy("do not have “%(value)s” as their %(field)s"),
    "before": gettext_lazy("have their %(field)s before %(value)s"),
    "since": gettext_lazy("have their %(field)s on or after %(value)s"),
    "last_days": gettext_lazy("have their %(field)s within the last %(value)s days"),
    "longer_ago": gettext_lazy("have their %(field)s more than %(value)s days ago"),
    "next_days": gettext_lazy("have their %(field)s within the next %(value)s days"),
    "yes": gettext_lazy("%(field)s: yes"),
    "no": gettext_lazy("%(field)s: no"),
    "unknown": gettext_lazy("%(field)s: not known"),
    "has": gettext_lazy("have %(field)s"),
    "without": gettext_lazy("are without %(field)s"),
    "never": gettext_lazy("never: %(field)s"),
    "holds": gettext_lazy("hold %(value)s (%(field)s)"),
    "expired": gettext_lazy("held %(value)s, which has ended (%(field)s)"),
    "never_held": gettext_lazy("never held %(value)s (%(field)s)"),
    "at_least": gettext_lazy("have a %(field)s of at least %(value)s"),
    "under": gettext_lazy("have a %(field)s under %(value)s"),
    "within": gettext_lazy("are in %(value)s (%(field)s)"),
    "outside": gettext_lazy("are not in %(value)s (%(field)s)"),
}
WHOM = {
    "held": gettext_lazy("Members of %(place)s who %(what)s"),
    "in_force": gettext_lazy("Members of %(place)s with full rights who %(what)s"),
    "kept": gettext_lazy("Members of %(place)s whose membership is kept and who %(what)s"),
    "retired": gettext_lazy("Retired members of %(place)s who %(what)s"),
    "suspended": gettext_lazy("Suspended members of %(place)s who %(what)s"),
    "coming": gettext_lazy("Members of %(place)s from a later day on who %(what)s"),
    "ended": gettext_lazy("Former members of %(place)s who %(what)s"),
    "all": gettext_lazy("Members and former members of %(place)s who %(what)s"),
}
EVERYBODY = {
    "held": gettext_lazy("All members of %(place)s"),
    "in_force": gettext_lazy("All members of %(place)s with full rights"),
    "kept": gettext_lazy("All members of %(place)s whose membership is kept"),
    "retired": gettext_lazy("All retired members of %(place)s"),
    "suspended": gettext_lazy("All suspended members of %(place)s"),
    "coming": gettext_lazy("All members of %(place)s from a later day on"),
    "ended": gettext_lazy("All former members of %(place)s"),
    "all": gettext_lazy("All members and former members of %(place)s"),
}


def phrase(field: Field, test: str, value: str = "…") -> str:
    """One condition, to go with “who”."""
    said = field.phrases.get(test) or PHRASES[test]
    return str(said) % {"field": field.title, "value": value}


def shown(condition: Condition) -> str:
    """A value as people read it."""
    field = FIELDS[condition.field]
    if NEEDS[condition.test] == UNIT:
        found = Organisation.objects.filter(code=condition.value).first()
        return str(found or condition.value)
    if hasattr(condition.value, "isoformat"):
        return written(condition.value)
    options = dict(field.options())
    return options.get(condition.value or "", str(condition.value or ""))


def predicate(node: Condition | Group, *, inside: bool = False) -> str:
    """Conditions joined, groups within groups in brackets."""
    if isinstance(node, Condition):
        return phrase(FIELDS[node.field], node.test, shown(node))
    joint = (
        pgettext("conditions", " and ") if node.match == "all" else pgettext("conditions", " or ")
    )
    said = joint.join(predicate(each, inside=True) for each in node.of)
    if node.negated:
        return _("not (%(what)s)") % {"what": said}
    return _("(%(what)s)") % {"what": said} if inside and len(node.of) > 1 else said


def place(scope: Scope) -> str:
    """The scope's units by name, no more than two."""
    units = [
        str(unit) for unit in Organisation.objects.filter(path__in=scope.paths).order_by("path")
    ]
    if len(units) > 2:
        return _("%(unit)s and %(n)s more unions") % {"unit": units[0], "n": len(units) - 1}
    return pgettext("conditions", " and ").join(units)


def sentence(node: Group | None, *, status: str, where: str) -> Any:
    """The whole search in the reader's language."""
    if node is None:
        return _("This search asks for something that can no longer be searched for.")
    what = predicate(node)
    said = (WHOM if what else EVERYBODY).get(status, WHOM["all"] if what else EVERYBODY["all"])
    return str(said) % {"place": where, "what": what}
