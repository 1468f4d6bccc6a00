"""Days as they are typed at the command line."""

from datetime import date, datetime

from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def day(text: str) -> date:
    """`2026-11-21` as a date; raises CommandError."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise CommandError(_("“%s” is no date; write it as 2026-11-21.") % text) from error
