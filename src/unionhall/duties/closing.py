"""No organisation closes while something is owed there."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from unionhall.duties.models import Duty
from unionhall.organisations import closing
from unionhall.organisations.models import Organisation


@closing.ask
def open_duties(organisation: Organisation, on: date) -> str:
    """That duties must be fulfilled or passed on first; not how many, which figures may hide."""
    there = Q(organisation=organisation) | Q(office_at=organisation) | Q(held_at=organisation)
    return _("Duties are still open there.") if Duty.objects.open().filter(there).exists() else ""
