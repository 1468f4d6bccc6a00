"""The trail of an application in sentences, the same for officers and the worker."""

from django.utils.translation import gettext_lazy

from unionhall.history.queries import trail
from unionhall.legal_aid.models import Aid
from unionhall.papers import kinds

SENTENCES = {
    "legal_aid.applied": gettext_lazy("applied for legal aid"),
    "legal_aid.asked_papers": gettext_lazy("asked for missing papers; the period stands still"),
    "legal_aid.gave_papers": gettext_lazy("noted that the papers have come; the period runs on"),
    "legal_aid.begun_urgently": gettext_lazy("began before the decision, because it is urgent"),
    "legal_aid.granted": gettext_lazy("granted legal aid"),
    "legal_aid.refused": gettext_lazy("refused legal aid"),
    "legal_aid.objected": gettext_lazy("objected to the refusal"),
    "legal_aid.reviewed": gettext_lazy("answered the objection"),
    "legal_aid.withdrawn": gettext_lazy("withdrew the application"),
    "legal_aid.assigned": gettext_lazy("named a lawyer"),
    "legal_aid.conflict": gettext_lazy(
        "wanted to name a lawyer, which was refused for a conflict of interest"
    ),
    "legal_aid.changed_lawyer": gettext_lazy("let another lawyer take over"),
    "legal_aid.logged_work": gettext_lazy("wrote down hours and costs"),
    "legal_aid.added_hearing": gettext_lazy("wrote down a hearing"),
    "legal_aid.finished": gettext_lazy("finished the aid with its result"),
    "legal_aid.confirmed": gettext_lazy("confirmed the result"),
    "legal_aid.handed_on": gettext_lazy(
        "handed it on, because the federation that had it is no more"
    ),
    "legal_aid.ended_early": gettext_lazy("ended the aid early"),
    **{f"legal_aid.{verb}": words for verb, words in kinds.SENTENCES.items()},
}


def story(aid: Aid) -> list[dict]:
    """What was done, oldest first, each with the office of whoever did it."""
    return [
        {
            "at": entry.at,
            "kind": "act",
            "by_label": entry.by_label or str(entry.actor),
            "sentence": str(SENTENCES.get(entry.verb, entry.verb)),
            "body": kinds.told(entry.facts)
            if entry.facts.get("paper")
            else " ".join(text for text in (entry.personal or {}).values() if text),
        }
        for entry in trail(aid)
    ]
