from datetime import date

import pytest
from tests.cast import cast, joined, signed_in, units  # noqa: F401

from unionhall.access.scope import scope
from unionhall.members.models import Person


@pytest.fixture
def on():
    """The day of the tests' acts."""
    return date(2026, 6, 1)


@pytest.fixture
def twins(cast):  # noqa: F811
    """A worker of the plant, and the same one again in the shop, written with another character."""

    def make(first=None, second=None, *, there=None):
        born = {"birth_on": date(1988, 5, 17), "sex": "male"}
        one = joined("王伟", cast.units.plant, "13900000021", account=False)
        other = joined("王玮", there or cast.units.shop, "13900000021", account=False)
        Person.objects.filter(pk=one.pk).update(**{**born, **(first or {})})
        Person.objects.filter(pk=other.pk).update(**{**born, **(second or {})})
        return one, other

    return make


@pytest.fixture
def merging():
    """Where somebody may decide on duplicates."""
    return lambda user: scope(user, "members.merge")
