"""The trail of a founding in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.members.sentences import signed_on
from unionhall.organisations.offices import OFFICES
from unionhall.organising.founding.models import Founding

SENTENCES = {
    "organising.prepared": gettext_lazy("began the preparation"),
    "organising.founder_added": gettext_lazy("put somebody on the roll"),
    "organising.founder_removed": gettext_lazy("took somebody off the roll"),
    "organising.elected": gettext_lazy("wrote down whom the founders elected"),
    "organising.applied": gettext_lazy("applied to the higher union"),
    "organising.withdrawn": gettext_lazy("withdrew it"),
    "organising.refused": gettext_lazy("did not approve it"),
    "organising.approved": gettext_lazy("approved it: the union is founded"),
}
ICONS = {
    "organising.applied": "send",
    "organising.withdrawn": "arrow-back-up",
    "organising.refused": "ban",
    "organising.approved": "circle-check",
}


def story(founding: Founding) -> list[dict]:
    """What was done, oldest first, each with the office of whoever did it."""
    entries = trail(founding)
    offices = signed_on({(entry.by_id, entry.on): entry.by for entry in entries if entry.by_id})
    return [
        {
            "at": entry.at,
            "kind": "act",
            "by_label": entry.by_label
            or offices.get((entry.by_id, entry.on))
            or (entry.actor if entry.by_id else _("A worker")),
            "sentence": str(SENTENCES.get(entry.verb, entry.verb)),
            "body": _body(entry),
            "icon": ICONS.get(entry.verb, ""),
        }
        for entry in entries
    ]


def _body(entry: Entry) -> str:
    facts = entry.facts
    if entry.verb == "organising.elected":
        office = facts.get("office", "")
        return OFFICES[office].title if office in OFFICES else _("to no office")
    if entry.verb in ("organising.founder_added", "organising.founder_removed"):
        return _("%s founders") % facts["founders"]
    if entry.verb == "organising.approved":
        return f"{facts['resolution']} · {facts['code']}"
    return facts.get("reason", "")
