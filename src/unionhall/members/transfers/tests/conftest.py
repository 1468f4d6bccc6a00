from datetime import date

import pytest
from tests import cast as stage

from unionhall.members.transfers import actions

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


@pytest.fixture
def asked(cast, on):
    """The plant's worker asks for the shop."""
    spell = cast.worker.spells.get()
    return actions.ask(spell, cast.units.shop, reason="换了工作", by=cast.worker.user, on=on)
