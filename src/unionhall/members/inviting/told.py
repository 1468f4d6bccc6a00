"""What becomes of an invitation that went on as a transfer: whoever invited is told."""

from django.dispatch import receiver

from unionhall.members.inviting.models import Invitation
from unionhall.members.transfers.models import State, Transfer
from unionhall.members.transfers.signals import transfer_ended
from unionhall.notifications.actions import notify


@receiver(transfer_ended)
def tell(sender, transfer: Transfer, by, on, **more) -> None:
    """Where it came to nothing; that the member was received, the new union has done itself."""
    row = Invitation.objects.filter(transfer=transfer).select_related("asked_by").first()
    if row is None or transfer.state == State.RECEIVED or row.asked_by == by:
        return
    notify(
        [row.asked_by],
        "members/invitation",
        subject=row,
        url=transfer.get_absolute_url(),
        facts={"what": transfer.state, "to": str(row.organisation)},
    )
