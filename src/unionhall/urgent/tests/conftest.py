from datetime import UTC, datetime, timedelta

import pytest
from tests import cast as stage

from unionhall.core.clock import now, today
from unionhall.urgent import actions

cast, signed_in, units = stage.cast, stage.signed_in, stage.units
HOUR = timedelta(hours=1)
MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)


@pytest.fixture
def opened(cast):
    """A function that opens an urgent matter at the plant, just learnt of."""

    def make(by=None, **told):
        told = {
            "kind": "stoppage",
            "place": "一车间",
            "text": "夜班四十多人停工，要求补发三个月工资。",
            "learnt_at": now(),
            "people": 45,
            "gravity": 2,
        } | told
        organisation = told.pop("organisation", cast.units.plant)
        return actions.open_matter(organisation, **told, by=by or cast.plant_chair, on=today())

    return make
