from datetime import date

import pytest
from tests import cast as stage

from unionhall.members.households import actions
from unionhall.members.models import Person

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


@pytest.fixture
def enter(cast, on):
    """A function with which the plant's worker enters a relative: `enter("child", "李乐乐")`."""

    def do(kind, name, from_on=date(2020, 5, 1), **told):
        person = Person.objects.get(pk=cast.worker.pk)
        return actions.add_relative(
            person, kind=kind, name=name, from_on=from_on, by=person.user, on=on, **told
        )

    return do


@pytest.fixture
def spouse(enter):
    """The worker names the colleague as spouse."""
    return enter("spouse", "张华")
