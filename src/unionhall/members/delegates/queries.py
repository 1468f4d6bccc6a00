"""Delegations as pages show them, and what was done under one."""

from collections.abc import Iterable
from typing import NamedTuple

from unionhall.core.clock import today
from unionhall.documents.models import Attachment
from unionhall.history.queries import trail
from unionhall.members import sentences
from unionhall.members.delegates.matters import labels
from unionhall.members.delegates.models import Delegation


class Line(NamedTuple):
    """A delegation with its matters in words, whether it holds today, and the papers it rests on."""

    row: Delegation
    matters: list[str]
    holds: bool
    papers: list[Attachment]


def lines(rows: Iterable[Delegation]) -> list[Line]:
    """Those rows for a list."""
    found = Delegation.objects.filter(pk__in=[row.pk for row in rows])
    found = found.select_related("person", "delegate", "recorded_by", "revoked_by")
    papers: dict[int, list[Attachment]] = {}
    for paper in Attachment.objects.filter(
        subject_type=Delegation._meta.label_lower, subject_id__in=[row.pk for row in rows]
    ).order_by("pk"):
        papers.setdefault(paper.subject_id, []).append(paper)
    on = today()
    return [
        Line(row, labels(row.matters), row.holds(on), papers.get(row.pk, []))
        for row in found.order_by("-pk")
    ]


def done_under(delegation: Delegation) -> list[dict]:
    """What the delegate did for the member under it, as sentences, oldest first."""
    found = [e for e in trail(delegation.person) if e.facts.get("under") == delegation.pk]
    return sentences.story([*found, *trail(delegation)])
