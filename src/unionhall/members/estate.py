"""Members of a union that ends or is divided go on in another: many at once, nobody in neither or both."""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from unionhall.members import moving
from unionhall.organisations import estate


def _register(
    name: str,
    label: str | Promise,
    rows: Callable[[estate.Handing], QuerySet],
    hand: Callable[[estate.Handing], int],
    *,
    subject: str,
    rank: int,
    joins: bool = True,
) -> None:
    estate.register(
        estate.Part(
            name,
            label,
            count=lambda handing: rows(handing).count(),
            hand=hand,
            ability="members.view",
            subjects=(subject,),
            joins=joins,
            rank=rank,
        )
    )


_register(
    "members",
    gettext_lazy("Members"),
    moving.lasting,
    moving.move_members,
    subject="members.spell",
    rank=20,
    joins=False,
)
_register(
    "applications",
    gettext_lazy("Applications that wait"),
    moving.waiting,
    moving.move_applications,
    subject="members.application",
    rank=30,
)
_register(
    "transfers",
    gettext_lazy("Transfers on their way"),
    moving.coming,
    moving.move_transfers,
    subject="members.transfer",
    rank=15,
)
_register(
    "invitations",
    gettext_lazy("Invitations that wait"),
    moving.inviting,
    moving.move_invitations,
    subject="members.invitation",
    rank=30,
)
_register(
    "first_sign_ins",
    gettext_lazy("First sign-ins that wait"),
    moving.signing_in,
    moving.move_first_sign_ins,
    subject="members.bindingrequest",
    rank=30,
)
