from datetime import date

import pytest
from tests import cast as stage

from unionhall.members.inviting import actions

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


@pytest.fixture
def invite(cast, on):
    """A function with which the shop's chair invites somebody: by default the plant's worker."""

    def do(name="李小明", known_by="phone", number="13900000001", **told):
        told = {"reason": "换到本店工作", "by": cast.shop_chair, "on": on} | told
        unit = told.pop("organisation", cast.units.shop)
        return actions.invite(unit, name=name, known_by=known_by, number=number, **told)

    return do
