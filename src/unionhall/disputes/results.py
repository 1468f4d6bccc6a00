"""What disputes brought, for the figures of the requests they grew out of: instalments count once, here."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q, Sum

from unionhall.cases.outcomes.elsewhere import purse
from unionhall.cases.outcomes.rules import NONE, Money
from unionhall.disputes.models import Claimant, Instalment


@purse
def instalments(cases: Any) -> Mapping[int, Money]:
    """Of requests with a dispute in which something is to be paid: what came, and what is still to come."""
    rows = Instalment.objects.filter(dispute__case__in=cases).values_list("dispute__case")
    sums = rows.annotate(
        received=Sum("amount", filter=Q(paid_on__isnull=False)),
        promised=Sum("amount", filter=Q(paid_on=None)),
    )
    found = {case: (received or NONE, promised or NONE) for case, received, promised in sums}
    if not found:
        return {}
    workers = dict(
        Claimant.objects.filter(dispute__case__in=sorted(found))
        .values_list("dispute__case")
        .annotate(n=Count("person", distinct=True))
    )
    return {
        case: Money(received, promised, workers.get(case, 0), 1)
        for case, (received, promised) in found.items()
    }
