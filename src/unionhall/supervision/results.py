"""What supervision brought, for the figures of the requests it grew out of: what was mended."""

from collections.abc import Mapping
from typing import Any

from unionhall.cases.outcomes.elsewhere import knower
from unionhall.cases.outcomes.models import Won
from unionhall.supervision.models import Finding, Subject


@knower
def mended(cases: Any) -> Mapping[int, set[str]]:
    """Of requests with a matter in which something was mended: a hazard, or what the employer does."""
    rows = Finding.objects.filter(matter__case__in=cases, state=Finding.State.MENDED)
    found: dict[int, set[str]] = {}
    for case, subject in rows.values_list("matter__case", "subject").distinct():
        kind = Won.SAFETY if subject == Subject.SAFETY else Won.PRACTICE
        found.setdefault(case, set()).add(str(kind))
    return found
