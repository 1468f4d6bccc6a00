from datetime import date

import pytest
from tests import cast as stage

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)
