"""Disputes in which an officer acts for the workers, when their desk is handed over."""

from django.utils.translation import gettext_lazy as _

from unionhall.access.scope import Scope, scope
from unionhall.accounts.models import User
from unionhall.disputes.models import Dispute
from unionhall.disputes.opening import represent
from unionhall.duties.leaving.holdings import Desk, Held, Holding, register


def _disputes(desk: Desk) -> list[Held]:
    rows = Dispute.objects.within(scope(desk.by, "disputes.handle", on=desk.on)).open()
    rows = rows.filter(Scope("", (desk.organisation.path,)).q("organisation"))
    rows = rows.filter(representative=desk.leaver).select_related("organisation", "representative")
    return [
        Held(
            "disputes.dispute",
            row.pk,
            row.number,
            row.limitation_on,
            row.get_absolute_url(),
            row,
            row.is_restricted,
        )
        for row in rows.order_by("pk")
    ]


def _give(held: Held, to: User, desk: Desk) -> None:
    represent(held.row, to, by=desk.by, on=desk.on, tells=False)


register(
    Holding(
        "disputes",
        _("Disputes in which they act for the workers"),
        _disputes,
        _give,
        subjects=("disputes.dispute",),
        rank=20,
    )
)
