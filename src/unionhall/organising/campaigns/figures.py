"""How campaigns stand: targets by state, workers there, visits; a query each."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Sum

from unionhall.organising.campaigns.models import Campaign, Target, TargetState, Visit


@dataclass
class Standing:
    """A campaign in figures."""

    by_state: dict[str, int] = field(default_factory=lambda: dict.fromkeys(TargetState.values, 0))
    workers: int = 0
    workers_founded: int = 0
    visits: int = 0

    @property
    def targets(self) -> int:
        return sum(self.by_state.values())

    @property
    def founded(self) -> int:
        return self.by_state[TargetState.FOUNDED]


def standings(campaigns: Iterable[Campaign]) -> dict[int, Standing]:
    """The figures of each campaign by its key; two queries."""
    keys = [campaign.pk for campaign in campaigns]
    found = {key: Standing() for key in keys}
    rows = Target.objects.filter(campaign__in=keys).values_list("campaign", "state")
    for key, state, n, workers in rows.annotate(n=Count("pk"), workers=Sum("employer__workers")):
        found[key].by_state[state] = n
        found[key].workers += workers or 0
        if state == TargetState.FOUNDED:
            found[key].workers_founded = workers or 0
    visits = Visit.objects.filter(target__campaign__in=keys).values_list("target__campaign")
    for key, n in visits.annotate(n=Count("pk")):
        found[key].visits = n
    return found
