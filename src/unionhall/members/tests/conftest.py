from datetime import date

import pytest
from tests.cast import cast, joined, signed_in, units, yesterday  # noqa: F401

from unionhall.access.scope import scope
from unionhall.members.queries import Filters


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


@pytest.fixture
def held():
    """What somebody sees of the register: held(cast.chair) is a scope."""

    def find(user, ability="members.view"):
        return scope(user, ability)

    return find


@pytest.fixture
def seen(held):
    """The filters of somebody's list on a day."""

    def make(user, **filters):
        from unionhall.core.clock import today

        return Filters(held(user), **{"on": today(), **filters})

    return make
