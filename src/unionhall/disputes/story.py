"""The trail of a dispute in sentences, the same for officers and workers."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.disputes.models import Dispute
from unionhall.disputes.procedure import MOVES, STEPS
from unionhall.history.models import Entry
from unionhall.history.queries import trail
from unionhall.members.sentences import signed_on
from unionhall.papers import kinds
from unionhall.ui.pieces.text import written

SENTENCES = {f"disputes.{step.act}": step.title for step in STEPS}
SENTENCES |= {f"disputes.{act}": words for act, words in MOVES.items()}
SENTENCES |= {f"disputes.{verb}": words for verb, words in kinds.SENTENCES.items()}
SENTENCES |= {
    "disputes.opened": gettext_lazy("opened the dispute"),
    "disputes.claimant_added": gettext_lazy("put another worker into it"),
    "disputes.claim_added": gettext_lazy("wrote down a claim"),
    "disputes.won": gettext_lazy("wrote down what was won for a claim"),
    "disputes.representatives_chosen": gettext_lazy(
        "wrote down whom the workers chose to speak for them"
    ),
    "disputes.represented": gettext_lazy("named who acts for the workers"),
    "disputes.recused": gettext_lazy(
        "wrote down that a mediator stepped aside and who took the place"
    ),
    "disputes.instalment_added": gettext_lazy("wrote down what is to be paid and when"),
    "disputes.paid": gettext_lazy("saw that an instalment was paid"),
    "disputes.missed_instalment": gettext_lazy("noted that an instalment was missed"),
    "disputes.day_corrected": gettext_lazy(
        "put the day of a step right; what hangs on it was counted anew"
    ),
    "disputes.grounds_corrected": gettext_lazy("put right since when the limitation runs"),
}


def sentence(act: str) -> str:
    """What an act is called in the trail."""
    return str(SENTENCES.get(f"disputes.{act}", act))


def story(dispute: Dispute) -> list[dict]:
    """What was done, oldest first, each with the office of whoever did it."""
    entries = [entry for entry in trail(dispute) if not entry.is_read]
    offices = signed_on({(entry.by_id, entry.on): entry.by for entry in entries if entry.by_id})
    return [
        {
            "at": entry.at,
            "kind": "act",
            "by_label": offices.get((entry.by_id, entry.on)) or str(entry.actor),
            "sentence": str(SENTENCES.get(entry.verb, entry.verb)),
            "body": _body(entry),
        }
        for entry in entries
    ]


def _body(entry: Entry) -> str:
    if about := kinds.told(entry.facts):
        return about
    day = entry.facts.get("day", "")
    if not day or day == entry.on.isoformat():
        return ""
    return _("It happened on %s.") % written(date.fromisoformat(day))
