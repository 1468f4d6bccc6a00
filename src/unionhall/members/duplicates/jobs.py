"""The search for duplicates, done by a worker; to search twice does no harm."""

from unionhall.core.jobs import job
from unionhall.members.duplicates import finding
from unionhall.organisations.models import Organisation


@job(key=lambda unit_id: f"unit:{unit_id}")
def find(unit_id: int) -> None:
    """Find the pairs with a file of this unit or below it."""
    finding.find(Organisation.objects.get(pk=unit_id))
