"""What becomes of an application that went on as a transfer: its applicant and its officers are told."""

from django.dispatch import receiver

from unionhall.members.applying.actions import tell_applicant
from unionhall.members.applying.models import Application
from unionhall.members.transfers.models import State, Transfer
from unionhall.members.transfers.signals import transfer_ended
from unionhall.notifications.actions import notify


@receiver(transfer_ended)
def tell(sender, transfer: Transfer, by, on, **more) -> None:
    """The applicant by text message, and whoever admitted them, where the other union said no."""
    row = Application.objects.filter(transfer=transfer).select_related("decided_by").first()
    if row is None or transfer.state == State.WITHDRAWN:
        return
    tell_applicant(row)
    if transfer.state == State.REFUSED and row.decided_by and row.decided_by != by:
        notify(
            [row.decided_by],
            "members/application_transfer",
            subject=row,
            url=row.get_absolute_url(),
            facts={"from": str(transfer.from_organisation)},
        )
