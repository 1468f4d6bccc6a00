"""How what somebody says about themselves stands to one person of the register."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass

from unionhall.core.text import compact
from unionhall.members.binding.models import Cause


@dataclass(frozen=True)
class Claim:
    """What an applicant says: the name, the last six of the ID number, and a phone they proved to hold."""

    name: str
    phone: str
    tail: str


@dataclass(frozen=True)
class Likeness:
    """What of a claim agrees with a person; `tail` is None where the register has no ID number."""

    phone: bool
    name: bool
    tail: bool | None

    @property
    def whole(self) -> bool:
        return self.phone and self.name and bool(self.tail)

    @property
    def near(self) -> bool:
        """Whether two of the three agree, so that it may be the same person."""
        return self.phone + self.name + bool(self.tail) >= 2


def like(claim: Claim, *, name: str, phone: str, id_number: str) -> Likeness:
    """Compare a claim with the register; how long that takes tells nothing about the ID number."""
    same_tail = hmac.compare_digest(id_number[-6:].upper().encode(), claim.tail.upper().encode())
    return Likeness(
        phone=bool(phone) and phone == claim.phone,
        name=bool(compact(name)) and compact(name) == compact(claim.name),
        tail=same_tail if id_number else None,
    )


def cause(likenesses: Sequence[Likeness]) -> Cause | None:
    """Why an officer must look at it; None when exactly one person has the number and all agrees."""
    sharing = [found for found in likenesses if found.phone]
    if any(found.whole for found in sharing):
        return None if len(sharing) == 1 else Cause.SHARED_PHONE
    if any(found.name and found.tail is None for found in sharing):
        return Cause.NO_ID_NUMBER
    if any(found.name for found in sharing):
        return Cause.ID_DIFFERS
    if any(found.tail for found in sharing):
        return Cause.NAME_DIFFERS
    if any(found.name and found.tail for found in likenesses):
        return Cause.PHONE_DIFFERS
    return Cause.NOT_FOUND


def meeting(paths: Sequence[str]) -> str:
    """The path of the lowest unit that has all the others below it: "1/4/9/", "1/4/7/2/" → "1/4/"."""
    steps = zip(*(path.split("/")[:-1] for path in paths), strict=False)
    shared = []
    for step in steps:
        if len(set(step)) > 1:
            break
        shared.append(step[0])
    return "".join(f"{step}/" for step in shared)
