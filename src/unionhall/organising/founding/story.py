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
    "organising.founder_added": gettext_lazy("put founders on the roll"),
    "organising.founder_removed": gettext_lazy("took founders off the roll"),
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
    entries = _gathered(trail(founding))
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


# A roll of hundreds is put down one by one, and told once.
REPEATED = ("organising.founder_added", "organising.founder_removed")


def _gathered(entries: list[Entry]) -> list[Entry]:
    """Of several of the same kind in a row, by one person on one day, the last: it has the count."""
    kept: list[Entry] = []
    for entry in entries:
        last = kept[-1] if kept else None
        if (
            last
            and entry.verb in REPEATED
            and (entry.verb, entry.by_id, entry.on) == (last.verb, last.by_id, last.on)
        ):
            kept[-1] = entry
        else:
            kept.append(entry)
    return kept


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
