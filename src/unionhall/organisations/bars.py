"""Copies the barred pairs of offices.toml to where the database's own guard reads them."""

from django.db import transaction

from unionhall.organisations.models import OfficeBar
from unionhall.organisations.offices import bars


def copy_bars(*, using: str = "default", **_sent) -> None:
    """Make the table equal to offices.toml; runs after every migrate."""
    wanted = bars()
    with transaction.atomic(using=using):
        rows = OfficeBar.objects.using(using)
        if set(rows.values_list("office", "other", "by_anybody")) == wanted:
            return
        rows.all().delete()
        rows.bulk_create(OfficeBar(**bar._asdict()) for bar in sorted(wanted))
