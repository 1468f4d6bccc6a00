from datetime import date

import pytest
from tests import cast as stage

from unionhall.members.delegates import actions
from unionhall.members.models import Person

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture
def on():
    """The day of the tests' acts; delegations hold from then on, today too."""
    return date(2026, 6, 1)


@pytest.fixture
def give(cast, on):
    """A function with which the plant's worker lets somebody act: by default the colleague."""

    def do(name="张华", phone="13900000002", matters=("data",), from_on=on, until_on=None):
        person = Person.objects.get(pk=cast.worker.pk)
        return actions.give_delegation(
            person,
            name=name,
            phone=phone,
            matters=matters,
            from_on=from_on,
            until_on=until_on,
            by=person.user,
            on=on,
        )

    return do


@pytest.fixture
def given(give):
    """The colleague acts for the worker in what concerns their data."""
    return give()
