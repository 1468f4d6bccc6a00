"""Duties an officer holds in person, but for those that go along with what they are about."""

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.duties import actions
from unionhall.duties.leaving.holdings import Desk, Held, Holding, holdings, register
from unionhall.duties.models import Duty
from unionhall.duties.subjects import label


def _duties(desk: Desk) -> list[Held]:
    """Those in sight of whoever hands over; duties about cases and the like stand with these."""
    along = {
        (held.subject_type, held.subject_id)
        for other in holdings()
        if other.name != "duties"
        for held in other.rows(desk)
    }
    rows = (
        Duty.objects.open()
        .filter(holder=desk.leaver)
        .in_sight_of(desk.by, on=desk.on)
        .within(scope(desk.by, "duties.pass_on", on=desk.on))
        .within(Scope("", (desk.organisation.path,)))
        .select_related("organisation", "held_at", "office_at")
    )
    return [
        Held(
            "duties.duty",
            duty.pk,
            label(duty.kind),
            duty.due_on,
            duty.get_absolute_url(),
            duty,
            duty.restricted,
        )
        for duty in rows.order_by("due_on", "pk")
        if (duty.subject_type, duty.subject_id) not in along
    ]


def _give(held: Held, to: User, desk: Desk) -> None:
    actions.pass_on(held.row, to_user=to, by=desk.by, on=desk.on, tells=False)


register(Holding("duties", _("Other duties"), _duties, _give, rank=90))
