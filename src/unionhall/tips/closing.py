"""A federation with reports does not close: nobody else could open them."""

from datetime import date

from django.utils.translation import gettext as _

from unionhall.organisations import closing
from unionhall.organisations.models import Organisation
from unionhall.tips.models import Tip


@closing.ask
def reports_there(organisation: Organisation, on: date) -> str:
    """That reports without a name lie there, closed ones that are not destroyed yet among them."""
    there = Tip.objects.filter(receiver=organisation).exists()
    return _("Reports without a name lie there.") if there else ""
