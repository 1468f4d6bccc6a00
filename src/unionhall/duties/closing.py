"""No organisation closes while something is owed there."""

from datetime import date

from django.db.models import Q
from django.utils.translation import ngettext

from unionhall.duties.models import Duty
from unionhall.organisations import closing
from unionhall.organisations.models import Organisation


@closing.ask
def open_duties(organisation: Organisation, on: date) -> str:
    """How many duties must be fulfilled or passed on first."""
    there = Q(organisation=organisation) | Q(office_at=organisation) | Q(held_at=organisation)
    count = Duty.objects.open().filter(there).count()
    if not count:
        return ""
    return ngettext(
        "{} duty is still open there.", "{} duties are still open there.", count
    ).format(count)
