"""No organisation closes while people are members there."""

from datetime import date

from django.db.models import Q
from django.utils.translation import ngettext

from unionhall.members.models import Spell
from unionhall.organisations import closing
from unionhall.organisations.models import Organisation


@closing.ask
def members_left(organisation: Organisation, on: date) -> str:
    """How many memberships must be ended or transferred first, those that begin later included."""
    lasting = Q(until_on=None) | Q(until_on__gt=on)
    count = Spell.objects.filter(lasting, organisation=organisation).count()
    if not count:
        return ""
    return ngettext(
        "{} person is still a member there.", "{} people are still members there.", count
    ).format(count)
