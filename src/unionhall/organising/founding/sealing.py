"""The ID numbers of founders go under the newest key like all others."""

from django.db import transaction

from unionhall.core import keyring
from unionhall.organising.founding.models import Founder


@transaction.atomic
def reseal_founders() -> int:
    """Seal the ID numbers of founders who wait under the newest key; how many were under older ones."""
    rows = Founder.objects.select_for_update().exclude(id_number=None)
    late = [row for row in rows if keyring.sealed_with(row.id_number or b"") != keyring.active()]
    for row in late:
        row.seal_number(row.open_number())
        row.save(update_fields=["id_number"])
    return len(late)


keyring.on_rotate("organising.founder", reseal_founders)
