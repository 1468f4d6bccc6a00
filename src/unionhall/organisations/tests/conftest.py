from datetime import date

import pytest

from unionhall.accounts.models import User
from unionhall.organisations import actions
from unionhall.organisations.models import Organisation

START = date(2026, 1, 5)


@pytest.fixture
def on():
    """A day some months after everything was founded."""
    return date(2026, 6, 1)


@pytest.fixture
def person(db):
    """Makes people who may sign in, by their user name."""

    def make(username, **facts):
        return User.objects.create(username=username, name=facts.pop("name", username), **facts)

    return make


@pytest.fixture
def secretary(person):
    """Whoever does the acts of these tests."""
    return person("secretary", name="何秘书")


@pytest.fixture
def found(db):
    """Founds an organisation: found("county", city, "33")."""

    def make(kind, parent, code, name="", *, on=START, **facts) -> Organisation:
        return actions.add(kind, parent, code, name or f"{code} union", by=None, on=on, **facts)

    return make


@pytest.fixture
def city(found):
    return found("city", None, "C", "杭州市总工会")


@pytest.fixture
def district(found, city):
    return found("county", city, "D", "西湖区总工会")


@pytest.fixture
def other_district(found, city):
    return found("county", city, "E", "拱墅区总工会")


@pytest.fixture
def street(found, district):
    return found("township", district, "S", "北山街道总工会")


@pytest.fixture
def works(found, street):
    return found("enterprise_union", street, "W", "西湖机械厂工会")


@pytest.fixture
def group(found, works):
    return found("group", works, "G", "一车间工会小组")
