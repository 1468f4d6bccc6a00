"""What speaks for one person and what against it, in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from unionhall.members.duplicates.rules import WEIGHTS, Reason

WORDS = {
    Reason.SAME_PHONE: _("same mobile number"),
    Reason.SAME_NAME: _("same name"),
    Reason.SOUNDS_ALIKE: _("name sounds alike"),
    Reason.SWAPPED: _("family and given name swapped"),
    Reason.SAME_BIRTH: _("same date of birth"),
    Reason.SAME_TAIL: _("same end of the ID number"),
    Reason.SAME_UNION: _("same union"),
    Reason.NEAR_UNION: _("unions under the same superior"),
    Reason.SAME_EMPLOYER: _("same employer"),
    Reason.SAME_DEPARTMENT: _("same department"),
    Reason.SAME_SEX: _("same sex"),
    Reason.OTHER_NUMBER: _("another ID number"),
    Reason.OTHER_BIRTH: _("another date of birth"),
    Reason.OTHER_NAME: _("another name"),
    Reason.OTHER_SEX: _("another sex"),
    Reason.OTHER_EMPLOYER: _("another employer at the same time"),
}


def told(reasons: Iterable[str]) -> tuple[list[str], list[str]]:
    """What speaks for it, and what against."""
    known = [Reason(reason) for reason in reasons if reason in WORDS]
    return (
        [str(WORDS[reason]) for reason in known if WEIGHTS[reason] > 0],
        [str(WORDS[reason]) for reason in known if WEIGHTS[reason] < 0],
    )
