"""Texts that letters of supervision begin from."""

from django.utils.translation import gettext as _

from unionhall.supervision.models import Rung


def draft(rung: str, matter, findings, *, days: int, authority: bool) -> str:
    """A text to begin from, in the language of now; the officer changes it before it is sent."""
    listed = [f"{number}. {row.text}" for number, row in enumerate(findings, start=1)]
    counted = [
        line + (_(" (workers affected: %s)") % row.affected if row.affected else "")
        for line, row in zip(listed, findings, strict=True)
    ]
    employer = {"employer": matter.employer.name, "union": matter.organisation.name}
    if authority:
        first = _("In supervising labour law at %(employer)s, %(union)s found:") % employer
        last = _(
            "The employer has not put this right. We recommend that you look into it under the law, "
            "and ask you to tell us the outcome within %(days)s working days."
        )
    elif rung == Rung.REMINDER:
        first = _("In supervising labour law with you, %(union)s found:") % employer
        last = _(
            "Please look into this, put it right, and tell us in writing within %(days)s working days."
        )
    else:
        first = _("In supervising labour law with you, %(union)s found the following breaches:")
        first %= employer
        last = _(
            "We ask you to put them right, and to answer in writing within %(days)s working days of "
            "receipt. Otherwise we shall recommend that the authority deal with it."
        )
    return "\n".join([first, *counted, last % {"days": days}])
