"""The trail of a matter, an inspection or a hazard in sentences."""

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.supervision.models import Letter, Rung, Subject

SENTENCES = {
    "supervision.planned": gettext_lazy("planned the inspection"),
    "supervision.signed": gettext_lazy("signed the record"),
    "supervision.inspected": gettext_lazy("signed last: the record is complete"),
    "supervision.supervisor_replaced": gettext_lazy("let another officer inspect in their place"),
    "supervision.called_off": gettext_lazy("called it off"),
    "supervision.begun": gettext_lazy("began the matter"),
    "supervision.found": gettext_lazy("added a finding"),
    "supervision.issued": gettext_lazy("sent a letter"),
    "supervision.answered": gettext_lazy("recorded the answer"),
    "supervision.missed": gettext_lazy("The letter was not answered by its day"),
    "supervision.visited": gettext_lazy("went to see"),
    "supervision.mended": gettext_lazy("saw proof that a finding is mended"),
    "supervision.referred": gettext_lazy("referred a finding to the authority"),
    "supervision.withdrawn": gettext_lazy("withdrew a finding"),
    "supervision.closed": gettext_lazy("closed the matter"),
    "supervision.hazard_noted": gettext_lazy("noted the hazard"),
    "supervision.hazard_reported": gettext_lazy("A worker reported the hazard"),
    "supervision.hazard_told": gettext_lazy("told the employer"),
    "supervision.hazard_mended": gettext_lazy("noted that the employer says it is mended"),
    "supervision.hazard_verified": gettext_lazy("saw it mended"),
    "supervision.hazard_dropped": gettext_lazy("found that it is no hazard"),
    "supervision.hazard_escalated": gettext_lazy("took it up by letter"),
}
ICONS = {
    "supervision.issued": "send",
    "supervision.answered": "mail",
    "supervision.missed": "alert-triangle",
    "supervision.mended": "circle-check",
    "supervision.closed": "circle-check",
    "supervision.hazard_verified": "circle-check",
    "supervision.called_off": "ban",
}


def story(subject: Model) -> list[dict]:
    """What was done, oldest first, each with the office of whoever did it."""
    return [
        {
            "at": entry.at,
            "kind": "act",
            "by_label": entry.by_label or (entry.actor if entry.by_id else ""),
            "sentence": str(SENTENCES.get(entry.verb, entry.verb)),
            "body": _body(entry),
            "icon": ICONS.get(entry.verb, ""),
        }
        for entry in trail(subject)
    ]


def _body(entry: Entry) -> str:
    facts = entry.facts
    if entry.verb == "supervision.inspected":
        return _("Findings: %s") % facts["findings"]
    told = [facts["number"]] if "number" in facts else []
    if facts.get("rung") in Rung.values:
        told.insert(0, str(Rung(facts["rung"]).label))
    if facts.get("answer") in Letter.Answer.values:
        told.append(str(Letter.Answer(facts["answer"]).label))
    if facts.get("subject") in Subject.values:
        told.append(str(Subject(facts["subject"]).label))
    return " · ".join([*told, *filter(None, [facts.get("ground"), facts.get("reason")])])
