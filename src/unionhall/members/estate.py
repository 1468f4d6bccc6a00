"""Members of a union that ends or is divided go on in another: many at once, nobody in neither or both."""

from django.utils.translation import gettext_lazy

from unionhall.members import moving
from unionhall.organisations import estate

estate.register(
    estate.Part(
        "members",
        gettext_lazy("Members"),
        count=lambda handing: moving.lasting(handing).count(),
        hand=moving.move_members,
        ability="members.view",
        subjects=("members.spell",),
        rank=20,
    )
)
estate.register(
    estate.Part(
        "applications",
        gettext_lazy("Applications that wait"),
        count=lambda handing: moving.waiting(handing).count(),
        hand=moving.move_applications,
        ability="members.view",
        subjects=("members.application",),
        rank=30,
    )
)
estate.register(
    estate.Part(
        "transfers",
        gettext_lazy("Transfers on their way"),
        count=lambda handing: moving.coming(handing).count(),
        hand=moving.move_transfers,
        ability="members.view",
        subjects=("members.transfer",),
        rank=15,
    )
)
estate.register(
    estate.Part(
        "invitations",
        gettext_lazy("Invitations that wait"),
        count=lambda handing: moving.inviting(handing).count(),
        hand=moving.move_invitations,
        ability="members.view",
        subjects=("members.invitation",),
        rank=30,
    )
)
estate.register(
    estate.Part(
        "first_sign_ins",
        gettext_lazy("First sign-ins that wait"),
        count=lambda handing: moving.signing_in(handing).count(),
        hand=moving.move_first_sign_ins,
        ability="members.view",
        subjects=("members.bindingrequest",),
        rank=30,
    )
)
