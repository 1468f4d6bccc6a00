"""Acting for a member: within a delegation, and in nothing that it does not name."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from unionhall.core.clock import today
from unionhall.history.actions import read_opened
from unionhall.members.delegates.models import Delegation
from unionhall.members.queries import chain_of


def acting_under(request, uid, matter: str = "") -> Delegation:
    """The delegation under which the reader acts today, in this matter; 404 for anything else."""
    rows = Delegation.objects.in_force(on=today()).filter(delegate=request.user)
    row = get_object_or_404(rows.select_related("person__user", "delegate"), uid=uid)
    if matter and matter not in row.matters:
        raise Http404
    return row


def looked_at(request, delegation: Delegation) -> None:
    """Record that the delegate saw the member's data; the member reads it."""
    person = delegation.person
    read_opened(
        chain_of(person),
        by=request.user,
        subject=person,
        person=str(person.uid),
        verb="members.seen_by_delegate",
    )
