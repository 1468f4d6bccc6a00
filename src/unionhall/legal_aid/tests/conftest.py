from datetime import date

import pytest
from tests import cast as stage

from unionhall.legal_aid import actions, giving, roster
from unionhall.organisations.models import Division

cast, signed_in, units = stage.cast, stage.signed_in, stage.units


@pytest.fixture
def on():
    """The day of the tests' acts, a Monday."""
    return date(2026, 6, 1)


@pytest.fixture
def apply(cast, on):
    """A function that applies for the worker of the plant."""

    def applied(person=None, **told):
        person = person or cast.worker
        told = {
            "matter": "labour",
            "form": "arbitration",
            "other_side": "红星机械厂",
            "text": "三个月工资没有发",
            "by": person.user,
            "on": on,
        } | told
        return actions.apply(person, **told)

    return applied


@pytest.fixture
def aid(apply):
    return apply()


@pytest.fixture
def add_lawyer(cast, on):
    """A function that puts a lawyer on the district's roster."""

    def added(name="方正", licence="13301", **told):
        told = {
            "firm": "江城法正律师事务所",
            "phone": "0571-1",
            "capacity": 2,
            "from_on": on,
            "by": cast.rights_officer,
            "on": on,
        } | told
        return roster.add_lawyer(cast.units.district, name=name, licence=licence, **told)

    return added


@pytest.fixture
def lawyer(add_lawyer):
    return add_lawyer()


@pytest.fixture
def given(cast, aid, lawyer, on):
    """Aid that is granted, with a lawyer in charge."""
    actions.grant(aid, by=cast.rights_officer, on=on)
    giving.assign(aid, lawyer=lawyer, by=cast.rights_officer, on=on)
    return aid


@pytest.fixture
def settle(cast):
    """A function that puts the district into a place, whose own rules hold there."""

    def settled(code, name):
        county = Division.objects.create(code=code, name=name, level="county")
        type(cast.units.district).objects.filter(pk=cast.units.district.pk).update(division=county)
        cast.units.district.refresh_from_db()

    return settled
