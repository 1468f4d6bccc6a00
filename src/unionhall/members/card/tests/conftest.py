import pytest
from tests import cast as stage

from unionhall.core.clock import today
from unionhall.members.card import actions

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture(autouse=True)
def own_keys(tmp_path, settings):
    """Keys of the test's own."""
    settings.UNIONHALL_KEYS = str(tmp_path / "keys")


@pytest.fixture
def card(cast):
    return actions.issue(cast.worker, by=cast.worker.user, on=today())
