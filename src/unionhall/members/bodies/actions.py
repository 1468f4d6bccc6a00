"""Duties about bodies that open and end by themselves."""

from datetime import date

from django.dispatch import receiver
from django.utils.translation import gettext as _

from unionhall.accounts.models import User
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.history.actions import act
from unionhall.members.bodies import owed, queries
from unionhall.organisations import signals
from unionhall.organisations.models import Body, Organisation


@act
def watch(*, on: date) -> int:
    """Open what is owed today and end what no longer is; how many duties were opened."""
    opened = 0
    for body in queries.running_out(on=on):
        start = (body.until_on or on) - queries.lead(on=on)
        owed.open_for(body, owed.RE_ELECT, body.organisation, start=start, on=on)
        opened += 1
    for kind in owed.BODY:
        for union in queries.grown(kind, on=on):
            owed.open_for(union, kind, union, start=on, on=on)
            opened += 1
    _end_what_is_past(on)
    return opened


@receiver(signals.body_begun)
@act
def answered(sender, *, body: Body, by: User | None, on: date, **more) -> None:
    """A new term fulfils the duty to elect it, and to have such a body at all."""
    terms = Body.objects.filter(organisation=body.organisation, kind=body.kind)
    for earlier in terms.exclude(pk=body.pk).filter(from_on__lt=body.from_on):
        duties.fulfil(earlier, owed.RE_ELECT, by=by, on=on)
    for kind, needed in owed.BODY.items():
        if needed == body.kind:
            duties.fulfil(body.organisation, kind, by=by, on=on)


def _end_what_is_past(on: date) -> None:
    """Unions that closed, or have fewer members by now, owe no body any longer."""
    kept = Duty.objects.open().filter(kind__in=owed.BODY, subject_type="organisations.organisation")
    unions = Organisation.objects.in_bulk([duty.subject_id for duty in kept])
    for duty in kept:
        union = unions[duty.subject_id]
        if not queries.is_due(union, duty.kind, on=on):
            duties.void(
                union, duty.kind, by=None, on=on, reason=_("there are too few members by now")
            )
    over = Duty.objects.open().filter(kind=owed.RE_ELECT, organisation__closed_on__isnull=False)
    for body in Body.objects.filter(pk__in=over.values("subject_id")):
        duties.void(body, owed.RE_ELECT, by=None, on=on, reason=_("the union is closed"))
