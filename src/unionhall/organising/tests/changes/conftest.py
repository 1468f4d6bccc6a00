from datetime import timedelta

import pytest
from tests import cast as stage

from unionhall.core.clock import today
from unionhall.organising.changes import actions
from unionhall.organising.changes.plans import Plan, consequences, seal

cast, signed_in, units, english = stage.cast, stage.signed_in, stage.units, stage.english


@pytest.fixture
def on():
    """The day of the tests' acts; tests of closing ask for today's tree."""
    return today()


@pytest.fixture
def before(on):
    return on - timedelta(days=40)


@pytest.fixture
def carry_out(cast, on):
    """A function that looks at a plan's consequences and carries it out; answers with the change."""

    def carried(way, *unions, by=None, seen=None, reason="", **told):
        plan = Plan(way, tuple(unions), **told)
        if seen is None:
            seen = seal(plan, consequences(plan, on=on))
        done = {"resolution": "街工〔2026〕8号", "reason": reason, "seen": seen}
        return getattr(actions, way)(plan, **done, by=by or cast.street_chair, on=on)

    return carried


@pytest.fixture
def figures(on):
    """A function that answers {(union, part): how many} as shown before."""

    def shown(way, *unions, **told):
        found = consequences(Plan(way, tuple(unions), **told), on=on)
        return {(one.union.code, one.part.name): one.count for one in found}

    return shown
