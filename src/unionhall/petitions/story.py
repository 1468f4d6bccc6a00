"""The trail of a petition in sentences, the same for officers and petitioners."""

from django.utils.translation import gettext_lazy

from unionhall.history.queries import trail
from unionhall.petitions.models import Petition
from unionhall.petitions.procedure import STEPS

SENTENCES = {f"petitions.{step.act}": step.title for step in STEPS} | {
    "petitions.extended": gettext_lazy("The period of the answer is extended"),
    "petitions.petitioner_added": gettext_lazy("Another petitioner joined"),
    "petitions.representatives_chosen": gettext_lazy("It was written down who speaks for all"),
    "petitions.handed_on": gettext_lazy("The union is no more; another one goes on with it"),
    "petitions.left": gettext_lazy("A petitioner left; the others go on"),
}


def sentence(act: str) -> str:
    """What an act is called in the trail."""
    return str(SENTENCES.get(f"petitions.{act}", act))


def story(petition: Petition) -> list[dict]:
    """What was done, oldest first, each with the office of whoever did it; petitioners without names."""
    return [
        {
            "at": entry.at,
            "kind": "act",
            "by_label": entry.by_label or str(gettext_lazy("a petitioner")),
            "sentence": sentence(entry.verb.removeprefix("petitions.")),
            "body": "",
        }
        for entry in trail(petition)
        if not entry.is_read
    ]
