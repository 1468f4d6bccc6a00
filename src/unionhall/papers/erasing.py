"""What papers and lists of evidence hold of a person, taken away with what they are about."""

from collections.abc import Iterable

from unionhall.documents.actions import detach
from unionhall.documents.models import Attachment
from unionhall.papers.evidence.models import Item
from unionhall.papers.models import Paper


def forget(label: str, ids: Iterable[int], *, nobody: str) -> None:
    """Take away the files of papers about these subjects, and the words of their evidence.

    The papers stay with their numbers, so that no number is missing; `nobody` stands where somebody
    was named.
    """
    papers = Paper.objects.filter(subject_type=label, subject_id__in=list(ids))
    keys = list(papers.values_list("pk", flat=True))
    for attachment in Attachment.objects.filter(subject_type="papers.paper", subject_id__in=keys):
        detach(attachment)
    papers.exclude(reason="").update(reason=nobody)
    items = Item.objects.filter(subject_type=label, subject_id__in=list(ids))
    items.exclude(returned_to="").update(returned_to=nobody)
    items.exclude(reason="").update(reason=nobody)
    items.update(name=nobody, proves="", source=nobody, sha256="")
